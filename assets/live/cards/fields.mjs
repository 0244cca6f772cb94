// @ts-check
/** The body of a card: terms and what is known of them. A term nobody knows anything about is left out. */
import { make, show, write } from "../panels/dom.mjs";

export class Fields {
  /** @type {Map<string, {row: HTMLElement, value: HTMLElement}>} */
  #rows = new Map();

  /** @param {(key: string) => string} t */
  constructor(t) {
    this.t = t;
    this.element = make("dl", "card-fields");
  }

  /**
   * Rows stand in the order in which they were first set.
   * @param {string} key text key of the term @param {string | null} text null hides the row
   * @param {string} [title] what stands behind the words: an id, for who points at them
   */
  set(key, text, title = "") {
    let row = this.#rows.get(key);
    if (!row) {
      const term = make("dt");
      const value = make("dd");
      write(term, this.t(key));
      row = { row: make("div", "card-field", [term, value]), value };
      this.element.append(row.row);
      this.#rows.set(key, row);
    }
    show(row.row, text !== null && text !== "");
    write(row.value, text ?? "");
    if (row.value.title !== title) row.value.title = title;
  }
}
