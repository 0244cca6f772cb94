// @ts-check
/**
 * A page that is older than its server, or that cannot read what the relay says, loads itself anew: after a wait of its own, so that
 * hundreds of screens do not come at once; in a quiet moment; only while the server answers, for a wall that loses its page has nobody
 * to bring it back; and at most once a build and day, so that it never goes round in a loop. Without a socket, DOM or clock.
 */

const JITTER_MS = 10_000;
/** How often it looks whether the moment is quiet, or the server back. */
const LOOK_MS = 2_000;
const UNREACHABLE_MS = 10_000;
const DAY_MS = 24 * 3_600_000;
const KEY = "wanglou.renewed";

export class Renewal {
  /** @type {string | null} the build, or the version of frames, that this page is to be renewed for */
  due = null;
  /** Whether only a person can: it has been tried, or cannot be remembered. */
  spent = false;
  /** @type {unknown} */
  #timer = null;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #parts;

  /**
   * @param {object} parts
   * @param {string} parts.build this page's own
   * @param {Pick<Storage, "getItem" | "setItem">} parts.memory of this tab; may throw
   * @param {() => number} parts.now ms
   * @param {() => number} parts.random 0 to 1
   * @param {(run: () => void, ms: number) => unknown} parts.setTimer
   * @param {(timer: any) => void} parts.clearTimer
   * @param {() => boolean} parts.quiet whether nobody would be disturbed
   * @param {() => Promise<boolean>} parts.reachable whether the page's address answers
   * @param {() => void} parts.reload
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /** The relay has said which build it is. @param {string} build */
  heard(build) {
    if (build === this.#parts.build) return this.#cancel();
    this.#want(build);
  }

  /** A frame of a version that this page cannot read. @param {number} version */
  refused(version) {
    this.#want(`frames ${version}`);
  }

  /** A person asks for it now. @returns {Promise<boolean>} false when the server does not answer */
  async press() {
    if (!(await this.#parts.reachable())) return false;
    if (this.due !== null) this.#remember(this.due);
    this.#parts.reload();
    return true;
  }

  /** @param {() => void} listener told whenever `due` or `spent` may have changed @returns {() => void} stops listening */
  on(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param {string} what */
  #want(what) {
    if (this.due === what) return;
    this.#cancel();
    this.due = what;
    this.spent = !this.#mayFor(what);
    if (!this.spent) this.#later(JITTER_MS * this.#parts.random());
    this.#tell();
  }

  #cancel() {
    this.#parts.clearTimer(this.#timer);
    if (this.due === null) return;
    this.due = null;
    this.spent = false;
    this.#tell();
  }

  /** @param {number} ms */
  #later(ms) {
    this.#timer = this.#parts.setTimer(() => void this.#try(), ms);
  }

  async #try() {
    const { quiet, reachable } = this.#parts;
    const wanted = this.due;
    if (!quiet()) return this.#later(LOOK_MS);
    const back = await reachable();
    if (this.due !== wanted || wanted === null) return;
    if (!back || !quiet()) return this.#later(back ? LOOK_MS : UNREACHABLE_MS);
    // what cannot be remembered is not done by itself: it could go round for ever
    if (this.#remember(wanted)) return this.#parts.reload();
    this.spent = true;
    this.#tell();
  }

  /** @param {string} what */
  #mayFor(what) {
    return !(this.#parts.now() - (this.#renewed()[what] ?? -Infinity) < DAY_MS);
  }

  /** @returns {Record<string, number>} when this tab was renewed, by what for */
  #renewed() {
    try {
      const kept = JSON.parse(this.#parts.memory.getItem(KEY) ?? "{}");
      return kept !== null && typeof kept === "object" ? kept : {};
    } catch {
      return {};
    }
  }

  /** @param {string} what @returns {boolean} whether it will be known after the reload */
  #remember(what) {
    const { memory, now } = this.#parts;
    try {
      memory.setItem(KEY, JSON.stringify({ ...this.#renewed(), [what]: now() }));
    } catch {
      return false;
    }
    return !this.#mayFor(what);
  }

  #tell() {
    for (const listener of [...this.#listeners]) listener();
  }
}
