// @ts-check
/**
 * The keyboard on incident marks: one Tab stop for all of them, arrow keys from mark to mark in the order of the list, Enter or
 * Space on the one that has the focus. A mark that goes hands its focus on.
 */
import { stepped } from "./roving.mjs";

/** @typedef {{icon: HTMLElement, act: () => void}} Stop */

export class IncidentKeys {
  /** @type {Map<string, Stop>} in the order of the arrow keys */
  #stops = new Map();
  /** @type {string | null} the one that Tab comes to */
  #at = null;
  #pane;
  #onKey = (/** @type {KeyboardEvent} */ event) => this.#key(event);

  /** @param {HTMLElement} pane the element that all marks are in */
  constructor(pane) {
    this.#pane = pane;
    pane.addEventListener("keydown", this.#onKey);
  }

  /** Before marks are taken away. @returns {boolean} whether one of ours has the focus */
  get focused() {
    const held = this.#at === null ? undefined : this.#stops.get(this.#at);
    return held !== undefined && held.icon === document.activeElement;
  }

  /**
   * What stands on the map now.
   * @param {Map<string, Stop>} stops in order @param {boolean} focused whether one of them had the focus @param {string | null} first preferred by Tab
   */
  set(stops, focused, first) {
    const kept = this.#at !== null && stops.has(this.#at) && (focused || first === null);
    const at = kept ? this.#at : first !== null && stops.has(first) ? first : (stops.keys().next().value ?? null);
    for (const [key, { icon }] of stops) if (key !== at && icon.tabIndex !== -1) icon.tabIndex = -1;
    this.#stops = stops;
    this.#at = at;
    const stop = at === null ? undefined : stops.get(at);
    if (!stop) return;
    stop.icon.tabIndex = 0;
    if (focused && document.activeElement !== stop.icon) stop.icon.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const [held] = [...this.#stops].find(([, { icon }]) => icon === event.target) ?? [];
    if (held === undefined) return;
    if (event.key === "Enter" || event.key === " ") this.#stops.get(held)?.act();
    else if (!this.#go(stepped([...this.#stops.keys()], held, event.key))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string | null | undefined} key @returns {boolean} */
  #go(key) {
    const stop = key == null ? undefined : this.#stops.get(key);
    if (!stop || key == null) return false;
    const before = this.#at === null ? undefined : this.#stops.get(this.#at);
    if (before) before.icon.tabIndex = -1;
    this.#at = key;
    stop.icon.tabIndex = 0;
    stop.icon.focus({ preventScroll: true });
    return true;
  }

  remove() {
    this.#pane.removeEventListener("keydown", this.#onKey);
  }
}
