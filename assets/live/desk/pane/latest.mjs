// @ts-check
/**
 * One answer of the server that follows what it depends on: asked again when the key changes, the older question given up.
 * While the next one is on its way the last answer stays, with the key it was for.
 *
 * @typedef {import("../desk.mjs").Desk} Desk
 */
import { refusalWords } from "./orders.mjs";

/** @template T */
export class Latest {
  /** What is wanted. @type {string | null} */
  key = null;
  /** @type {T | null} */
  answer = null;
  /** What the answer is for. @type {string | null} */
  answered = null;
  /** Why there is none for the key that is wanted. */
  why = "";
  /** @type {AbortController | null} */
  #asking = null;

  /** @param {Desk} desk @param {"zh" | "en"} lang @param {() => void} changed */
  constructor(desk, lang, changed) {
    this.desk = desk;
    this.lang = lang;
    this.changed = changed;
  }

  /** @param {string} key @param {string} url */
  want(key, url) {
    if (key === this.key) return;
    this.key = key;
    this.why = "";
    void this.#ask(key, url);
  }

  /** Ask once more for what could not be had. @param {string} url */
  again(url) {
    if (this.key === null || this.why === "") return;
    this.why = "";
    void this.#ask(this.key, url);
  }

  /** Nothing is wanted, and what there was is not so any more. */
  forget() {
    this.#asking?.abort();
    Object.assign(this, { key: null, answer: null, answered: null, why: "" });
  }

  /** @param {string} key @param {string} url */
  async #ask(key, url) {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const { status, body } = await this.desk.ask(url, { signal: asking.signal });
    if (this.key !== key || asking.signal.aborted) return;
    if (status === 200) Object.assign(this, { answer: body, answered: key, why: "" });
    else Object.assign(this, { why: refusalWords(body, this.lang) || String(status) });
    this.changed();
  }
}
