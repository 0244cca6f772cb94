// @ts-check
/** Which points lie in a rectangle, without looking at the others: the numbers of the points by cell. Pure. */

/** Room for rows and columns of cells in one safe integer. */
const ROW = 2 ** 26;

export class PointIndex {
  /** @type {Map<number, number[]>} */
  #cells = new Map();

  /** @param {number} cell side of a cell, in the unit of the coordinates */
  constructor(cell) {
    this.cell = cell;
  }

  /** @param {number} i @param {number} x @param {number} y */
  add(i, x, y) {
    const key = this.#key(x, y);
    const held = this.#cells.get(key);
    if (held) held.push(i);
    else this.#cells.set(key, [i]);
  }

  /** One that was added there. @param {number} i @param {number} x @param {number} y */
  remove(i, x, y) {
    const key = this.#key(x, y);
    const held = this.#cells.get(key) ?? [];
    const at = held.indexOf(i);
    if (at < 0) return;
    if (held.length === 1) this.#cells.delete(key);
    else held.splice(at, 1);
  }

  /**
   * All in the cells that a rectangle touches: those within it, and some that are near.
   * @param {number} left @param {number} top @param {number} right @param {number} bottom @returns {number[]}
   */
  near(left, top, right, bottom) {
    const { cell } = this;
    /** @type {number[]} */
    const found = [];
    for (let row = Math.floor(top / cell); row <= Math.floor(bottom / cell); row += 1) {
      for (let column = Math.floor(left / cell); column <= Math.floor(right / cell); column += 1) {
        const held = this.#cells.get(row * ROW + column);
        if (held) found.push(...held);
      }
    }
    return found;
  }

  /** @param {number} x @param {number} y */
  #key(x, y) {
    return Math.floor(y / this.cell) * ROW + Math.floor(x / this.cell);
  }
}
