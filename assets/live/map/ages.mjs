// @ts-check
/**
 * Whose age is written under its mark: the chosen one's first, then the worse one's, then the older one's; none over another,
 * none over a diamond that calls. Who goes without still has the ring, and the list. Pure.
 */
import { Taken } from "./placement.mjs";

/**
 * @typedef {object} Aged
 * @property {string} lead
 * @property {number} x pixels
 * @property {number} y
 * @property {number} rank
 * @property {number} openedMs
 * @property {string} text
 * @property {boolean} chosen
 */

/** Sides of the marks by rank, and how far a diamond reaches from its middle, in units and in parts of the side: as in map.css. */
const SIDE = [62, 70, 86];
const REACH = [0.22, 0.25, 0.36];
/** The text: its height, how far into the side it begins, the widths of its letters. */
const TEXT = { high: 26, into: 8, wide: 21, narrow: 11.5 };

/** @param {ReadonlyArray<Aged>} marks @param {number} u @returns {Set<string>} leads whose age has room */
export function agesWithRoom(marks, u) {
  const taken = new Taken();
  const calling = marks.filter(({ rank, chosen }) => rank > 0 || chosen);
  for (const mark of calling) taken.take(square(mark, SIDE[mark.rank] * REACH[mark.rank] * u));
  const order = [...calling].sort(
    (a, b) => Number(b.chosen) - Number(a.chosen) || b.rank - a.rank || a.openedMs - b.openedMs,
  );
  /** @type {Set<string>} */
  const written = new Set();
  for (const mark of order) {
    const box = textBox(mark, u);
    if (!taken.isFree(box)) continue;
    taken.take(box);
    written.add(mark.lead);
  }
  return written;
}

/** @param {Aged} mark @param {number} reach */
function square({ x, y }, reach) {
  return { x: x - reach, y: y - reach, w: 2 * reach, h: 2 * reach };
}

/** @param {Aged} mark @param {number} u */
function textBox({ x, y, rank, text }, u) {
  const letters = [...text].map((letter) => (letter > "\u2e80" ? TEXT.wide : TEXT.narrow));
  const w = letters.reduce((sum, letter) => sum + letter, 0) * u;
  return { x: x - w / 2, y: y + (SIDE[rank] / 2 - TEXT.into) * u, w, h: TEXT.high * u };
}
