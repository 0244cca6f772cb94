// @ts-check
/**
 * Whether a picture moves. A stream that stopped looks exactly like a quiet street, so decoded frames are counted and a count
 * that stands still is said aloud. Pure: counts and times come in.
 *
 * @typedef {{state: "connecting" | "live" | "frozen", sinceMs: number}} Watched `sinceMs` is the time of the last new frame,
 *   or, before the first, of the beginning
 */

/** Without a new frame for so long the picture is frozen. */
export const FROZEN_MS = 5_000;

export class FrameWatch {
  #frames;
  #seen = false;
  #lastMs;

  /** @param {number} now @param {number} [frames] counted before it began: they are of another stream */
  constructor(now, frames = 0) {
    this.#lastMs = now;
    this.#frames = frames;
  }

  /**
   * @param {number} frames decoded since the stream began; fewer than before means it began again, and none that it shows nothing
   * @param {number} now
   * @param {boolean} hidden nobody decodes for a hidden page: time does not count against the picture
   * @returns {Watched}
   */
  look(frames, now, hidden = false) {
    const anew = frames < this.#frames;
    const grown = frames > (anew ? 0 : this.#frames);
    if (grown || anew) this.#seen = grown;
    if (grown || anew || hidden) this.#lastMs = now;
    this.#frames = frames;
    if (!this.#seen) return { state: "connecting", sinceMs: this.#lastMs };
    return { state: now - this.#lastMs > FROZEN_MS ? "frozen" : "live", sinceMs: this.#lastMs };
  }
}
