// @ts-check
/**
 * The fleet as the graphics card takes it: eleven floats a row, counted from an origin in space and time so that 32 bits
 * are exact to a hundredth of a pixel at zoom 20 and to a few milliseconds.
 *
 * @typedef {import("../fleet.mjs").Fleet} Fleet
 * @typedef {{x: number, y: number, ms: number}} Origin world pixels and server time
 */
import { worldX, worldY } from "../map/mercator.mjs";
import { heading } from "./marks.mjs";

/** path (4), times (4), look (3) */
export const FLOATS = 11;

/** World pixels and time from the origin beyond which marks would begin to shimmer, and glides to stutter. */
const FAR_PX = 20_000;
const LONG_MS = 3 * 3_600_000;

/**
 * Whether what is drawn is too far from the origin.
 * @param {Origin} origin
 * @param {import("./renderer.mjs").View} view
 * @param {number} now
 */
export function outgrown(origin, view, now) {
  const away = Math.max(Math.abs(view.left - origin.x), Math.abs(view.top - origin.y));
  return away > FAR_PX || Math.abs(now - origin.ms) > LONG_MS;
}

/**
 * @param {Float32Array} floats room for FLOATS a row
 * @param {Fleet} fleet
 * @param {number} row
 * @param {Origin} origin
 */
export function writeRow(floats, fleet, row, origin) {
  const at = row * FLOATS;
  floats[at] = worldX(fleet.fromLon[row]) - origin.x;
  floats[at + 1] = worldY(fleet.fromLat[row]) - origin.y;
  floats[at + 2] = worldX(fleet.lon[row]) - origin.x;
  floats[at + 3] = worldY(fleet.lat[row]) - origin.y;
  floats[at + 4] = (fleet.startMs[row] - origin.ms) / 1000;
  floats[at + 5] = fleet.glideMs[row] / 1000;
  floats[at + 6] = (fleet.observedMs[row] - origin.ms) / 1000;
  floats[at + 7] = fleet.present[row] ? fleet.ttlMs[row] / 1000 : 0;
  floats[at + 8] = fleet.provenance[row];
  floats[at + 9] = fleet.status[row];
  floats[at + 10] = heading(fleet.course[row], fleet.speed[row]);
}

/** Rows this close together are sent as one piece: a call costs more than a few rows. */
const NEAR = 16;

/** Rows that changed since they were last sent. A flag a row: a busy city changes ten thousand at a time. */
export class Waiting {
  #flags = new Uint8Array(0);
  /** Rows outside [first, end) have no flag. */
  #first = Infinity;
  #end = 0;

  get empty() {
    return this.#end <= this.#first;
  }

  /** @param {Uint32Array} rows ascending */
  add(rows) {
    if (rows.length === 0) return;
    const last = rows[rows.length - 1];
    if (last >= this.#flags.length) this.#grow(last + 1);
    for (let i = 0; i < rows.length; i++) this.#flags[rows[i]] = 1;
    this.#first = Math.min(this.#first, rows[0]);
    this.#end = Math.max(this.#end, last + 1);
  }

  /** @param {number} size */
  #grow(size) {
    const wider = new Uint8Array(Math.max(size, this.#flags.length * 2));
    wider.set(this.#flags);
    this.#flags = wider;
  }

  /** Hands out each row once, ascending; nothing waits any more. @param {(row: number) => void} take */
  drain(take) {
    for (let row = this.#first; row < this.#end; row++) if (this.#flags[row]) take(row);
    this.clear();
  }

  /** The same rows in few pieces: first row, row after the last. @returns {Array<[number, number]>} */
  pieces() {
    /** @type {Array<[number, number]>} */
    const found = [];
    let end = -Infinity;
    for (let row = this.#first; row < this.#end; row++) {
      if (!this.#flags[row]) continue;
      if (row - end < NEAR) found[found.length - 1][1] = row + 1;
      else found.push([row, row + 1]);
      end = row + 1;
    }
    return found;
  }

  clear() {
    if (!this.empty) this.#flags.fill(0, this.#first, this.#end);
    this.#first = Infinity;
    this.#end = 0;
  }
}
