// @ts-check
/**
 * Static parts drift by a pixel or two over many minutes, so that no hairline burns into the screen. The map does not.
 * One step a minute, whole pixels only: nobody sees it move, and text stays sharp.
 */

export const STEP_MS = 60_000;
/** Steps of the round: there and back along both axes, at different paces. */
const ROUND_X = 24;
const ROUND_Y = 36;
/** Largest distance from where things were laid out, in units. */
export const REACH = 2;

/**
 * Pure. Begins at rest.
 * @param {number} step
 * @returns {{x: number, y: number}} units, each from -REACH to REACH
 */
export function driftAt(step) {
  return { x: swing(step, ROUND_X), y: swing(step, ROUND_Y) };
}

/** @param {number} step @param {number} round */
function swing(step, round) {
  return Math.round(REACH * Math.sin((2 * Math.PI * step) / round));
}

/**
 * @param {HTMLElement} root the wall
 * @returns {() => void} stops
 */
export function startDrift(root) {
  let step = 0;
  const timer = setInterval(() => {
    step += 1;
    const { x, y } = driftAt(step);
    root.style.setProperty("--drift-x", `${x}px`);
    root.style.setProperty("--drift-y", `${y}px`);
  }, STEP_MS);
  return () => clearInterval(timer);
}
