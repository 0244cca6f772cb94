// @ts-check
/**
 * A machine that slept. In suspend a page's monotonic clock (`performance.now`) stands still on Linux, and with it every timer and animation:
 * on waking, all that the page holds would pass for as fresh as it was before. The wall clock goes on, so a leap of it over the monotonic
 * one means that the machine slept, or that somebody set its clock, which costs one new connection.
 */

/** More than a clock is corrected by at a stroke unless somebody sets it, and more than the link waits for a beat. */
const LEAP_MS = 5_000;

/** Monotonic time that counts sleep as well. */
export class SuspendClock {
  /** How long the machine has slept since the page was opened, as far as the wall clock says. */
  sleptMs = 0;
  /** The wall clock's lead at the last look: only the step from look to look counts, so no slow drift ever adds up to a sleep. */
  #lead;
  #mono;
  #wall;

  /**
   * @param {() => number} mono ms, may stand still while the machine sleeps
   * @param {() => number} wall ms, may be set at will
   */
  constructor(mono, wall) {
    this.#mono = mono;
    this.#wall = wall;
    this.#lead = wall() - mono();
  }

  /** Every reading looks for a sleep, so nothing that is judged by it after waking is judged by the time before. */
  now() {
    const mono = this.#mono();
    const lead = this.#wall() - mono;
    const leap = lead - this.#lead;
    this.#lead = lead;
    if (leap > LEAP_MS) this.sleptMs += leap;
    return mono + this.sleptMs;
  }
}

/**
 * @param {object} parts
 * @param {Pick<SuspendClock, "now" | "sleptMs">} parts.clock
 * @param {{stop(): void}} parts.deadman
 * @param {{restart(reason: string): void}} parts.link
 * @returns {() => void} to be run every second: after a sleep the band shows at once, and everything is taken anew
 */
export function watchSuspend({ clock, deadman, link }) {
  let known = clock.sleptMs;
  return () => {
    clock.now();
    const slept = clock.sleptMs - known;
    if (slept === 0) return;
    known = clock.sleptMs;
    deadman.stop();
    link.restart(`the machine slept for ${Math.round(slept / 1000)} s`);
  };
}
