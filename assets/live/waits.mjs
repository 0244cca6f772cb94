// @ts-check
/**
 * How long a page waits before it tries again. Pure. Many screens lose the same relay at the same moment, so every wait is a random
 * part of the longest. Where nobody listens a relay is being started, which takes seconds and not minutes, and a refused connection
 * costs nothing: a page that has just lost its relay goes on looking every second. Whatever did answer, and then failed, is spared:
 * those waits double.
 */

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
/** So long after the loss, where nobody listens, waits stay short. */
const SOON_MS = 10_000;

export class Waits {
  #doublings = 0;

  /** The picture was true again. */
  reset() {
    this.#doublings = 0;
  }

  /**
   * The longest wait after one failure more.
   * @param {boolean} absent nobody listened
   * @param {number} lostMs since the picture was lost
   */
  next(absent, lostMs) {
    if (absent && lostMs < SOON_MS) return FIRST_WAIT_MS;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#doublings);
    this.#doublings = Math.min(this.#doublings + 1, 10);
    return longest;
  }
}
