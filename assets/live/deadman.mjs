// @ts-check
/**
 * The dead-man: a band 数据中断 DATA STOPPED that shows by itself. `assets/deadman.css` runs one opacity animation that
 * ends in the band; each verified beat, once the page has painted since, starts it again from nothing. The compositor
 * runs it, so it also ends in the band (7 s after the last beat) when this page hangs. Nothing here has to work for the warning to appear.
 *
 * The element is looked up each time: React may have put another in its place.
 */

/** A picture that is painted so long after it was known to be true proves nothing: the page hung in between. */
const LATE_MS = 2_000;
/** Two names of one animation: a change of name is what restarts it. */
const NAMES = /** @type {const} */ (["a", "b"]);

export class DeadMan {
  #turn = 0;
  #find;
  #clockText;

  /**
   * @param {() => HTMLElement | null} find
   * @param {(ms: number) => string} clockText server time as the band shows it
   */
  constructor(find, clockText) {
    this.#find = find;
    this.#clockText = clockText;
  }

  /**
   * The picture was true at this server time and has been painted: push the band away for some seconds.
   * @param {number} trueMs
   * @param {number} paintedMs server time now
   */
  feed(trueMs, paintedMs) {
    const element = this.#find();
    if (!element || paintedMs - trueMs >= LATE_MS) return;
    this.#turn = 1 - this.#turn;
    element.dataset.fed = NAMES[this.#turn];
    const since = element.querySelector("[data-since]");
    if (since) since.textContent = this.#clockText(trueMs);
  }

  /** Show the band now, until the next verified beat. */
  stop() {
    const element = this.#find();
    if (element) element.dataset.fed = "no";
  }
}
