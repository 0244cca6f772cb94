// @ts-check
/**
 * How fresh a position is, from its age and time to live (docs/wire.md section 5). Never fresher than it is.
 * @typedef {"live" | "ageing" | "stale" | "gone"} Freshness
 */
import { STATUS } from "./wire.mjs";

/** @type {ReadonlyArray<Freshness>} from best to worst; the index is the code the renderers use */
export const FRESHNESS = ["live", "ageing", "stale", "gone"];
export const LIVE = 0;
export const AGEING = 1;
export const STALE = 2;
export const GONE = 3;

/** Live until this part of the ttl, on the map until this multiple of it. */
export const LIVE_PART = 0.5;
export const GONE_MULTIPLE = 5;

/**
 * @param {number} ageMs
 * @param {number} ttlMs
 * @param {number} status a bad clock is ageing at best: new to us, nobody knows how old
 * @returns {number} index into FRESHNESS
 */
export function freshnessCode(ageMs, ttlMs, status) {
  if (ageMs > ttlMs * GONE_MULTIPLE) return GONE;
  if (ageMs > ttlMs) return STALE;
  if (ageMs > ttlMs * LIVE_PART || status === STATUS.BAD_CLOCK) return AGEING;
  return LIVE;
}
