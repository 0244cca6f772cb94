// @ts-check
/** The facts as terms and what is known of them, updated in place; links open another incident. */
import { make, makeMark, note, show, write } from "../../panels/dom.mjs";

/** @typedef {import("./facts.mjs").Row} Row */

export class RowsView {
  /** @type {Map<string, {row: HTMLElement, mark: HTMLElement, text: HTMLElement, links: HTMLElement}>} */
  #rows = new Map();

  /** @param {HTMLElement} list a `dl` @param {(key: string) => string} t @param {(id: string) => void} open */
  constructor(list, t, open) {
    this.list = list;
    this.t = t;
    this.open = open;
  }

  /** @param {Row[]} rows */
  show(rows) {
    const shown = new Set(rows.map(({ key }) => key));
    for (const [key, { row }] of this.#rows) show(row, shown.has(key));
    /** @type {HTMLElement | null} */
    let before = null;
    for (const fact of rows) {
      const parts = this.#rows.get(fact.key) ?? this.#make(fact.key);
      // stands where its first telling put it: in the order of the facts, and never moved under somebody who reads
      if (!parts.row.isConnected) this.list.insertBefore(parts.row, before ? before.nextSibling : this.list.firstChild);
      this.#write(parts, fact);
      before = parts.row;
    }
  }

  /** @param {string} key */
  #make(key) {
    const term = make("dt");
    write(term, this.t(key));
    const [mark, text, links] = [makeMark(""), make("span", "fact-text"), make("span", "fact-links")];
    const row = make("div", "fact", [term, make("dd", "", [mark, text, links])]);
    row.dataset.fact = key.slice(key.lastIndexOf(".") + 1);
    const parts = { row, mark, text, links };
    this.#rows.set(key, parts);
    return parts;
  }

  /** @param {{row: HTMLElement, mark: HTMLElement, text: HTMLElement, links: HTMLElement}} parts @param {Row} fact */
  #write({ row, mark, text, links }, fact) {
    note(row, "tone", fact.tone ?? "");
    show(mark, Boolean(fact.mark));
    note(mark, "glyph", fact.mark ?? "");
    write(text, fact.text);
    if (text.title !== (fact.title ?? "")) text.title = fact.title ?? "";
    const key = (fact.links ?? []).map(({ id, text: name }) => `${id} ${name}`).join("\n");
    if (links.dataset.key === key) return;
    links.dataset.key = key;
    links.replaceChildren(...(fact.links ?? []).map((link) => this.#link(link)));
  }

  /** @param {{id: string, text: string}} link */
  #link({ id, text }) {
    const button = make("button", "fact-link");
    button.setAttribute("type", "button");
    write(button, text);
    button.addEventListener("click", () => this.open(id));
    return button;
  }
}
