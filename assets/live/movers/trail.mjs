// @ts-check
/**
 * Where everybody has lately been, as far as this page has seen it: so that whoever is chosen has a trail at once. Numbers
 * only, a ring of a few places a row; no place is asked of the server. Where somebody has been is theirs: a desk keeps it in its
 * memory and draws it for an officer who said why, a wall has it of simulated people only, and none in service.
 *
 * @typedef {{lat: number, lon: number, atMs: number}} Seen
 * @typedef {object} Segment
 * @property {Seen} from
 * @property {Seen} to
 * @property {boolean} estimated nobody knows the way between: he was not seen for long, or it is too far to have been walked
 * @property {number} strength 0 to 1, less the longer ago
 *
 * @typedef {{page?: string, mode: string}} Place where a page hangs
 */
import { widened } from "../fleet.mjs";
import { metresBetween } from "../glide.mjs";
import { PROVENANCES } from "../wire.mjs";

const SIMULATED = PROVENANCES.indexOf("simulated");

/** Places kept a row, and how long between two of them: five minutes of a walk. */
const KEPT = 15;
const EVERY_MS = 20_000;
/** Not seen for longer than this, the way between is a guess. */
const GAP_MS = 3 * EVERY_MS;
const FASTEST_MPS = 60;
/** The oldest part of a trail is still to be made out. */
const FAINTEST = 0.15;
/** Coordinates as the wire says them. */
const E7 = 1e7;

/** Whether a page may hold where somebody of this provenance has been. @param {Place} place @param {number} provenance */
export function mayKeep({ page, mode }, provenance) {
  return page === "desk" || (mode !== "live" && provenance === SIMULATED);
}

/**
 * Whether a page may draw where a worker has been: a desk as long as somebody's reason holds, a wall whatever it may hold.
 * @param {Place} place
 * @param {{id: string, provenance: number, track: import("../hub.mjs").Track | null, now: number}} asked
 */
export function mayDraw(place, { id, provenance, track, now }) {
  if (place.page !== "desk") return mayKeep(place, provenance);
  return track !== null && track.id === id && now < track.untilMs;
}

export class TrailBook {
  #lat = new Int32Array(0);
  #lon = new Int32Array(0);
  #atMs = new Float64Array(0);
  #provenance = new Uint8Array(0);
  /** Places seen of each row, those overwritten included. */
  #seen = new Uint32Array(0);

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
  }

  /**
   * Look at rows that changed.
   * @param {import("../fleet.mjs").Fleet} fleet
   * @param {Uint32Array} rows
   */
  note(fleet, rows) {
    if (this.#seen.length < fleet.lat.length) this.#grow(fleet.lat.length);
    for (let i = 0; i < rows.length; i++) this.#noteRow(fleet, rows[i]);
  }

  /**
   * Whoever is gone, or now spoken for by another provenance, begins anew.
   * @param {import("../fleet.mjs").Fleet} fleet
   * @param {number} row
   */
  #noteRow(fleet, row) {
    if (!fleet.present[row] || fleet.provenance[row] !== this.#provenance[row]) this.#seen[row] = 0;
    if (!fleet.present[row] || !mayKeep(this.place, fleet.provenance[row])) return;
    const seen = this.#seen[row];
    const atMs = fleet.observedMs[row];
    if (seen > 0 && Math.abs(atMs - this.#atMs[row * KEPT + ((seen - 1) % KEPT)]) < EVERY_MS) return;
    const place = row * KEPT + (seen % KEPT);
    this.#lat[place] = Math.round(fleet.lat[row] * E7);
    this.#lon[place] = Math.round(fleet.lon[row] * E7);
    this.#atMs[place] = atMs;
    this.#provenance[row] = fleet.provenance[row];
    this.#seen[row] = seen + 1;
  }

  /** @param {number} rows */
  #grow(rows) {
    this.#lat = widened(this.#lat, new Int32Array(rows * KEPT));
    this.#lon = widened(this.#lon, new Int32Array(rows * KEPT));
    this.#atMs = widened(this.#atMs, new Float64Array(rows * KEPT));
    this.#seen = widened(this.#seen, new Uint32Array(rows));
    this.#provenance = widened(this.#provenance, new Uint8Array(rows));
  }

  /** @param {number} row @returns {Seen[]} oldest first */
  of(row) {
    const seen = this.#seen[row] ?? 0;
    const places = [];
    for (let nth = Math.max(0, seen - KEPT); nth < seen; nth++) {
      const place = row * KEPT + (nth % KEPT);
      places.push({ lat: this.#lat[place] / E7, lon: this.#lon[place] / E7, atMs: this.#atMs[place] });
    }
    return places;
  }
}

/**
 * @param {ReadonlyArray<Seen>} places oldest first
 * @param {number} now server time
 * @returns {Segment[]}
 */
export function segments(places, now) {
  const found = [];
  for (let i = 1; i < places.length; i++) {
    const [from, to] = [places[i - 1], places[i]];
    found.push({ from, to, estimated: isGuess(from, to), strength: strengthAt(now - to.atMs) });
  }
  return found;
}

/** @param {Seen} from @param {Seen} to */
function isGuess(from, to) {
  const ms = to.atMs - from.atMs;
  if (ms > GAP_MS || ms < 0) return true;
  return metresBetween(from.lat, from.lon, to.lat, to.lon) > FASTEST_MPS * (Math.max(ms, 1_000) / 1_000);
}

/** @param {number} ageMs */
function strengthAt(ageMs) {
  const part = Math.min(1, Math.max(0, ageMs / (KEPT * EVERY_MS)));
  return 1 - (1 - FAINTEST) * part;
}
