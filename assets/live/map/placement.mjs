// @ts-check
/**
 * Which labels may stand: greedily, the most important first, none ever over another. Pure: boxes in, choice out.
 */

/** @typedef {{x: number, y: number, w: number, h: number}} Box top left corner and size, in pixels */

/**
 * @typedef {object} Candidate one text and the places it would accept
 * @property {number} priority larger goes first; equal ones in the order given
 * @property {Box[][]} places each place is the boxes the text would cover there, best place first
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
  const order = candidates.map((_, i) => i).sort((a, b) => candidates[b].priority - candidates[a].priority || a - b);
  /** @type {Choice[]} */
  const chosen = [];
  for (const candidate of order) {
    const places = candidates[candidate].places;
    const index = places.findIndex((boxes) => isInOne(boxes, frames) && boxes.every((box) => taken.isFree(box)));
    if (index < 0) continue;
    for (const box of places[index]) taken.take(box);
    chosen.push({ candidate, place: index });
  }
  return chosen;
}

/**
 * The same where some must stand. Those first, each on the best ground left: off everything, then with the last group of what is to be
 * kept off given up, and so on but for the first group; never over each other. Then the others, off everything.
 * @param {Candidate[]} candidates @param {Box[]} frames
 * @param {ReadonlyArray<ReadonlyArray<Box>>} kept groups of ground to keep off, what matters most first
 * @param {(index: number) => boolean} must
 * @returns {Choice[]} those that must stand first
 */
export function placeAtAnyRate(candidates, frames, kept, must) {
  const all = candidates.map((_, i) => i);
  /** @type {Choice[]} */
  const chosen = [];
  const add = (/** @type {number[]} */ wanted, /** @type {number} */ groups) => {
    const taken = takenBy(kept.slice(0, groups), candidates, chosen);
    const found = place(wanted.map((i) => candidates[i]), frames, taken);
    for (const one of found) chosen.push({ candidate: wanted[one.candidate], place: one.place });
    return new Set(chosen.map(({ candidate }) => candidate));
  };
  let missing = all.filter(must);
  for (let groups = kept.length; groups > 0 && missing.length > 0; groups -= 1) {
    const standing = add(missing, groups);
    missing = missing.filter((i) => !standing.has(i));
  }
  add(all.filter((i) => !must(i)), kept.length);
  return chosen;
}

/** @param {ReadonlyArray<ReadonlyArray<Box>>} kept @param {Candidate[]} candidates @param {Choice[]} chosen */
function takenBy(kept, candidates, chosen) {
  const taken = new Taken();
  for (const group of kept) for (const box of group) taken.take(box);
  for (const { candidate, place: at } of chosen) for (const box of candidates[candidate].places[at]) taken.take(box);
  return taken;
}

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
