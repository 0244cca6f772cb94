// @ts-check
/**
 * Where the name of a division may stand: near its middle, whole inside rather than half outside, beyond the edge of all divisions
 * rather than not at all, never with its middle in another one; and where the usual letters find no room, in smaller ones. Pure.
 */

/** Whose ground a point is. */
export const OWN = 1;
export const NOBODYS = 0;
export const ANOTHERS = -1;

/** Steps across and down, in letters, and how many to either side. */
const ACROSS = { step: 0.4, count: 13 };
const DOWN = { step: 0.35, count: 13 };
/** What a letter's height across costs of one down: a name is wide, so it needs more of them to get out of the way. */
const SIDEWAYS = 0.6;
/** What is given up is worth so many letters of distance: an end of the name beyond the edge, over a neighbour, the middle beyond it. */
const END_OUT = 0.4;
const END_OVER = 1.4;
const BEYOND = 2.5;
/** An end is looked at a little before the last letter. */
const END = 0.45;

/**
 * @template F
 * @typedef {{width: number, high: number, cost: number, face: F}} Size of a name in pixels, what taking it costs, and which it is
 */

/**
 * The places of a name, the best first. The same for the same sizes and ground wherever the view is.
 * @template F
 * @param {ReadonlyArray<Size<F>>} sizes the usual one first
 * @param {(dx: number, dy: number) => number} whose OWN, NOBODYS or ANOTHERS, at a step from the middle
 * @returns {Array<{dx: number, dy: number, width: number, high: number, face: F}>} never empty: at the least the middle
 */
export function placesOf(sizes, whose) {
  const letter = sizes[0].high;
  const found = [];
  for (const { dx, dy, away } of steps(letter)) {
    const owner = dx === 0 && dy === 0 ? OWN : whose(dx, dy);
    if (owner === ANOTHERS || (owner === NOBODYS && !faces(dx, dy, letter / 2, whose))) continue;
    for (const { width, high, cost, face } of sizes) {
      const ends = [-END, END].map((end) => endCost(whose(dx + end * width, dy)));
      found.push({ dx, dy, width, high, face, price: away + cost + ends[0] + ends[1] + (owner === OWN ? 0 : BEYOND) });
    }
  }
  return found.sort((a, b) => a.price - b.price).map(({ price: _, ...place }) => place);
}

/**
 * Whether the first ground on the way from beyond the edge to the middle is the division's own: else people would read the name as its neighbour's.
 * @param {number} dx @param {number} dy @param {number} stride pixels @param {(dx: number, dy: number) => number} whose
 */
function faces(dx, dy, stride, whose) {
  const count = Math.ceil(Math.hypot(dx, dy) / stride);
  for (let i = 1; i < count; i += 1) {
    const owner = whose(dx * (1 - i / count), dy * (1 - i / count));
    if (owner !== NOBODYS) return owner === OWN;
  }
  return true;
}

/** @param {number} owner */
function endCost(owner) {
  if (owner === OWN) return 0;
  return owner === NOBODYS ? END_OUT : END_OVER;
}

/** @param {number} letter pixels @returns {Array<{dx: number, dy: number, away: number}>} */
function steps(letter) {
  const all = [];
  for (let j = -DOWN.count; j <= DOWN.count; j += 1) {
    for (let i = -ACROSS.count; i <= ACROSS.count; i += 1) {
      const [x, y] = [i * ACROSS.step, j * DOWN.step];
      all.push({ dx: x * letter, dy: y * letter, away: Math.hypot(x * SIDEWAYS, y) });
    }
  }
  return all;
}
