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
  /** @type {number | null} Time of the first paint that held positions, by `mono`. */
  firstMs = null;
  /** @type {(() => void) | null} */
  #waiting = null;
  #asked = false;
  #begun = false;
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
   * Run this when the page has next painted. Only the newest waits: a hidden page does not paint for hours.
   * @param {() => void} run
   */
  after(run) {
    this.#waiting = run;
    this.watch();
  }

  /** The page stands: until now nothing that is painted shows any of the picture. */
  begin() {
    this.#begun = true;
    this.watch();
  }

  /** Note the next paint. */
  watch() {
    if (this.#asked || !this.#begun) return;
    this.#asked = true;
    this.#requestFrame(() => this.#painted());
  }

  #painted() {
    this.#asked = false;
    this.last = { ...this.#held(), atMs: this.#mono() };
    if (this.last.tick !== null) this.firstMs ??= this.last.atMs;
    const run = this.#waiting;
    this.#waiting = null;
    run?.();
  }
}
