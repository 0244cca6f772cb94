// @ts-check
/** How large an incident's mark is drawn (as in map.css and diamond.mjs), and how much of it names and ages keep off. Pure, in units. */

/** Sides by rank. */
const SIDES = Object.freeze([62, 70, 86]);
const CROWDED_SIDES = Object.freeze([36, 36, 52]);
/** From the middle, as parts of the side: the diamond, the second one of what is critical, the clock's ring, the halo of what is overdue. */
const DIAMOND = 0.26;
const OUTER = 0.37;
const RING = 0.48;
const HALO = 0.55;
/** The side of a ring of many, with a little air. */
export const RING_SIDE = 50;

/** @typedef {{rank: number, light: import("../deadline.mjs").Light, chosen: boolean, crowded: boolean, far: boolean}} Look */

/** @param {Look} look @returns {number} */
export const sideOf = ({ rank, chosen, crowded }) => (crowded && !chosen ? CROWDED_SIDES : SIDES)[rank];

/** Whether it asks to be looked at: worse than normal, chosen, or with a clock that presses. @param {Look} look */
export const warns = (look) => look.rank > 0 || look.chosen || isLate(look) || isPressing(look);

/** @param {Look} look */
const isLate = ({ light }) => light === "red" || light === "twice";

/** A normal one's amber clock is not drawn on a small map. @param {Look} look */
const isPressing = ({ light, rank, far }) => light === "amber" && !(far && rank === 0);

/** What must stay free about its middle: a neutral ring may have a name across it, one that warns may not. @param {Look} look @returns {number} */
export function reachOf(look) {
  const part = isLate(look) ? HALO : isPressing(look) || look.chosen ? RING : look.rank === 2 ? OUTER : DIAMOND;
  return sideOf(look) * part;
}
