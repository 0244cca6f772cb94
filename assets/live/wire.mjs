// @ts-check
/**
 * The wire `wanglou.v1` as the page reads it (docs/wire.md): text messages carry records, binary frames positions.
 * Decoding checks what the rest of the page relies on and throws `WireError` with a sentence; it never half-decodes.
 *
 * @typedef {"real" | "simulated" | "replayed" | "manual"} Provenance
 * @typedef {"waiting" | "live" | "lagging" | "quiet" | "failing" | "dead"} SourceState
 *
 * @typedef {object} SourceTile
 * @property {number} index the number positions name this source by
 * @property {string} name
 * @property {string} kind
 * @property {string} title_zh
 * @property {string} title_en
 * @property {Provenance} provenance
 * @property {SourceState} state
 * @property {number | null} last_heard_ms
 * @property {number} rate_per_s
 * @property {number | null} lag_s
 * @property {number} accepted
 * @property {number} rejected
 * @property {number} [off_duty] positions of people off duty, which nobody kept; absent: none
 * @property {number} ttl_s
 * @property {string | null} error
 *
 * @typedef {{name: string, age_s: number | null, state: "live" | "late" | "dead"}} ProcessTile
 *
 * @typedef {{type: "welcome", epoch: number, now: number, mode: string, scope: string, beat_ms: number, build: string}} Welcome
 * @typedef {{type: "snapshot", epoch: number, seq: number, records: Record<string, Record<string, RecordBody | null>>,
 *   columns?: Record<string, import("./columns.mjs").Columns>}} Snapshot
 * @typedef {{type: "bodies", epoch: number, kind: string, records: Record<string, RecordBody>}} Bodies
 * @typedef {Record<string, any>} RecordBody
 * @typedef {{seq: number, kind: string, id: string, at_ms: number, body: RecordBody | null}} Change
 * @typedef {{type: "changes", epoch: number, after: number, seq: number, changes: Change[]}} Changes
 * @typedef {object} Facts what a row number is
 * @property {number} row
 * @property {string} id
 * @property {string} [no] work number
 * @property {string} [surname]
 * @property {string} [role]
 * @property {string | null} [street] 9-digit code; null far away
 * @property {string} [grid] 15-digit code
 * @property {string} [kind] "worker", or "unknown" for an id that is not in the roster
 * @typedef {{type: "rows", epoch: number, rows: Facts[]}} Rows
 * @typedef {{type: "beat", epoch: number, seq: number, now: number, tick: number, sources: SourceTile[], processes: ProcessTile[]}} Beat
 * @typedef {{type: "entity", id: string, found: boolean, picture: Record<string, any> | null}} EntityMessage
 * @typedef {{type: "bye", reason: string}} Bye
 * @typedef {Welcome | Snapshot | Bodies | Changes | Rows | Beat | EntityMessage | Bye} TextMessage
 *
 * @typedef {object} Frame one binary message; columns lie over its bytes, row numbers are worked out from the gaps or the bitmap
 * @property {"frame"} type
 * @property {boolean} keyframe
 * @property {number} epoch
 * @property {number} tick
 * @property {number} count
 * @property {number} baseMs server time
 * @property {number} tableSize highest row number of the scope + 1
 * @property {Int32Array} lat 1e-7 degree
 * @property {Int32Array} lon 1e-7 degree
 * @property {Uint16Array} flags
 * @property {Uint8Array | Uint16Array | Uint32Array} age tenths of a second before base
 * @property {Uint32Array} row ascending
 * @property {Uint8Array} course 254ths of a turn; 255 unknown
 * @property {Uint8Array} speed 0.2 m/s; 255 unknown
 */

import { faultOf } from "./columns.mjs";

export const SUBPROTOCOL = "wanglou.v1";

/** @type {ReadonlyArray<Provenance>} by the number on the wire */
export const PROVENANCES = ["real", "simulated", "replayed", "manual"];
export const STATUS = Object.freeze({ NORMAL: 0, BAD_CLOCK: 1, SOS: 2, REMOVED: 3 });
/** Seconds, by ttl class. */
export const TTL_S = Object.freeze([5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800, 3600, 7200]);
export const UNKNOWN_BYTE = 255;

const HEADER_BYTES = 32;
const MAGIC = 0x4c57;
const VERSION = 2;
/** In place of the width of the gap column: a bit for each row of the table tells which are there. */
const BITMAP = 0;
const KEYFRAME = 1;
const DELTA = 2;

/** A message that is not `wanglou.v1`. Its message is a sentence. */
export class WireError extends Error {}

/** A frame of another version than this page reads. */
export class OtherVersion extends WireError {
  /** @param {number} version */
  constructor(version) {
    super(`frame version ${version} is not ${VERSION}`);
    this.version = version;
  }
}

/** What each text message must bring, as `typeof` says it ("array" and "nullable" beside it). */
const FIELDS = Object.freeze({
  welcome: { epoch: "number", now: "number", scope: "string" },
  snapshot: { epoch: "number", seq: "number", records: "object" },
  bodies: { epoch: "number", kind: "string", records: "object" },
  changes: { epoch: "number", after: "number", seq: "number", changes: "array" },
  rows: { epoch: "number", rows: "array" },
  beat: { epoch: "number", seq: "number", now: "number", tick: "number", sources: "array", processes: "array" },
  entity: { id: "string", found: "boolean" },
  bye: { reason: "string" },
});

/**
 * @param {string} text
 * @returns {TextMessage}
 */
export function decodeText(text) {
  const message = parse(text);
  const fields = /** @type {Record<string, Record<string, string>>} */ (FIELDS)[message.type];
  if (!fields || !Object.hasOwn(FIELDS, message.type)) {
    throw new WireError(`unknown message type ${JSON.stringify(message.type)}`);
  }
  for (const [name, type] of Object.entries(fields)) {
    if (kindOf(message[name]) !== type) throw new WireError(`${message.type}.${name} is not of type ${type}`);
  }
  for (const columns of Object.values(message.columns ?? {})) {
    const fault = faultOf(columns);
    if (fault) throw new WireError(fault);
  }
  return /** @type {TextMessage} */ (message);
}

/**
 * @param {string} text
 * @returns {Record<string, any>}
 */
function parse(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch (error) {
    throw new WireError(`a text message is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (kindOf(message) !== "object") throw new WireError("a text message is not a JSON object");
  return message;
}

/** @param {unknown} value */
function kindOf(value) {
  if (Array.isArray(value)) return "array";
  return value === null ? "null" : typeof value;
}

/**
 * @param {ArrayBuffer} bytes
 * @returns {Frame}
 */
export function decodeFrame(bytes) {
  const header = readHeader(bytes);
  const column = columnReader(bytes, header.count);
  const lat = new Int32Array(...column(4));
  const lon = new Int32Array(...column(4));
  const flags = new Uint16Array(...column(2));
  const age = unsigned(header.ageWidth, column);
  const row = readRows(header, column);
  const course = new Uint8Array(...column(1));
  const speed = new Uint8Array(...column(1));
  const end = aligned(speed.byteOffset + header.count);
  if (bytes.byteLength !== end) {
    throw new WireError(`a frame of ${header.count} rows has ${bytes.byteLength} bytes, not ${end}`);
  }
  return { type: "frame", ...header, lat, lon, flags, age, row, course, speed };
}

/** @param {ArrayBuffer} bytes */
function readHeader(bytes) {
  if (bytes.byteLength < HEADER_BYTES) throw new WireError(`a frame has only ${bytes.byteLength} bytes`);
  const view = new DataView(bytes);
  if (view.getUint16(0, true) !== MAGIC) throw new WireError("a binary message does not begin with WL");
  if (view.getUint8(2) !== VERSION) throw new OtherVersion(view.getUint8(2));
  const type = view.getUint8(3);
  if (type !== KEYFRAME && type !== DELTA) throw new WireError(`frame type ${type} is neither keyframe nor delta`);
  const baseMs = view.getFloat64(16, true);
  if (!Number.isFinite(baseMs)) throw new WireError(`frame base ${baseMs} is not a time`);
  return {
    keyframe: type === KEYFRAME,
    epoch: view.getUint32(4, true),
    tick: view.getUint32(8, true),
    count: view.getUint32(12, true),
    baseMs,
    ageWidth: view.getUint8(24),
    gapWidth: view.getUint8(25),
    tableSize: view.getUint32(28, true),
  };
}

/**
 * Hands out the columns one after another, each from a multiple of 4 bytes: `count` numbers unless told otherwise.
 * @param {ArrayBuffer} bytes
 * @param {number} count
 * @returns {Column}
 */
function columnReader(bytes, count) {
  let offset = HEADER_BYTES;
  return (width, length = count) => {
    const start = offset;
    if (start + width * length > bytes.byteLength) {
      throw new WireError(`a frame of ${count} rows ends after ${bytes.byteLength} bytes`);
    }
    offset = aligned(start + width * length);
    return [bytes, start, length];
  };
}

/** @param {number} offset */
const aligned = (offset) => (offset + 3) & ~3;

/** @typedef {(width: number, length?: number) => [ArrayBuffer, number, number]} Column */

/**
 * @param {number} width bytes a number
 * @param {Column} column
 */
function unsigned(width, column) {
  if (width === 1) return new Uint8Array(...column(1));
  if (width === 2) return new Uint16Array(...column(2));
  if (width === 4) return new Uint32Array(...column(4));
  throw new WireError(`column width ${width} is not 1, 2 or 4`);
}

/**
 * @param {{count: number, gapWidth: number, tableSize: number}} header
 * @param {Column} column
 */
function readRows({ count, gapWidth, tableSize }, column) {
  if (gapWidth !== BITMAP) return rowsOfGaps(unsigned(gapWidth, column), tableSize);
  return rowsOfBitmap(new Uint8Array(...column(1, Math.ceil(tableSize / 8))), count, tableSize);
}

/**
 * @param {Uint8Array | Uint16Array | Uint32Array} gap
 * @param {number} tableSize
 */
function rowsOfGaps(gap, tableSize) {
  const row = new Uint32Array(gap.length);
  let last = -1;
  for (let i = 0; i < gap.length; i++) {
    last += gap[i] + 1;
    if (last >= tableSize) throw new WireError(`row ${last} is outside a table of ${tableSize}`);
    row[i] = last;
  }
  return row;
}

/**
 * @param {Uint8Array} bitmap row 0 is the lowest bit of the first byte
 * @param {number} count
 * @param {number} tableSize
 */
function rowsOfBitmap(bitmap, count, tableSize) {
  const row = new Uint32Array(count);
  let found = 0;
  for (let at = 0; at < bitmap.length; at++) {
    for (let bits = bitmap[at]; bits !== 0; bits &= bits - 1) {
      row[found] = at * 8 + 31 - Math.clz32(bits & -bits); // beyond `count` nothing is written
      found += 1;
    }
  }
  if (found !== count) throw new WireError(`a bitmap of ${found} rows is not one of ${count}`);
  if (count > 0 && row[count - 1] >= tableSize) {
    throw new WireError(`row ${row[count - 1]} is outside a table of ${tableSize}`);
  }
  return row;
}

/**
 * What the client says; see docs/wire.md section 3.
 * @param {{type: "hello", ticket: string, scope: string, resume: {epoch: number, seq: number} | null}
 *   | {type: "ack", epoch: number, seq: number, tick: number, paint_age_ms: number | null, hidden: boolean}
 *   | {type: "look", entity: string | null}
 *   | {type: "whole", kind: string, ids: string[]}
 *   | {type: "keyframe"}} message
 */
export function encode(message) {
  return JSON.stringify(message);
}
