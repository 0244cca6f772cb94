// @ts-check
/**
 * The history of the incident in the pane, newest first; fetched again when its revision changes. What is there stays as it
 * is, so that whoever reads keeps their place.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./desk.mjs").Desk} Desk
 * @typedef {import("./pane/timeline.mjs").Entry} Entry
 * @typedef {import("./pane/timeline.mjs").Line} Line
 */
import { make, show, slot, write } from "../panels/dom.mjs";
import { Latest } from "./pane/latest.mjs";
import { linesOf } from "./pane/timeline.mjs";
import { voiceOf } from "./pane/voice.mjs";

const RETRY_S = 5;

/** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
export function mount(element, hub, desk) {
  const history = new History(element, hub, desk);
  let seconds = 0;
  const undo = [
    hub.on("selection", () => history.follow()),
    hub.on("records", ({ kinds }) => kinds.has("incident") && history.follow()),
    desk.on("said", ({ tone }) => tone === "done" && history.refresh()),
    hub.on("second", () => ++seconds % RETRY_S === 0 && history.retry()),
  ];
  history.follow();
  return () => {
    for (const stop of undo) stop();
    history.latest.forget();
  };
}

class History {
  /** @type {string | null} */
  #id = null;
  /** Orders of this desk so far: after one the history is another, also of an incident that the lane does not carry. */
  #orders = 0;

  /** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
  constructor(element, hub, desk) {
    this.element = element;
    this.hub = hub;
    this.voice = voiceOf(hub);
    /** @type {Latest<{history: Entry[]}>} */
    this.latest = new Latest(desk, hub.lang, () => this.draw());
  }

  follow() {
    const chosen = this.hub.selection;
    if (chosen !== null && chosen.kind !== "incident") return;
    const id = chosen?.id ?? null;
    if (id !== this.#id) this.#begin(id);
    if (id === null) return;
    const revision = this.hub.records.get("incident", id)?.revision ?? 0;
    this.latest.want(`${id} ${revision} ${this.#orders}`, this.#url(id));
  }

  /** @param {string} id */
  #url(id) {
    return `/api/incidents/${encodeURIComponent(id)}/history`;
  }

  refresh() {
    this.#orders += 1;
    this.follow();
  }

  retry() {
    if (this.#id !== null) this.latest.again(this.#url(this.#id));
  }

  /** @param {string | null} id */
  #begin(id) {
    this.#id = id;
    this.latest.forget();
    slot(this.element, "list").replaceChildren();
    write(slot(this.element, "count"), "");
    show(this.element, id !== null);
    this.#note(this.hub.t("pane.history_loading"));
  }

  draw() {
    const { latest, hub, element } = this;
    this.#note(latest.why ? hub.t("pane.history_failed", { why: latest.why }) : "");
    if (latest.answer === null) return;
    const lines = linesOf(latest.answer.history, this.voice);
    write(slot(element, "count"), hub.t("pane.count", { n: lines.length }));
    this.#list([...lines].reverse());
  }

  /** New steps come on top; a step that stands there already stays the same element. @param {Line[]} lines */
  #list(lines) {
    const list = slot(this.element, "list");
    const held = new Map([...list.children].map((item) => [/** @type {HTMLElement} */ (item).dataset.key, item]));
    const items = lines.map((line) => held.get(line.key) ?? makeStep(line));
    items.forEach((item, index) => list.children[index] !== item && list.insertBefore(item, list.children[index] ?? null));
    while (list.children.length > items.length) list.lastElementChild?.remove();
  }

  /** @param {string} sentence */
  #note(sentence) {
    write(slot(this.element, "note"), sentence);
    show(slot(this.element, "note"), sentence !== "");
  }
}

/** @param {Line} line */
function makeStep({ key, time, head, lines }) {
  const [when, what] = [make("time", "step-time"), make("span", "step-head")];
  write(when, time);
  write(what, head);
  const details = lines.map((line) => {
    const item = make("p", "step-line");
    write(item, line);
    return item;
  });
  const item = make("li", "step", [when, make("div", "step-words", [what, ...details])]);
  item.dataset.key = key;
  return item;
}
