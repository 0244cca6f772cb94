// @ts-check
/**
 * What a frame does to the columns of the fleet, column by column: no object is made a row, nothing is worked out twice, and no
 * column is looked up more than once a frame. A city's reports all go through here, every second.
 *
 * @typedef {import("./wire.mjs").Frame} Frame
 * @typedef {import("./fleet.mjs").Fleet} Fleet
 */
import { glideMs, metresBetween } from "./glide.mjs";
import { STATUS, TTL_S, UNKNOWN_BYTE } from "./wire.mjs";

const DEGREE = 1e-7;
/** Beyond these, in ten-millionths of a degree, there is no place. */
const LAT_END = 90 / DEGREE;
const LON_END = 180 / DEGREE;
/** Degrees, metres a second and ms by what stands on the wire. */
const COURSE = Float32Array.from({ length: 256 }, (_, byte) => (byte === UNKNOWN_BYTE ? NaN : byte * (360 / 254)));
const SPEED = Float32Array.from({ length: 256 }, (_, byte) => (byte === UNKNOWN_BYTE ? NaN : byte * 0.2));
const TTL_MS = Float64Array.from(TTL_S, (seconds) => seconds * 1000);

/** @param {number} flags */
const statusOf = (flags) => (flags >> 10) & 3;
/** @param {number} flags */
const provenanceOf = (flags) => (flags >> 8) & 3;

/**
 * The frame without rows that are removed and without those whose place is impossible; nearly always that is the frame itself.
 * @param {Frame} frame
 * @returns {{kept: Frame, removed: number[], bad: number}}
 */
export function sifted(frame) {
  const { lat, lon, flags, count } = frame;
  /** @type {number[]} */
  const removed = [];
  /** @type {Set<number> | null} */
  let out = null;
  for (let i = 0; i < count; i++) {
    const gone = statusOf(flags[i]) === STATUS.REMOVED;
    if (!gone && lat[i] <= LAT_END && lat[i] >= -LAT_END && lon[i] <= LON_END && lon[i] >= -LON_END) continue;
    if (gone) removed.push(frame.row[i]);
    (out ??= new Set()).add(i);
  }
  return out === null ? { kept: frame, removed, bad: 0 } : { kept: without(frame, out), removed, bad: out.size - removed.length };
}

/** @param {Frame} frame @param {ReadonlySet<number>} out places in the frame @returns {Frame} */
function without(frame, out) {
  const keep = (/** @type {any} */ column) => column.filter((/** @type {number} */ _, /** @type {number} */ i) => !out.has(i));
  const { lat, lon, flags, age, row, course, speed } = frame;
  const columns = { lat: keep(lat), lon: keep(lon), flags: keep(flags), age: keep(age), row: keep(row), course: keep(course), speed: keep(speed) };
  return { ...frame, ...columns, count: frame.count - out.size };
}

/**
 * Where marks go: from where they are drawn to their new places, in as long as their bearers took. Who is new, who jumped, and who now
 * speaks with another provenance, is simply there. Comes before `note`, which forgets how they were.
 * @param {Fleet} fleet
 * @param {Frame} frame sifted
 * @param {number} now server time
 */
export function move(fleet, { count, row, lat, lon, flags, age, baseMs }, now) {
  const { lat: atLat, lon: atLon, fromLat, fromLon, startMs, glideMs: lengthMs, glideM, observedMs, present, provenance, glides } = fleet;
  let { untilMs, fastestMps } = glides;
  for (let i = 0; i < count; i++) {
    const one = row[i];
    const toLat = lat[i] * DEGREE;
    const toLon = lon[i] * DEGREE;
    const known = present[one] === 1;
    if (known && atLat[one] === toLat && atLon[one] === toLon) continue; // it stands there already, or is on its way
    const part = partOf(now - startMs[one], lengthMs[one]);
    const startLat = fromLat[one] + (atLat[one] - fromLat[one]) * part;
    const startLon = fromLon[one] + (atLon[one] - fromLon[one]) * part;
    const glidesThere = known && provenance[one] === provenanceOf(flags[i]);
    const metres = glidesThere ? metresBetween(startLat, startLon, toLat, toLon) : 0;
    const seenMs = baseMs - age[i] * 100;
    const duration = glidesThere ? glideMs(metres, seenMs - observedMs[one], seenMs + TTL_MS[(flags[i] >> 12) & 15] - now) : 0;
    atLat[one] = toLat;
    atLon[one] = toLon;
    startMs[one] = now;
    lengthMs[one] = duration;
    fromLat[one] = duration > 0 ? startLat : toLat;
    fromLon[one] = duration > 0 ? startLon : toLon;
    glideM[one] = duration > 0 ? metres : 0;
    if (duration === 0) continue;
    if (now + duration > untilMs) untilMs = now + duration;
    if (metres * 1000 > fastestMps * duration) fastestMps = (metres * 1000) / duration;
  }
  glides.untilMs = untilMs;
  glides.fastestMps = fastestMps;
}

/**
 * How much of its glide a mark has done, 0 to 1.
 * @param {number} gone ms since it began
 * @param {number} length ms
 */
export function partOf(gone, length) {
  if (gone >= length) return 1;
  return gone > 0 ? gone / length : 0;
}

/**
 * What else the frame says of its rows.
 * @param {Fleet} fleet
 * @param {Frame} frame sifted
 */
export function note(fleet, frame) {
  noteTimes(fleet, frame);
  noteFlags(fleet, frame);
  const { course, speed } = fleet;
  const { count, row } = frame;
  for (let i = 0; i < count; i++) {
    course[row[i]] = COURSE[frame.course[i]];
    speed[row[i]] = SPEED[frame.speed[i]];
  }
}

/** @param {Fleet} fleet @param {Frame} frame */
function noteTimes({ observedMs, ttlMs }, { count, row, flags, age, baseMs }) {
  for (let i = 0; i < count; i++) {
    observedMs[row[i]] = baseMs - age[i] * 100;
    ttlMs[row[i]] = TTL_MS[(flags[i] >> 12) & 15];
  }
}

/** @param {Fleet} fleet @param {Frame} frame */
function noteFlags({ source, provenance, status, calling }, { count, row, flags }) {
  for (let i = 0; i < count; i++) {
    const one = row[i];
    source[one] = flags[i] & 255;
    provenance[one] = provenanceOf(flags[i]);
    const now = statusOf(flags[i]);
    if (now === STATUS.SOS) calling.add(one);
    else if (status[one] === STATUS.SOS) calling.delete(one);
    status[one] = now;
  }
}
