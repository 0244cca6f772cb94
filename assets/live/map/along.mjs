// @ts-check
/** Walking along a polyline given as flat pairs [x0, y0, x1, y1, ...]: where labels and wall merlons stand. */

/** @typedef {ArrayLike<number>} Line */
/** @typedef {{x: number, y: number, angle: number}} Step a point and the direction of travel in radians, y down */

/** @param {Line} line @returns {number} */
export function lengthOf(line) {
  let total = 0;
  for (let i = 2; i < line.length; i += 2) total += Math.hypot(line[i] - line[i - 2], line[i + 1] - line[i - 1]);
  return total;
}

/**
 * The points at the given ascending distances; distances outside the line are left out.
 * @param {Line} line @param {number[]} distances @returns {Step[]}
 */
export function stepsAt(line, distances) {
  /** @type {Step[]} */
  const steps = [];
  let walked = 0;
  let next = distances.findIndex((distance) => distance >= 0);
  for (let i = 2; i < line.length && next >= 0 && next < distances.length; i += 2) {
    const dx = line[i] - line[i - 2];
    const dy = line[i + 1] - line[i - 1];
    const length = Math.hypot(dx, dy);
    while (next < distances.length && length > 0 && distances[next] <= walked + length) {
      const part = (distances[next] - walked) / length;
      steps.push({ x: line[i - 2] + dx * part, y: line[i - 1] + dy * part, angle: Math.atan2(dy, dx) });
      next += 1;
    }
    walked += length;
  }
  return steps;
}

/**
 * Distances of evenly spread anchors, the same wherever the view is: one in the middle of a short line, more on a long one.
 * @param {number} length @param {number} apart wanted distance between two anchors @returns {number[]}
 */
export function anchors(length, apart) {
  const count = Math.max(1, Math.floor(length / apart));
  return Array.from({ length: count }, (_, i) => (length * (i + 0.5)) / count);
}

/**
 * The sharpest change of direction among steps, in radians: letters on a hairpin cannot be read.
 * @param {Step[]} steps @returns {number}
 */
export function sharpestTurn(steps) {
  let worst = 0;
  for (let i = 1; i < steps.length; i += 1) {
    const turn = Math.abs(steps[i].angle - steps[i - 1].angle) % (2 * Math.PI);
    worst = Math.max(worst, Math.min(turn, 2 * Math.PI - turn));
  }
  return worst;
}

/**
 * Where the letters of a name stand along a line, read from left to right or from top to bottom whichever way the line runs.
 * @param {Line} line
 * @param {number} middle distance along the line of the name's middle
 * @param {number} count letters
 * @param {number} apart distance between two letters
 * @returns {{steps: Step[], upright: boolean} | null} null when the name does not fit or the line bends too sharply; `upright`
 *   says the line is so steep that letters stand below each other
 */
export function lettersAt(line, middle, count, apart) {
  const first = middle - ((count - 1) * apart) / 2;
  const steps = stepsAt(line, Array.from({ length: count }, (_, i) => first + i * apart));
  if (steps.length < count || sharpestTurn(steps) > SHARPEST_TURN) return null;
  const from = steps[0];
  const to = steps[count - 1];
  const flat = count > 1 ? Math.atan2(to.y - from.y, to.x - from.x) : from.angle;
  const upright = Math.abs(Math.sin(flat)) > Math.SQRT1_2;
  const backwards = upright ? Math.sin(flat) < 0 : Math.cos(flat) < 0;
  return { steps: backwards ? steps.map(turned).reverse() : steps, upright };
}

/** Between two neighbouring letters, radians. */
const SHARPEST_TURN = 0.62;

/** @param {Step} step @returns {Step} */
const turned = ({ x, y, angle }) => ({ x, y, angle: angle + Math.PI });
