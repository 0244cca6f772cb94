/** Frames as `decodeFrame` gives them, for tests that need no bytes. */
import { TTL_S } from "../../assets/live/wire.mjs";

export const BASE = 1_795_330_000_000;
export const EPOCH = 7;

/** One position with its flags' parts by name; ages in seconds. */
export function position(row, known = {}) {
  return { row, lat: 32.02, lon: 118.78, age: 0, ttl: 20, source: 0, provenance: 0, status: 0, course: 255, speed: 255, ...known };
}

export function frame(positions, { keyframe = false, tick = 1, baseMs = BASE, tableSize = 50, epoch = EPOCH } = {}) {
  const column = (of) => positions.map(of);
  return {
    type: "frame", keyframe, epoch, tick, count: positions.length, baseMs, tableSize,
    lat: Int32Array.from(column((p) => Math.round(p.lat * 1e7))),
    lon: Int32Array.from(column((p) => Math.round(p.lon * 1e7))),
    flags: Uint16Array.from(column((p) => p.source | (p.provenance << 8) | (p.status << 10) | (TTL_S.indexOf(p.ttl) << 12))),
    age: Uint16Array.from(column((p) => Math.round(p.age * 10))),
    row: Uint32Array.from(column((p) => p.row)),
    course: Uint8Array.from(column((p) => p.course)),
    speed: Uint8Array.from(column((p) => p.speed)),
  };
}

export const keyframe = (positions, known = {}) => frame(positions, { keyframe: true, ...known });
