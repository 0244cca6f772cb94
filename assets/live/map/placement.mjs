// @ts-check
/**
 * Which labels may stand: greedily, the most important first, none ever over another. Pure: boxes in, choice out.
 */

/** @typedef {{x: number, y: number, w: number, h: number}} Box top left corner and size, in pixels */

/**
 * @typedef {object} Candidate one text and the places it would accept
 * @property {number} priority larger goes first; of equal ones who stands already, else in the order given
 * @property {Box[][]} places each place is the boxes the text would cover there, best place first
 * @property {number} [held] the place it has now: it stays there as long as it can
 */

/** @typedef {{candidate: number, place: number}} Choice indices into the candidates and into its places */

const CELL = 64;

/** The ground already taken, in a hash of cells so that a thousand labels stay cheap. */
export class Taken {
  constructor() {
    /** @type {Map<number, Box[]>} */
    this.cells = new Map();
  }

  /** @param {Box} box @returns {boolean} */
  isFree(box) {
    for (const cell of cellsOf(box)) {
      for (const other of this.cells.get(cell) ?? []) if (overlap(box, other)) return false;
    }
    return true;
  }

  /** @param {Box} box */
  take(box) {
    for (const cell of cellsOf(box)) {
      const held = this.cells.get(cell);
      if (held) held.push(box);
      else this.cells.set(cell, [box]);
    }
  }
}

/**
 * @param {Candidate[]} candidates
 * @param {Box[]} frames only places that lie entirely inside one of them are considered
 * @param {Taken} [taken] ground that is already used, such as by the glyphs of landmarks
 * @returns {Choice[]} the labels that stand, most important first
 */
export function place(candidates, frames, taken = new Taken()) {
  const before = (/** @type {number} */ a, /** @type {number} */ b) =>
    candidates[b].priority - candidates[a].priority || Number(isHeld(candidates[b])) - Number(isHeld(candidates[a])) || a - b;
  const order = candidates.map((_, i) => i).sort(before);
  /** @type {Choice[]} */
  const chosen = [];
  for (const candidate of order) {
    const { places, held = -1 } = candidates[candidate];
    const fits = (/** @type {Box[]} */ boxes) => isInOne(boxes, frames) && boxes.every((box) => taken.isFree(box));
    const index = places[held] && fits(places[held]) ? held : places.findIndex(fits);
    if (index < 0) continue;
    for (const box of places[index]) taken.take(box);
    chosen.push({ candidate, place: index });
  }
  return chosen;
}

/** @param {Candidate} candidate */
const isHeld = ({ held = -1 }) => held >= 0;

/** @param {Box} a @param {Box} b @returns {boolean} */
export function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** @param {Box[]} boxes @param {Box[]} frames @returns {boolean} */
function isInOne(boxes, frames) {
  return frames.some((frame) => boxes.every((box) => within(box, frame)));
}

/** @param {Box} box @param {Box} frame @returns {boolean} */
function within(box, frame) {
  return box.x >= frame.x && box.y >= frame.y && box.x + box.w <= frame.x + frame.w && box.y + box.h <= frame.y + frame.h;
}

/** @param {Box} box */
function* cellsOf(box) {
  for (let cy = Math.floor(box.y / CELL); cy <= Math.floor((box.y + box.h) / CELL); cy += 1) {
    for (let cx = Math.floor(box.x / CELL); cx <= Math.floor((box.x + box.w) / CELL); cx += 1) yield cy * 65536 + cx;
  }
}
