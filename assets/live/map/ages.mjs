// @ts-check
/**
 * Whose age is written, and where: under its mark, else over it. The chosen one's first, then the worse one's, then the older one's; none
 * over another, over a mark or over a ring. Who goes without still has the clock, and the list. Pure.
 */
import { Taken } from "./placement.mjs";

/** @typedef {import("./placement.mjs").Box} Box */
/**
 * @typedef {object} Aged
 * @property {string} lead
 * @property {number} x pixels
 * @property {number} y
 * @property {number} rank
 * @property {number} openedMs
 * @property {string} text
 * @property {boolean} chosen
 * @property {number} side of the mark as drawn, in units
 * @property {number} reach of what must stay free of it, from its middle, in units
 *
 * @typedef {"below" | "above"} Side
 */

/** The text as in map.css: its height, how far into the mark it begins, the widths of its letters; in units. */
const TEXT = { high: 26, into: 8, wide: 21, narrow: 11.5 };

/**
 * @param {ReadonlyArray<Aged>} marks all that are drawn @param {number} u @param {ReadonlyArray<Box>} [rings] and badges, pixels
 * @returns {Map<string, {side: Side, box: Box}>} by lead, those whose age has room
 */
export function agesWithRoom(marks, u, rings = []) {
  const taken = new Taken();
  for (const mark of marks) taken.take(square(mark, mark.reach * u));
  for (const ring of rings) taken.take(ring);
  const order = marks
    .filter(({ rank, chosen, text }) => text !== "" && (rank > 0 || chosen))
    .sort((a, b) => Number(b.chosen) - Number(a.chosen) || b.rank - a.rank || a.openedMs - b.openedMs);
  /** @type {Map<string, {side: Side, box: Box}>} */
  const written = new Map();
  for (const mark of order) {
    const side = /** @type {const} */ (["below", "above"]).find((one) => taken.isFree(textBox(mark, one, u)));
    if (!side) continue;
    const box = textBox(mark, side, u);
    taken.take(box);
    written.set(mark.lead, { side, box });
  }
  return written;
}

/** @param {Aged} mark @param {number} reach @returns {Box} */
function square({ x, y }, reach) {
  return { x: x - reach, y: y - reach, w: 2 * reach, h: 2 * reach };
}

/** @param {Aged} mark @param {Side} where @param {number} u @returns {Box} */
function textBox({ x, y, side, text }, where, u) {
  const letters = [...text].map((letter) => (letter > "\u2e80" ? TEXT.wide : TEXT.narrow));
  const w = letters.reduce((sum, letter) => sum + letter, 0) * u;
  const off = (side / 2 - TEXT.into) * u;
  return { x: x - w / 2, y: where === "below" ? y + off : y - off - TEXT.high * u, w, h: TEXT.high * u };
}
