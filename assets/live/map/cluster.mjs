// @ts-check
/**
 * Gathering many points into few rings: a uniform grid in world pixels, then neighbours whose middles would touch are joined.
 * The cells do not depend on the view, so panning never regroups anything; only the zoom level does. A point that comes, goes
 * or changes costs its own cell, not the others.
 */

/**
 * @typedef {object} Cluster
 * @property {number} x middle of its members, world pixels
 * @property {number} y
 * @property {number} count
 * @property {[number, number, number, number]} states members per state, 0 to 3
 * @property {number} only index of the member when it is alone, else -1
 *
 * @typedef {{x: number, y: number, count: number, states: [number, number, number, number], sum: number}} Cell
 *   sums of its members: of their places, and of their indices, which is the index of one that is alone
 */

/** Room for rows and columns of cells in one safe integer. */
const ROW = 2 ** 26;
const NEIGHBOURS = Object.freeze([-ROW - 1, -ROW, -ROW + 1, -1, 1, ROW - 1, ROW, ROW + 1]);
/** How near the middles of two cells are for one ring, and how far a ring keeps off its cell's border, in cells. */
const NEAR = 0.7;
export const BORDER = 0.19;

export class CellGrid {
  /** @type {Map<number, Cell>} */
  #cells = new Map();
  /** @type {Cluster[] | null} as joined; null when a point has changed since */
  #joined = null;

  /** @param {number} cell side of a cell in world pixels */
  constructor(cell) {
    this.cell = cell;
  }

  /** @param {number} i @param {number} x @param {number} y @param {number} state */
  add(i, x, y, state) {
    this.#joined = null;
    const key = keyOf(x, y, this.cell);
    const held = this.#cells.get(key);
    if (held) count(held, i, x, y, state, 1);
    else this.#cells.set(key, count({ x: 0, y: 0, count: 0, states: [0, 0, 0, 0], sum: 0 }, i, x, y, state, 1));
  }

  /** One that was added so. @param {number} i @param {number} x @param {number} y @param {number} state */
  remove(i, x, y, state) {
    this.#joined = null;
    const key = keyOf(x, y, this.cell);
    const held = this.#cells.get(key);
    if (held && count(held, i, x, y, state, -1).count === 0) this.#cells.delete(key);
  }

  /** Two cells often cut one crowd: what is nearer than a part of a cell is joined, into the larger one. */
  joined() {
    this.#joined ??= joinNear(new Map([...this.#cells].map(([key, cell]) => [key, clusterOf(cell)])), this.cell);
    return this.#joined;
  }

  /**
   * Cell by cell: up to so many stand alone, more are a ring that keeps off the border, so that no two rings touch.
   * @param {number} most
   * @param {(cluster: Cluster) => void} ring @param {(isAlone: (x: number, y: number) => boolean) => void} rest
   */
  split(most, ring, rest) {
    for (const [key, cell] of this.#cells) if (cell.count > most) ring(inward(clusterOf(cell), key, this.cell));
    rest((x, y) => (this.#cells.get(keyOf(x, y, this.cell))?.count ?? 0) <= most);
  }
}

/** Which cell a place is in. @param {number} x @param {number} y @param {number} cell */
const keyOf = (x, y, cell) => Math.floor(y / cell) * ROW + Math.floor(x / cell);

/** A point alone. @param {number} i @param {number} x @param {number} y @param {number} state @returns {Cluster} */
export function single(i, x, y, state) {
  /** @type {[number, number, number, number]} */
  const states = [0, 0, 0, 0];
  states[state & 3] = 1;
  return { x, y, count: 1, states, only: i };
}

/** @param {Cell} cell @param {number} i @param {number} x @param {number} y @param {number} state @param {1 | -1} sign */
function count(cell, i, x, y, state, sign) {
  cell.x += sign * x;
  cell.y += sign * y;
  cell.count += sign;
  cell.states[state & 3] += sign;
  cell.sum += sign * i;
  return cell;
}

/** @param {Cell} cell @returns {Cluster} */
function clusterOf(cell) {
  const only = cell.count === 1 ? cell.sum : -1;
  return { x: cell.x / cell.count, y: cell.y / cell.count, count: cell.count, states: [...cell.states], only };
}

/** @param {Cluster} cluster @param {number} key @param {number} cell */
function inward(cluster, key, cell) {
  const row = Math.floor(key / ROW);
  const column = key - row * ROW;
  const within = (/** @type {number} */ at, /** @type {number} */ nth) =>
    Math.min(Math.max(at, (nth + BORDER) * cell), (nth + 1 - BORDER) * cell);
  cluster.x = within(cluster.x, column);
  cluster.y = within(cluster.y, row);
  return cluster;
}

/** @param {Map<number, Cluster>} cells @param {number} cell @returns {Cluster[]} */
function joinNear(cells, cell) {
  const near = cell * NEAR;
  const order = [...cells].sort(([a, one], [b, other]) => other.count - one.count || a - b);
  for (const [key, cluster] of order) {
    if (cells.get(key) !== cluster) continue;
    for (const step of NEIGHBOURS) {
      const other = cells.get(key + step);
      if (!other || Math.hypot(other.x - cluster.x, other.y - cluster.y) > near) continue;
      add(cluster, other);
      cells.delete(key + step);
    }
  }
  return [...cells.values()];
}

/** @param {Cluster} into @param {Cluster} other */
function add(into, other) {
  const total = into.count + other.count;
  into.x += ((other.x - into.x) * other.count) / total;
  into.y += ((other.y - into.y) * other.count) / total;
  into.count = total;
  into.only = -1;
  for (let s = 0; s < 4; s += 1) into.states[s] += other.states[s];
}
