// @ts-check
/**
 * How often the movers are drawn: as often as the fastest of them needs to be seen gliding, at most 30 times a second; less
 * often on a machine that cannot keep up, and again more often when it can. A wall runs for months: over the whole district
 * a walker takes ten seconds to a pixel, and thirty pictures a second of that would be heat.
 */

const RATES = Object.freeze([30, 20, 12, 6]);
/** Pictures to one pixel of movement: finer steps than this are not seen. */
const PER_PIXEL = 12;
const SLOWEST = 5;
/** Half a display frame too early is in time: waiting for the next display frame would halve the rate. */
export const EARLY_MS = 8;
/** Part of the main thread's time that drawing may take, and how late pictures may come, before the rate goes down. */
const HEAVY = 0.3;
const LATE = 1.7;
/** Below these it goes up again. */
const LIGHT = 0.1;
const PUNCTUAL = 1.25;
const DRAWS_BEFORE_DOWN = 30;
const DRAWS_BEFORE_UP = 240;
/** Part of the time that a graphics card, or what plays one, may spend on the movers; and the slowest it is then asked. */
const SHARE = 0.5;
const LEAST = 0.2;
/** How fast a card that keeps up again is trusted with more. */
const RECOVERY = 1.1;
/** Longer without a picture is a pause, not lateness. */
const PAUSE_MS = 1_000;
const SMOOTH = 0.1;

export class Pace {
  #step = 0;
  #fastest;
  #wanted = SLOWEST;
  /** Pictures a second that the graphics card finishes with ease. */
  #bearable;
  /** @type {number | null} */
  #lastAt = null;
  #costMs = 0;
  #intervalMs = 0;
  #draws = 0;

  /** @param {number} [fastest] pictures a second */
  constructor(fastest = RATES[0]) {
    this.#fastest = this.#bearable = fastest;
  }

  get fps() {
    return Math.min(this.wanted, RATES[this.#step], this.#bearable);
  }

  /** What the marks' movement asks for. */
  get wanted() {
    return Math.min(this.#fastest, this.#wanted);
  }

  /** Whether this machine is given fewer pictures than the movement asks for. */
  get slow() {
    return this.fps < this.wanted;
  }

  /**
   * Whether the picture before was done in time.
   * @param {number | null} finishMs how long it took when it was still being made as the next was due; else null
   */
  finished(finishMs) {
    if (finishMs === null) this.#bearable = Math.min(this.#fastest, this.#bearable * RECOVERY);
    else this.#bearable = Math.min(this.#fastest, Math.max(LEAST, (SHARE * 1000) / finishMs));
  }

  /**
   * How fast the fastest mark moves on the screen.
   * @param {number} pixelsPerSecond device pixels
   */
  follow(pixelsPerSecond) {
    this.#wanted = Math.max(SLOWEST, pixelsPerSecond * PER_PIXEL);
  }

  /** Main-thread ms of one drawing, lately. */
  get costMs() {
    return this.#costMs;
  }

  /**
   * Ms until the next picture is due; EARLY_MS or less is due.
   * @param {number} mono
   */
  wait(mono) {
    return this.#lastAt === null ? 0 : this.#lastAt + 1000 / this.fps - mono;
  }

  /**
   * @param {number} mono when the drawing began
   * @param {number} costMs how long it took
   */
  drew(mono, costMs) {
    const interval = this.#lastAt === null ? PAUSE_MS : mono - this.#lastAt;
    this.#lastAt = mono;
    this.#costMs += (costMs - this.#costMs) * SMOOTH;
    if (interval >= PAUSE_MS) return;
    this.#intervalMs += (interval - this.#intervalMs) * SMOOTH;
    this.#draws += 1;
    this.#adapt();
  }

  #adapt() {
    const wished = 1000 / this.fps;
    const load = this.#costMs / wished;
    const late = this.#intervalMs / wished;
    const heavy = load > HEAVY || late > LATE;
    if (heavy && this.#draws >= DRAWS_BEFORE_DOWN) this.#change(1);
    else if (load < LIGHT && late < PUNCTUAL && this.#draws >= DRAWS_BEFORE_UP) this.#change(-1);
  }

  /** @param {number} by */
  #change(by) {
    this.#step = Math.min(RATES.length - 1, Math.max(0, this.#step + by));
    this.#draws = 0;
    this.#intervalMs = 1000 / this.fps;
  }
}
