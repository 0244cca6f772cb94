// @ts-check
/**
 * The keyboard's and the screen reader's way to what is only painted: one button, unseen until it has the focus. Arrow keys go
 * from mark to mark in view, Enter or Space acts on the one that is held. One Tab stop, however many marks there are.
 */
import { write } from "../panels/dom.mjs";
import { stepped } from "./roving.mjs";

/**
 * @typedef {object} Painted what is painted
 * @property {() => string[]} inView keys of the marks in view, in the order of the arrow keys
 * @property {(key: string | null) => string} words what a mark is called; null: what there is
 * @property {(key: string) => void} act
 * @property {() => void} changed another one is held
 */

export class RovingKeys {
  /** @type {string | null} the mark the keyboard is at */
  held = null;

  /** @param {HTMLElement} container @param {Painted} marks */
  constructor(container, marks) {
    this.marks = marks;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "map-camera-keys";
    this.button.addEventListener("keydown", (event) => this.#key(event));
    this.button.addEventListener("focus", () => this.refresh());
    this.button.addEventListener("blur", () => this.#hold(null));
    this.button.addEventListener("click", () => this.held !== null && marks.act(this.held));
    L.DomEvent.disableClickPropagation(this.button);
    container.append(this.button);
  }

  /** Say what is in view now; costs nothing while nobody is here. */
  refresh() {
    if (document.activeElement !== this.button && this.button.textContent) return;
    if (this.held !== null && !this.marks.inView().includes(this.held)) this.#hold(null);
    write(this.button, this.marks.words(this.held));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const next = stepped(this.marks.inView(), this.held, event.key);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#hold(next);
    write(this.button, this.marks.words(next));
  }

  /** @param {string | null} key */
  #hold(key) {
    if (key === this.held) return;
    this.held = key;
    this.marks.changed();
  }

  remove() {
    this.button.remove();
  }
}
