// @ts-check
/**
 * Rings of many make room for marks: a ring stands for a cell of the map, so it may step aside within it, and a mark for one place, so it may
 * not. Without that a ring's number lies under what is worse. Pure.
 */
import { BORDER } from "./cluster.mjs";

/** @typedef {import("./spots.mjs").Ring} Ring */
/** @typedef {{x: number, y: number, reach: number}} Mark a disc, in pixels */

/** Steps to either side that are looked at, in each direction. */
const STEPS = 3;

/**
 * Each ring where it covers the least of the marks, else nearest to the middle of its members.
 * @param {ReadonlyArray<Ring>} rings @param {ReadonlyArray<Mark>} marks
 * @param {{cell: number, reach: number}} how side of a cell and radius of a ring, in pixels
 * @returns {Ring[]}
 */
export function asideOf(rings, marks, { cell, reach }) {
  return rings.map((ring) => {
    const near = marks.filter((mark) => Math.max(Math.abs(mark.x - ring.x), Math.abs(mark.y - ring.y)) < cell + reach + mark.reach);
    if (near.every((mark) => overlap(ring, mark, reach) === 0)) return ring;
    let best = ring;
    let least = priceOf(ring, ring, near, reach);
    for (const place of placesOf(ring, cell)) {
      const price = priceOf(place, ring, near, reach);
      if (price < least - 1e-9) [best, least] = [{ ...ring, ...place }, price];
    }
    return best;
  });
}

/** @param {Ring} ring @param {number} cell @returns {Array<{x: number, y: number}>} the same wherever in its cell the ring is */
function placesOf({ x, y }, cell) {
  const steps = Array.from({ length: 2 * STEPS + 1 }, (_, i) => BORDER + (i / (2 * STEPS)) * (1 - 2 * BORDER));
  const [left, top] = [Math.floor(x / cell) * cell, Math.floor(y / cell) * cell];
  return steps.flatMap((across) => steps.map((down) => ({ x: left + across * cell, y: top + down * cell })));
}

/** What is covered, and a little for the way there. @param {{x: number, y: number}} place @param {Ring} ring @param {Mark[]} marks @param {number} reach */
function priceOf(place, ring, marks, reach) {
  const covered = marks.reduce((sum, mark) => sum + overlap(place, mark, reach), 0);
  return covered + Math.hypot(place.x - ring.x, place.y - ring.y) / 8;
}

/** How deep two discs lie in each other, pixels. @param {{x: number, y: number}} place @param {Mark} mark @param {number} reach */
function overlap(place, mark, reach) {
  return Math.max(0, reach + mark.reach - Math.hypot(place.x - mark.x, place.y - mark.y));
}
