// @ts-check
/**
 * The camera records as columns, with the grids that gather them. Read once after a snapshot; from then on a record that
 * changes costs itself, however many there are. Pure.
 */
import { CellGrid, single } from "./cluster.mjs";
import { worldX, worldY } from "./mercator.mjs";
import { PointIndex } from "./point_index.mjs";

/** @typedef {import("./cluster.mjs").Cluster} Cluster */
/** @typedef {{id: string, heading: number, fov: number, state: number, provenance: string}} Camera */
/** @typedef {ReadonlyMap<string, Record<string, any>>} Bodies */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Rect world pixels */

/** States of a camera; the number is the column's. A word nobody knows is not taken for alive. */
export const STATES = Object.freeze(["alive", "dead", "unknown"]);
const UNKNOWN = 2;
/** Levels of gathering that are kept. */
const GRIDS = 8;
/** Side of a cell of the index, in world pixels: a screen where cameras begin to stand alone is some dozens of them. */
const INDEX_CELL = 256;

export class CameraBook {
  /** @type {string[]} */
  #ids = [];
  /** @type {number[]} */
  #x = [];
  /** @type {number[]} */
  #y = [];
  /** @type {number[]} */
  #state = [];
  /** @type {Map<string, number>} */
  #at = new Map();
  /** @type {Set<number>} cameras with an alarm: never gathered */
  #alarmed = new Set();
  /** @type {string | null} what `choose` was told */
  chosen = null;
  /** @type {Map<number, CellGrid>} by the side of their cells, the longest unused first */
  #grids = new Map();
  #index = new PointIndex(INDEX_CELL);

  /** @param {Bodies} [bodies] a live view: what is painted is read from it */
  constructor(bodies = new Map()) {
    this.bodies = bodies;
    for (const id of bodies.keys()) this.update(id);
  }

  get size() {
    return this.#ids.length;
  }

  /** @param {number} index @returns {Camera} */
  at(index) {
    const id = this.#ids[index];
    const body = this.bodies.get(id) ?? {};
    return {
      id,
      heading: Number(body.heading ?? NaN),
      fov: Number(body.fov ?? 60),
      state: this.#state[index],
      provenance: String(body.provenance ?? "real"),
    };
  }

  /** @param {string} id @returns {number} -1 when there is none */
  indexOf(id) {
    return this.#at.get(id) ?? -1;
  }

  /** The record came, changed or went. @param {string} id */
  update(id) {
    const body = this.bodies.get(id);
    const held = this.#at.get(id);
    const placed = body !== undefined && Number.isFinite(body.lat) && Number.isFinite(body.lon);
    if (!placed) {
      if (held !== undefined) this.#drop(held);
      return;
    }
    const i = held ?? this.#ids.length;
    if (held !== undefined) this.#unplace(held);
    this.#ids[i] = id;
    this.#at.set(id, i);
    this.#x[i] = worldX(body.lon);
    this.#y[i] = worldY(body.lat);
    this.#state[i] = stateOf(body);
    if (body.alarm) this.#alarmed.add(i);
    else this.#alarmed.delete(i);
    this.#place(i);
  }

  /** Which one stands alone on every map, besides those with an alarm. @param {string | null} id */
  choose(id) {
    if (id === this.chosen) return;
    const [before, now] = [this.indexOf(this.chosen ?? ""), this.indexOf(id ?? "")];
    if (before >= 0) this.#unplace(before);
    if (now >= 0) this.#unplace(now);
    this.chosen = id;
    if (before >= 0) this.#place(before);
    if (now >= 0) this.#place(now);
  }

  /** Whether it stands alone on every map: chosen, or alarmed. @param {number} index */
  isFree(index) {
    return this.#alarmed.has(index) || (this.chosen !== null && this.#ids[index] === this.chosen);
  }

  /** Those that stand alone on every map. @returns {Cluster[]} */
  free() {
    const chosen = this.indexOf(this.chosen ?? "");
    const free = chosen < 0 || this.#alarmed.has(chosen) ? [...this.#alarmed] : [...this.#alarmed, chosen];
    return free.map((i) => this.#single(i));
  }

  /** Everything gathered in cells, without those that stand alone anyway. @param {number} cell world pixels @returns {Cluster[]} */
  gathered(cell) {
    return this.#grid(cell).joined();
  }

  /**
   * What lies about a rectangle: cell by cell those few that stand alone, or their ring; without the free ones.
   * @param {Rect} rect @param {number} cell world pixels @param {number} most that stand alone in a cell @returns {Cluster[]}
   */
  about(rect, cell, most) {
    const whole = (/** @type {number} */ at) => Math.floor(at / cell) * cell;
    const near = this.#index.near(whole(rect.left), whole(rect.top), whole(rect.right) + cell, whole(rect.bottom) + cell);
    const found = near.filter((i) => !this.isFree(i));
    const grid = new CellGrid(cell);
    for (const i of found) grid.add(i, this.#x[i], this.#y[i], this.#state[i]);
    /** @type {Cluster[]} */
    const clusters = [];
    grid.split(most, (ring) => clusters.push(ring), (isSparse) => {
      for (const i of found) if (isSparse(this.#x[i], this.#y[i])) clusters.push(this.#single(i));
    });
    return clusters;
  }

  /** @param {number} i */
  #single(i) {
    return single(i, this.#x[i], this.#y[i], this.#state[i]);
  }

  /** @param {number} cell */
  #grid(cell) {
    let grid = this.#grids.get(cell);
    if (grid) this.#grids.delete(cell);
    else grid = this.#filled(cell);
    this.#grids.set(cell, grid);
    if (this.#grids.size > GRIDS) this.#grids.delete(/** @type {number} */ (this.#grids.keys().next().value));
    return grid;
  }

  /** @param {number} cell */
  #filled(cell) {
    const grid = new CellGrid(cell);
    for (let i = 0; i < this.#ids.length; i += 1) if (!this.isFree(i)) grid.add(i, this.#x[i], this.#y[i], this.#state[i]);
    return grid;
  }

  /** @param {number} i */
  #place(i) {
    this.#index.add(i, this.#x[i], this.#y[i]);
    if (!this.isFree(i)) for (const grid of this.#grids.values()) grid.add(i, this.#x[i], this.#y[i], this.#state[i]);
  }

  /** @param {number} i */
  #unplace(i) {
    this.#index.remove(i, this.#x[i], this.#y[i]);
    if (!this.isFree(i)) for (const grid of this.#grids.values()) grid.remove(i, this.#x[i], this.#y[i], this.#state[i]);
  }

  /** The last one takes its number. @param {number} i */
  #drop(i) {
    const last = this.#ids.length - 1;
    this.#unplace(i);
    if (last !== i) this.#unplace(last);
    this.#at.delete(this.#ids[i]);
    this.#alarmed.delete(i);
    if (last !== i) this.#renumber(last, i);
    for (const column of [this.#ids, this.#x, this.#y, this.#state]) column.pop();
  }

  /** @param {number} from @param {number} to */
  #renumber(from, to) {
    this.#ids[to] = this.#ids[from];
    this.#x[to] = this.#x[from];
    this.#y[to] = this.#y[from];
    this.#state[to] = this.#state[from];
    this.#at.set(this.#ids[to], to);
    if (this.#alarmed.delete(from)) this.#alarmed.add(to);
    this.#place(to);
  }
}

/** @param {Record<string, any>} body */
function stateOf({ state }) {
  const index = STATES.indexOf(state);
  return index < 0 ? UNKNOWN : index;
}
