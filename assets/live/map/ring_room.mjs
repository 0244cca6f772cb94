// @ts-check
/**
 * Rings of many make room for marks: a ring stands for a cell of the map, so it may step aside within it, and a mark for one place, so it may
 * not. Without that a ring's number lies under what is worse. And none stands where no ground is: beyond the edge it would tell of a place where nothing happened. Pure.
 */
import { BORDER } from "./cluster.mjs";

/** @typedef {import("./spots.mjs").Ring} Ring */
/** @typedef {{x: number, y: number, reach: number}} Mark a disc, in pixels */

/** Steps to either side that are looked at, in each direction. */
const STEPS = 3;

/** @typedef {(x: number, y: number) => boolean} IsGround whether a place is on the ground that the map is about */

/**
 * Each ring on the ground where it covers the least of the marks, else nearest to the middle of its members.
 * @param {ReadonlyArray<Ring>} rings @param {ReadonlyArray<Mark>} marks
 * @param {{cell: number, reach: number, isGround?: IsGround}} how side of a cell and radius of a ring, in pixels
 * @returns {Ring[]}
 */
export function asideOf(rings, marks, { cell, reach, isGround = () => true }) {
  return rings.map((ring) => {
    const stays = isGround(ring.x, ring.y);
    const near = marks.filter((mark) => Math.max(Math.abs(mark.x - ring.x), Math.abs(mark.y - ring.y)) < cell + reach + mark.reach);
    if (stays && near.every((mark) => overlap(ring, mark, reach) === 0)) return ring;
    const places = placesOf(ring, cell).filter(({ x, y }) => isGround(x, y));
    return stays ? bestOf([ring, ...places], ring, near, reach) : bestOf([...places, ...ring.members], ring, [...near, ...asMarks(rings, ring, reach)], reach);
  });
}

/** The ring at the place that costs the least. @param {ReadonlyArray<{x: number, y: number}>} places @param {Ring} ring @param {Mark[]} marks @param {number} reach @returns {Ring} */
function bestOf(places, ring, marks, reach) {
  const prices = places.map((place) => priceOf(place, ring, marks, reach));
  const least = Math.min(...prices);
  const { x, y } = places[prices.findIndex((price) => price < least + 1e-9)];
  return { ...ring, x, y };
}

/** Where its members are, at the border of its cell, a ring may come near other rings. @param {ReadonlyArray<Ring>} rings @param {Ring} but @param {number} reach @returns {Mark[]} */
const asMarks = (rings, but, reach) => rings.filter((one) => one !== but).map(({ x, y }) => ({ x, y, reach }));

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
