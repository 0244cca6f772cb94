// @ts-check
/** How large an incident's mark is drawn (as in map.css and diamond.mjs), and how much of it names and ages keep off. Pure, in units. */

/** Sides by rank. */
const SIDES = Object.freeze([62, 70, 86]);
const CROWDED_SIDES = Object.freeze([36, 36, 52]);
/** Of what is closed, on a small map: nobody is needed there any more. */
const OVER_SIDE = 40;
/** From the middle, as parts of the side: the diamond, the second one of what is critical, the clock's ring, the halo of what is overdue. */
const DIAMOND = 0.26;
const OUTER = 0.37;
const RING = 0.48;
const HALO = 0.55;
const SECOND_HALO = 0.61;
/** The badge of a mark that stands for several: its corner from the mark's (right and top edge), its height, its width about a number. */
const BADGE = { left: 20, top: 5, high: 28, around: 13, digit: 12.5 };
/** The side of a ring of many, with a little air. */
export const RING_SIDE = 50;

/** @typedef {{rank: number, light: import("../deadline.mjs").Light, chosen: boolean, crowded: boolean, far: boolean, over?: boolean}} Look */

/** @param {Look} look @returns {number} */
export function sideOf({ rank, chosen, crowded, far, over = false }) {
  if (chosen) return SIDES[rank];
  if (crowded) return CROWDED_SIDES[rank];
  return far && over ? OVER_SIDE : SIDES[rank];
}

/** @param {Look} look */
const isLate = ({ light }) => light === "red" || light === "twice";

/** A normal one's amber clock is not drawn on a small map. @param {Look} look */
const isPressing = ({ light, rank, far }) => light === "amber" && !(far && rank === 0);

/** What ages keep off about its middle: a neutral ring may have an age across it, one that warns may not. @param {Look} look @returns {number} */
export function reachOf(look) {
  const part = isLate(look) ? HALO : isPressing(look) || look.chosen ? RING : look.rank === 2 ? OUTER : DIAMOND;
  return sideOf(look) * part;
}

/** How far it is drawn from its middle: what names keep off. On a small map a normal one shows its clock only once that has run out. @param {Look} look @returns {number} */
export function coverOf(look) {
  const { light, rank, chosen, far } = look;
  const ringed = chosen || (light !== "none" && !(far && rank === 0));
  const part = light === "twice" ? SECOND_HALO : isLate(look) ? HALO : ringed ? RING : rank === 2 ? OUTER : DIAMOND;
  return sideOf(look) * part;
}

/** How far that reaches through which nothing is read. @param {Look} look */
export const bodyOf = (look) => sideOf(look) * (look.rank === 2 ? OUTER : DIAMOND);

/**
 * Where its badge lies from its middle.
 * @param {Look} look @param {number} shared incidents under the mark @returns {{left: number, top: number, w: number, h: number} | null}
 */
export function badgeOf(look, shared) {
  if (shared < 2) return null;
  const half = sideOf(look) / 2;
  return { left: half - BADGE.left, top: -half - BADGE.top, w: BADGE.around + BADGE.digit * String(shared).length, h: BADGE.high };
}
