// @ts-check
/**
 * Which labels may stand: greedily, the most important first, none ever over another. What must stand and finds no free ground stands where it
 * covers the least of what may be covered. Pure: boxes in, choice out.
 */

/** @typedef {{x: number, y: number, w: number, h: number}} Box top left corner and size, in pixels */

/** @typedef {Box & {weight?: number}} Ground that is used: how much a text over it suffers; without a weight none may ever stand there */

/**
 * @typedef {object} Candidate one text and the places it would accept
 * @property {number} priority larger goes first; of equal ones who can stay where it stands, then who finds free ground, else in the order given
 * @property {Box[][]} places each place is the boxes the text would cover there, best place first
 * @property {number} [held] the place it has now: it stays there as long as it can
 * @property {boolean} [must] rather over what has a weight than not at all
 */

/** @typedef {{candidate: number, place: number, pressed?: true}} Choice indices into the candidates and into its places; pressed: it covers something */

const CELL = 64;
/** So much more of itself, weighed, may a text that found no free ground have over something before it moves to a better place. */
const PATIENCE = 0.35;

/** The ground already taken, in a hash of cells so that a thousand labels stay cheap. */
export class Taken {
  constructor() {
    /** @type {Map<number, Ground[]>} */
    this.cells = new Map();
  }

  /** @param {Box} box @returns {boolean} */
  isFree(box) {
    for (const cell of cellsOf(box)) {
      for (const other of this.cells.get(cell) ?? []) if (overlap(box, other)) return false;
    }
    return true;
  }

  /** How much a text would suffer there: 1 when all of it lies over ground of weight 1. @param {Box} box @returns {number} infinite where none may stand */
  sufferingIn(box) {
    let sum = 0;
    for (const cell of cellsOf(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        // what lies in several cells counts in the one where the two begin to overlap
        if (!overlap(box, other) || cellAt(Math.max(box.x, other.x), Math.max(box.y, other.y)) !== cell) continue;
        sum += (other.weight ?? Infinity) * sharedBy(box, other);
      }
    }
    return sum / (box.w * box.h);
  }

  /** @param {Ground} box */
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
  /** @type {Choice[]} */
  const chosen = [];
  /** Those that found no place. @param {number[]} group @param {(candidate: Candidate) => number} choose @param {{pressed?: true}} [how] */
  const settle = (group, choose, how) =>
    group.filter((candidate) => {
      const at = choose(candidates[candidate]);
      if (at < 0) return true;
      for (const box of candidates[candidate].places[at]) taken.take(box);
      chosen.push({ candidate, place: at, ...how });
      return false;
    });
  const fits = (/** @type {Box[]} */ boxes) => isInOne(boxes, frames) && boxes.every((box) => taken.isFree(box));
  for (const group of byPriority(candidates)) {
    const moving = settle(group, ({ places, held = -1 }) => (places[held] && fits(places[held]) ? held : -1));
    const left = settle(moving, ({ places }) => places.findIndex(fits));
    settle(left.filter((one) => candidates[one].must), (one) => leastBadPlaceOf(one, frames, taken), { pressed: true });
  }
  return chosen;
}

/** @param {Candidate[]} candidates @returns {number[][]} those of one priority together, the largest first */
function byPriority(candidates) {
  const order = candidates.map((_, i) => i).sort((a, b) => candidates[b].priority - candidates[a].priority || a - b);
  /** @type {number[][]} */
  const groups = [];
  for (const i of order) {
    const last = groups.at(-1);
    if (last && candidates[last[0]].priority === candidates[i].priority) last.push(i);
    else groups.push([i]);
  }
  return groups;
}

/** The first of the best, but where it stands when that is hardly worse. @param {Candidate} candidate @param {Box[]} frames @param {Taken} taken @returns {number} -1: none */
function leastBadPlaceOf({ places, held = -1 }, frames, taken) {
  const suffering = places.map((boxes) => (isInOne(boxes, frames) ? boxes.reduce((sum, box) => sum + taken.sufferingIn(box), 0) : Infinity));
  const least = suffering.reduce((best, one) => Math.min(best, one), Infinity);
  if (least === Infinity) return -1;
  return suffering[held] <= least + PATIENCE ? held : suffering.indexOf(least);
}

/** @param {Box} a @param {Box} b @returns {boolean} */
export function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** @param {Box} a @param {Box} b that overlap @returns {number} square pixels */
const sharedBy = (a, b) =>
  (Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) * (Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));

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
    for (let cx = Math.floor(box.x / CELL); cx <= Math.floor((box.x + box.w) / CELL); cx += 1) yield keyOf(cx, cy);
  }
}

/** @param {number} x pixels @param {number} y */
const cellAt = (x, y) => keyOf(Math.floor(x / CELL), Math.floor(y / CELL));

/** @param {number} cx @param {number} cy */
const keyOf = (cx, cy) => cy * 65536 + cx;
