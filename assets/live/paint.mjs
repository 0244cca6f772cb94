// @ts-check
/**
 * What the page has really painted. The browser runs animation frames only while it paints, so a hidden, frozen or
 * hanging page is found out by its last one growing old.
 *
 * @typedef {{seq: number | null, tick: number | null, atMs: number}} Paint the picture held when the frame was painted
 */

export class PaintWatch {
  /** @type {Paint | null} */
  last = null;
  /** @type {Array<() => void>} */
  #waiting = [];
  #requestFrame;
  #mono;
  #held;

  /**
   * @param {object} parts
   * @param {(run: () => void) => unknown} parts.requestFrame
   * @param {() => number} parts.mono
   * @param {() => {seq: number | null, tick: number | null}} parts.held where the page's picture stands
   */
  constructor({ requestFrame, mono, held }) {
    this.#requestFrame = requestFrame;
    this.#mono = mono;
    this.#held = held;
  }

  /** Ms since the last paint that was asked for; null before the first. */
  get ageMs() {
    return this.last && this.#mono() - this.last.atMs;
  }

  /**
   * Run this when the page has next painted; several asked for in one frame run in it together.
   * @param {() => void} run
   */
  after(run) {
    this.#waiting.push(run);
    if (this.#waiting.length === 1) this.#requestFrame(() => this.#painted());
  }

  /** Note the next paint. */
  watch() {
    this.after(() => {});
  }

  #painted() {
    this.last = { ...this.#held(), atMs: this.#mono() };
    for (const run of this.#waiting.splice(0)) run();
  }
}
