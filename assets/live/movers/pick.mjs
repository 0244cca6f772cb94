// @ts-check
/** Which mark lies under the pointer: the marks' places in cells, so that only a few are looked at. */

const CELL_PX = 48;

export class GridIndex {
  /** @type {Map<number, number[]>} cell -> places, three numbers each: row, x, y */
  #cells = new Map();

  /**
   * @param {number} row
   * @param {number} x
   * @param {number} y
   */
  add(row, x, y) {
    const key = keyOf(Math.floor(x / CELL_PX), Math.floor(y / CELL_PX));
    const cell = this.#cells.get(key);
    if (cell) cell.push(row, x, y);
    else this.#cells.set(key, [row, x, y]);
  }

  /**
   * The row nearest to a point.
   * @param {number} x
   * @param {number} y
   * @param {number} radius at most CELL_PX
   * @returns {number | null}
   */
  nearest(x, y, radius) {
    let best = null;
    let bestDistance = radius;
    for (const [row, px, py] of this.#around(Math.floor(x / CELL_PX), Math.floor(y / CELL_PX))) {
      const distance = Math.hypot(px - x, py - y);
      if (distance > bestDistance) continue;
      best = row;
      bestDistance = distance;
    }
    return best;
  }

  /**
   * @param {number} column
   * @param {number} line
   * @returns {Generator<[number, number, number]>}
   */
  *#around(column, line) {
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const cell = this.#cells.get(keyOf(column + dx, line + dy)) ?? [];
        for (let i = 0; i < cell.length; i += 3) yield [cell[i], cell[i + 1], cell[i + 2]];
      }
    }
  }
}

/**
 * @param {number} column
 * @param {number} line
 */
const keyOf = (column, line) => column * 65_536 + line;
