// @ts-check
/**
 * Turns the pages of a list longer than its place: slowly, by itself, and not while anybody reads or anything is new. Pure:
 * time is given.
 */

/** How long a page stands before the next one. */
export const DWELL_MS = 12_000;
/** How long the page with something new stands. */
export const HOLD_MS = 30_000;

/**
 * Which items stand together: as many as fit, in order, at least one.
 * @param {ReadonlyArray<number>} sizes of the items, in any unit
 * @param {number} room in the same unit
 * @returns {Array<[number, number]>} [from, to) of each page; one empty page when there is nothing
 */
export function paginate(sizes, room) {
  /** @type {Array<[number, number]>} */
  const pages = [];
  let from = 0;
  let used = 0;
  sizes.forEach((size, i) => {
    if (i > from && used + size > room) {
      pages.push([from, i]);
      from = i;
      used = 0;
    }
    used += size;
  });
  pages.push([from, sizes.length]);
  return pages;
}

export class Pager {
  /** The page that stands, from 0. */
  page = 0;
  #dueMs = -Infinity;

  /**
   * Stay on a page for a while, because something on it is new.
   * @param {number} page @param {number} now
   */
  hold(page, now) {
    this.page = page;
    this.#dueMs = now + HOLD_MS;
  }

  /**
   * @param {number} now
   * @param {number} pages how many there are
   * @param {boolean} reading somebody's pointer or focus is on the list: it stays, and then a whole dwell more
   * @returns {number} the page to show
   */
  turn(now, pages, reading) {
    if (this.#dueMs === -Infinity || reading) this.#dueMs = Math.max(this.#dueMs, now + DWELL_MS);
    else if (now >= this.#dueMs) {
      this.page += 1;
      this.#dueMs = now + DWELL_MS;
    }
    if (this.page >= pages) this.page = 0;
    return this.page;
  }
}
