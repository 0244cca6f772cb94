// @ts-check
/**
 * Server time on the page: what the relay last said, carried on by the page's own monotonic clock. The computer's wall
 * clock is read only until the relay has spoken.
 *
 * A beat that was delayed on its way must not turn the clock back, or everything would look fresher than it is: of the
 * offsets heard lately the largest (the quickest beat) holds. A difference no delay explains is a step of the server's clock.
 */

/** Beats remembered: long enough for one to have come quickly, short enough to follow a drifting clock. */
const WINDOW = 30;
/** A difference beyond this is a step: the link is given up after less than half of it without a beat. */
const STEP_MS = 10_000;

export class ServerClock {
  /** @type {number[]} server time minus own monotonic time, newest last */
  #offsets = [];
  #offset = 0;
  #mono;

  /**
   * @param {() => number} mono the page's monotonic clock, ms
   * @param {number} wallMs the computer's idea of now, used until the relay speaks
   */
  constructor(mono, wallMs) {
    this.#mono = mono;
    this.#offset = wallMs - mono();
  }

  /** Whether the relay has spoken yet. */
  get heard() {
    return this.#offsets.length > 0;
  }

  /** Server time, ms. */
  now() {
    return this.#mono() + this.#offset;
  }

  /**
   * Take the server's time as just received.
   * @param {number} serverMs
   * @returns {number} by how many ms the server's clock stepped; 0 when it did not
   */
  hear(serverMs) {
    const offset = serverMs - this.#mono();
    const step = this.heard && Math.abs(offset - this.#offset) > STEP_MS ? offset - this.#offset : 0;
    if (step !== 0) this.#offsets = [];
    this.#offsets.push(offset);
    if (this.#offsets.length > WINDOW) this.#offsets.shift();
    this.#offset = Math.max(...this.#offsets);
    return step;
  }
}
