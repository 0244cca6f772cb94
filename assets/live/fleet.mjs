// @ts-check
/**
 * Everything that moves, one row each, as columns: what frames bring, and where each mark is drawn meanwhile.
 * Times are server time in ms, angles degrees, speeds m/s; an unknown number is NaN.
 *
 * @typedef {import("./wire.mjs").Frame} Frame
 * @typedef {import("./wire.mjs").Facts} Facts
 * @typedef {import("./freshness.mjs").Freshness} Freshness
 */
import { move, note, partOf, sifted } from "./advance.mjs";
import { CodeList } from "./codes.mjs";
import { FRESHNESS, LIVE, freshnessCode } from "./freshness.mjs";
import { kindOf } from "./movers/marks.mjs";

const WALKING_MPS = 0.3;
/** A glide shorter than this is noise of the fix, not movement. */
const STIRRING_M = 0.5;

export class Fleet {
  /** Highest row number in use + 1. */
  size = 0;
  /** Rows that have a position. */
  count = 0;
  /** Rows whose coordinates were impossible and left as they were. */
  badRows = 0;

  lat = new Float64Array(0);
  lon = new Float64Array(0);
  /** Where the glide to (lat, lon) begins, when, for how long and how far. */
  fromLat = new Float64Array(0);
  fromLon = new Float64Array(0);
  startMs = new Float64Array(0);
  glideMs = new Float64Array(0);
  glideM = new Float64Array(0);
  observedMs = new Float64Array(0);
  ttlMs = new Float64Array(0);
  /** Index into the source table of the beat. */
  source = new Uint8Array(0);
  /** Index into PROVENANCES. */
  provenance = new Uint8Array(0);
  /** One of STATUS. */
  status = new Uint8Array(0);
  /** 1 for a row that has a position. */
  present = new Uint8Array(0);
  course = new Float32Array(0);
  speed = new Float32Array(0);
  /** 1 for a worker of the roster. */
  staff = new Uint8Array(0);
  /** The outline of its mark, one of KINDS of `movers/marks.mjs`. */
  kind = new Uint8Array(0);
  /** 1 for whoever was sent to an open incident. */
  errand = new Uint8Array(0);
  /** Index into `streets`, and into `communities`. */
  street = new Uint32Array(0);
  community = new Uint32Array(0);
  /** Of the streets and communities that rows belong to. */
  streets = new CodeList();
  communities = new CodeList();
  /** Rows that call for help, however old. @type {Set<number>} */
  calling = new Set();

  /** Server time until which some mark glides, and metres a second of the fastest since `fastestMps` was last asked. */
  glides = { untilMs: 0, fastestMps: 0 };

  /** @type {Map<number, Facts>} */
  #facts = new Map();
  /** @type {Map<string, number>} */
  #rowOf = new Map();

  /** Forget everything: the relay has a new epoch. */
  reset() {
    this.present.fill(0);
    this.size = 0;
    this.count = 0;
    this.staff.fill(0);
    this.kind.fill(0);
    this.errand.fill(0);
    this.street.fill(0);
    this.community.fill(0);
    this.calling.clear();
    this.glides = { untilMs: 0, fastestMps: 0 };
    this.#facts.clear();
    this.#rowOf.clear();
  }

  /**
   * Take one frame, which must be of this epoch and next in order.
   * @param {Frame} frame
   * @param {number} now server time
   * @returns {Uint32Array} rows that changed, removed ones included, ascending
   */
  apply(frame, now) {
    this.#grow(frame.tableSize);
    const dropped = frame.keyframe ? this.#dropAbsent(frame.row) : [];
    const { kept, removed, bad } = sifted(frame);
    this.badRows += bad;
    for (const row of removed) if (this.#drop(row)) dropped.push(row);
    move(this, kept, now);
    note(this, kept);
    this.#admit(kept);
    return dropped.length > 0 ? merged(dropped, kept.row) : kept.row;
  }

  /** @param {Frame} frame */
  #admit({ count, row }) {
    const { present } = this;
    let known = 0;
    for (let i = 0; i < count; i++) {
      known += present[row[i]];
      present[row[i]] = 1;
    }
    this.count += count - known;
  }

  /**
   * @param {Uint32Array} kept ascending
   * @returns {number[]}
   */
  #dropAbsent(kept) {
    const dropped = [];
    let next = 0;
    for (let row = 0; row < this.size; row++) {
      if (kept[next] === row) next += 1;
      else if (this.#drop(row)) dropped.push(row);
    }
    return dropped;
  }

  /** @param {number} row */
  #drop(row) {
    const was = this.present[row];
    this.present[row] = 0;
    this.count -= was;
    if (this.calling.size > 0) this.calling.delete(row);
    return was === 1;
  }

  /**
   * How much of its glide a mark has done, 0 to 1.
   * @param {number} row
   * @param {number} now server time
   */
  #part(row, now) {
    return partOf(now - this.startMs[row], this.glideMs[row]);
  }

  /**
   * Where the mark is drawn.
   * @param {number} row
   * @param {number} now server time
   * @returns {[number, number]} latitude, longitude
   */
  drawnAt(row, now) {
    const part = this.#part(row, now);
    if (part === 1) return [this.lat[row], this.lon[row]];
    return [
      this.fromLat[row] + (this.lat[row] - this.fromLat[row]) * part,
      this.fromLon[row] + (this.lon[row] - this.fromLon[row]) * part,
    ];
  }

  /**
   * Whether the mark is on its way to its latest fix.
   * @param {number} row
   * @param {number} now
   */
  gliding(row, now) {
    return this.glideM[row] >= STIRRING_M && now < this.startMs[row] + this.glideMs[row];
  }

  /**
   * How fast the fastest mark glides now.
   * @param {number} now
   */
  fastestMps(now) {
    const { present, glideM, glideMs, startMs, size } = this;
    let fastest = 0;
    for (let row = 0; row < size; row++) {
      if (glideM[row] <= fastest * glideMs[row] || now >= startMs[row] + glideMs[row]) continue;
      if (present[row] === 1 && glideM[row] >= STIRRING_M) fastest = glideM[row] / glideMs[row];
    }
    return (this.glides.fastestMps = fastest * 1000);
  }

  /**
   * Whether this row moves: live, and either its mark is moving now or its source says it walks.
   * @param {number} row
   * @param {number} now
   */
  moving(row, now) {
    return this.freshnessCode(row, now) === LIVE && this.stirring(row, now);
  }

  /**
   * Whether its mark moves now or its source says it walks, however old that is.
   * @param {number} row
   * @param {number} now
   */
  stirring(row, now) {
    return this.speed[row] >= WALKING_MPS || this.gliding(row, now);
  }

  /**
   * @param {number} row
   * @param {number} now
   * @returns {number} index into FRESHNESS
   */
  freshnessCode(row, now) {
    return freshnessCode(now - this.observedMs[row], this.ttlMs[row], this.status[row]);
  }

  /**
   * @param {number} row
   * @param {number} now
   * @returns {Freshness}
   */
  freshness(row, now) {
    return FRESHNESS[this.freshnessCode(row, now)];
  }

  /** The rows that have a position, in order. */
  *rows() {
    for (let row = 0; row < this.size; row++) if (this.present[row]) yield row;
  }

  /**
   * What the row is; null when the relay has not said.
   * @param {number} row
   */
  facts(row) {
    return this.#facts.get(row) ?? null;
  }

  /**
   * The row of an entity, whether or not it has a position; null when unknown.
   * @param {string} id
   */
  rowOf(id) {
    return this.#rowOf.get(id) ?? null;
  }

  /**
   * @param {ReadonlyArray<Facts>} rows
   * @returns {number[]} the row numbers
   */
  learn(rows) {
    for (const facts of rows) {
      const before = this.#facts.get(facts.row);
      if (before && before.id !== facts.id) this.#rowOf.delete(before.id);
      this.#facts.set(facts.row, facts);
      this.#rowOf.set(facts.id, facts.row);
      this.#reserve(facts.row + 1);
      this.staff[facts.row] = facts.kind === "worker" ? 1 : 0;
      this.kind[facts.row] = kindOf(facts);
      const grid = facts.grid ?? "";
      this.street[facts.row] = this.streets.indexOf(facts.street || grid.slice(0, 9));
      this.community[facts.row] = this.communities.indexOf(grid.slice(0, 12));
    }
    return rows.map((facts) => facts.row);
  }

  /**
   * The server's clock stepped: keep every age as it is.
   * @param {number} byMs
   */
  shift(byMs) {
    for (let row = 0; row < this.size; row++) {
      this.observedMs[row] += byMs;
      this.startMs[row] += byMs;
    }
    this.glides.untilMs += byMs;
  }

  /** @param {number} size */
  #grow(size) {
    this.size = Math.max(this.size, size);
    this.#reserve(size);
  }

  /** @param {number} size rows there must be room for */
  #reserve(size) {
    if (this.lat.length >= size) return;
    const capacity = Math.max(size, this.lat.length * 2, 256);
    for (const name of /** @type {const} */ ([
      "lat", "lon", "fromLat", "fromLon", "startMs", "glideMs", "glideM", "observedMs", "ttlMs",
    ])) this[name] = widened(this[name], new Float64Array(capacity));
    for (const name of /** @type {const} */ (["course", "speed"])) {
      this[name] = widened(this[name], new Float32Array(capacity));
    }
    for (const name of /** @type {const} */ (["source", "provenance", "status", "present", "staff", "kind", "errand"])) {
      this[name] = widened(this[name], new Uint8Array(capacity));
    }
    this.street = widened(this.street, new Uint32Array(capacity));
    this.community = widened(this.community, new Uint32Array(capacity));
  }
}

/** @param {number[]} some @param {Uint32Array} others @returns {Uint32Array} ascending */
function merged(some, others) {
  const all = new Uint32Array(some.length + others.length);
  all.set(some);
  all.set(others, some.length);
  return all.sort();
}

/**
 * A column with more room.
 * @template {Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array} A
 * @param {A} old
 * @param {A} wider
 * @returns {A}
 */
export function widened(old, wider) {
  wider.set(old);
  return wider;
}
