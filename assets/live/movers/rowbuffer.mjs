// @ts-check
/**
 * The fleet as the graphics card takes it: where a mark comes from and where it goes, when, and how it looks; counted from an
 * origin in space and time so that 32 bits are exact to a hundredth of a pixel at zoom 20 and to a few milliseconds.
 *
 * @typedef {import("../fleet.mjs").Fleet} Fleet
 * @typedef {object} Origin
 * @property {number} x world pixels
 * @property {number} y
 * @property {number} ms server time
 * @property {number} lat of y
 * @property {ReadonlyArray<number>} series of y by degrees of latitude from there: of the first power to the fourth
 */
import { latOf, worldX, worldY } from "../map/mercator.mjs";
import { heading } from "./marks.mjs";

/** path (4), times (4), and four bytes: provenance, status, kind and errand, heading */
export const FLOATS = 9;
export const LOOK_AT = 8;
/** The kind's byte carries the errand beside it. */
export const ERRAND = 8;
/** Headings are bytes, as on the wire: 254ths of a turn. */
export const TURN = 254;
export const NOWHERE = 255;

/** World pixels and time from the origin beyond which marks would begin to shimmer, and glides to stutter. */
const FAR_PX = 20_000;
const LONG_MS = 3 * 3_600_000;
/** Degrees of latitude within which the series is as exact as the projection itself, to a thousandth of a pixel at zoom 20. */
const NEAR_DEGREES = 0.5;

/**
 * @param {number} x world pixels
 * @param {number} y
 * @param {number} ms server time
 * @returns {Origin}
 */
export function originAt(x, y, ms) {
  const lat = latOf(y);
  const radian = Math.PI / 180;
  const secant = 1 / Math.cos(lat * radian);
  const tangent = Math.tan(lat * radian);
  const down = (worldX(-180) - worldX(180)) / (2 * Math.PI);
  const powers = [secant, secant * tangent, secant * (2 * secant ** 2 - 1), secant * tangent * (6 * secant ** 2 - 1)];
  const factorials = [1, 2, 6, 24];
  return { x, y, ms, lat, series: powers.map((power, i) => (down * power * radian ** (i + 1)) / factorials[i]) };
}

/**
 * World pixels south of the origin. A logarithm and a sine for each of a city's reports take longer than all else here.
 * @param {Origin} origin
 * @param {number} lat
 */
export function southOf({ lat: middle, y, series }, lat) {
  const by = lat - middle;
  if (Math.abs(by) > NEAR_DEGREES) return worldY(lat) - y;
  return by * (series[0] + by * (series[1] + by * (series[2] + by * series[3])));
}

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
 * @param {{floats: Float32Array, bytes: Uint8Array}} room for FLOATS a row, and bytes over the same memory
 * @param {Fleet} fleet
 * @param {Origin} origin
 * @param {{first: number, end: number, flags: Uint8Array | null}} rows those from the first to before the end, or those of them with a flag
 */
export function writeRows({ floats, bytes }, fleet, origin, { first, end, flags }) {
  const { fromLat, fromLon, lat, lon, startMs, glideMs, observedMs, ttlMs, present, course, speed, provenance, status, kind, errand } = fleet;
  for (let row = first; row < end; row++) {
    if (flags !== null && flags[row] === 0) continue;
    const at = row * FLOATS;
    floats[at] = worldX(fromLon[row]) - origin.x;
    floats[at + 1] = southOf(origin, fromLat[row]);
    floats[at + 2] = worldX(lon[row]) - origin.x;
    floats[at + 3] = southOf(origin, lat[row]);
    floats[at + 4] = (startMs[row] - origin.ms) / 1000;
    floats[at + 5] = glideMs[row] / 1000;
    floats[at + 6] = (observedMs[row] - origin.ms) / 1000;
    floats[at + 7] = present[row] ? ttlMs[row] / 1000 : 0;
    const look = (at + LOOK_AT) * 4;
    const angle = heading(course[row], speed[row]);
    bytes[look] = provenance[row];
    bytes[look + 1] = status[row];
    bytes[look + 2] = kind[row] + ERRAND * errand[row];
    bytes[look + 3] = angle < 0 ? NOWHERE : Math.round((angle / (2 * Math.PI)) * TURN);
  }
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

  /** Which rows wait, as `writeRows` takes them. */
  get rows() {
    return { first: this.empty ? 0 : this.#first, end: this.#end, flags: this.#flags };
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
