// @ts-check
/**
 * Figures that the page asks the server for, because it does not hold what they are made of: one asker an address for all panels.
 * It asks again every quarter of a minute, later and later while that fails, and says how old what it has is: silence must not
 * look like calm.
 *
 * @typedef {{as_of_ms: number} & Record<string, any>} Figures
 * @typedef {"loading" | "live" | "held"} FiguresStanding
 * @typedef {object} Parts
 * @property {(url: string) => Promise<Figures>} fetchJson rejects when it fails
 * @property {(run: () => void, ms: number) => any} setTimer
 * @property {(timer: any) => void} clearTimer
 */

export const PERIOD_MS = 15_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
const ANSWER_MS = 10_000;
/** Older figures are not of now, whoever answered. */
export const OLD_MS = 90_000;

export class Asker {
  /** @type {Figures | null} */
  figures = null;
  /** Attempts that failed since the last that did not. */
  failures = 0;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {any} */
  #timer = null;
  #parts;

  /** @param {string} url @param {Parts} [parts] */
  constructor(url, parts = BROWSER) {
    this.url = url;
    this.#parts = parts;
  }

  /**
   * Be told whenever there is an answer, or none; the first listener starts the asking and the last one ends it.
   * @param {() => void} listener @returns {() => void}
   */
  on(listener) {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) void this.#ask();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#parts.clearTimer(this.#timer);
    };
  }

  async #ask() {
    try {
      this.figures = await this.#parts.fetchJson(this.url);
      this.failures = 0;
    } catch (error) {
      // shown by every panel as the age of what it has; said in the console once
      if (this.failures === 0) console.error(`no figures from ${this.url}`, error);
      this.failures += 1;
    }
    for (const listener of [...this.#listeners]) listener();
    if (this.#listeners.size > 0) this.#timer = this.#parts.setTimer(() => void this.#ask(), waitMs(this.failures));
  }
}

/** How long until it asks again. @param {number} failures */
export function waitMs(failures) {
  return failures === 0 ? PERIOD_MS : Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
}

/**
 * Nothing yet, of now, or of a while ago. One lost answer is no news; figures that have grown old are.
 * @param {{figures: Figures | null, failures: number}} asker @param {number} now server time @returns {FiguresStanding}
 */
export function figuresStanding({ figures, failures }, now) {
  if (figures === null) return "loading";
  return failures > 1 || now - figures.as_of_ms > OLD_MS ? "held" : "live";
}

/**
 * The asker of an address, shared by all panels and layers of the page.
 * @param {any} hub @param {string} path
 * @returns {Asker}
 */
export function askerOf(hub, path) {
  /** @type {Map<string, Asker>} */
  const askers = (hub.askers ??= new Map());
  const url = `${path}?scope=${encodeURIComponent(hub.config.scope)}`;
  const known = askers.get(url) ?? new Asker(url);
  askers.set(url, known);
  return known;
}

/** @type {Parts} */
const BROWSER = {
  async fetchJson(url) {
    const answer = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return answer.json();
  },
  setTimer: (run, ms) => setTimeout(run, ms),
  clearTimer: (timer) => clearTimeout(timer),
};
