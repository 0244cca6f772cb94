// @ts-check
/**
 * A list that pages by itself when it is longer than its place: measures the place, turns the pages, stays while a pointer or
 * the focus is on it, and shows at once whatever is new. Only the page that stands is in the document.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 */
import { paginate, Pager } from "./pager.mjs";
import { Rows } from "./rows.mjs";

/** The list's own text is the text to be read: 26 units (wall.css). */
const UNITS_OF_TEXT = 26;
const TOUCHES = ["pointermove", "pointerdown", "keydown", "focusin"];
/** Somebody who pointed or pressed a key this recently is still reading. */
const READING_MS = 45_000;

/** @template {{key: string}} Item */
export class PagedList {
  #pager = new Pager();
  #room = 0;
  #unit = 1;
  /** Columns side by side, as the style of the list says by `--columns`; in several all items are of one size. */
  #columns = 1;
  #watch;
  /** When somebody last pointed at the list or pressed a key in it; a pointer left lying there does not count. */
  #touchedMs = -Infinity;
  #touch = () => {
    this.#touchedMs = performance.now();
  };
  /** @type {Set<string> | null} keys of the last showing; null before the first */
  #known = null;

  /**
   * @param {HTMLElement} list
   * @param {object} parts
   * @param {(item: Item) => HTMLElement} parts.make
   * @param {(element: HTMLElement, item: Item) => void} parts.write
   * @param {(item: Item) => number} parts.size of an item along the list, in units
   * @param {"x" | "y"} [parts.along]
   */
  constructor(list, { make, write, size, along = "y" }) {
    this.list = list;
    this.size = size;
    this.rows = new Rows(list, make, write);
    this.#watch = new ResizeObserver(([entry]) => {
      this.#room = along === "x" ? entry.contentRect.width : entry.contentRect.height;
      const style = getComputedStyle(list);
      this.#unit = Number.parseFloat(style.getPropertyValue("font-size")) / UNITS_OF_TEXT;
      this.#columns = Number.parseInt(style.getPropertyValue("--columns"), 10) || 1;
    });
    this.#watch.observe(list);
    for (const event of TOUCHES) list.addEventListener(event, this.#touch);
  }

  /**
   * Whether they all have room at once.
   * @param {ReadonlyArray<Item>} items
   */
  fits(items) {
    return this.#pagesOf(items).length === 1;
  }

  /** @param {ReadonlyArray<Item>} items */
  #pagesOf(items) {
    const sizes = items.map((item) => this.size(item) * this.#unit);
    const column = this.#columns > 1 && sizes.length > 0 ? Math.floor((this.#room + 1) / sizes[0]) * sizes[0] : this.#room;
    return paginate(sizes, column * this.#columns + 1);
  }

  /**
   * @param {ReadonlyArray<Item>} items all of them, in order @param {number} now
   * @param {boolean} [calling] whether something new calls its page up
   * @returns {{page: number, pages: number}}
   */
  show(items, now, calling = false) {
    const pages = this.#pagesOf(items);
    const fresh = calling && this.#known !== null ? this.#pageOfNew(items, pages) : null;
    if (fresh !== null) this.#pager.hold(fresh, now);
    this.#known = new Set(items.map((item) => item.key));
    const page = this.#pager.turn(now, pages.length, this.#reading());
    this.rows.show(items.slice(...pages[page]));
    return { page, pages: pages.length };
  }

  /**
   * @param {ReadonlyArray<Item>} items @param {Array<[number, number]>} pages
   * @returns {number | null}
   */
  #pageOfNew(items, pages) {
    const first = items.findIndex((item) => !this.#known?.has(item.key));
    return first < 0 ? null : pages.findIndex(([from, to]) => first >= from && first < to);
  }

  #reading() {
    return performance.now() - this.#touchedMs < READING_MS;
  }

  stop() {
    this.#watch.disconnect();
    for (const event of TOUCHES) this.list.removeEventListener(event, this.#touch);
  }
}

/** @param {Hub} hub @param {{page: number, pages: number}} at @returns {string} empty when there is one page */
export function pageNote(hub, { page, pages }) {
  return pages > 1 ? hub.t("page.of", { page: page + 1, pages }) : "";
}
