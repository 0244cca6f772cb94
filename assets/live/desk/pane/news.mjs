// @ts-check
/**
 * What somebody else did to the open incident a moment ago. Pure: one's own orders are no news, and neither is the state in
 * which an incident was opened.
 */
import { orderWords } from "./timeline.mjs";

/** @typedef {import("./values.mjs").Voice} Voice */

/** So long is "just now". */
export const RECENT_MS = 30_000;

export class News {
  /** @type {number | null} the revision that is known */
  #revision = null;
  #own = 0;
  /** The last order that is known, to tell it from the sender's word. */
  #last = "";
  /** @type {{by: string | null, order: string | null, atMs: number, revision: number} | null} */
  #latest = null;

  /** Another incident is opened. */
  reset() {
    this.#revision = null;
    this.#own = 0;
    this.#latest = null;
  }

  /** An order of this desk came to this revision; the lane may have brought it before the answer did. @param {number} revision */
  own(revision) {
    this.#own = Math.max(this.#own, revision);
    if (this.#latest && this.#latest.revision <= this.#own) this.#latest = null;
  }

  /** @param {Record<string, any>} body @param {number} now */
  learn(body, now) {
    const revision = body.revision ?? 0;
    const before = this.#revision;
    const last = JSON.stringify([body.case?.last?.at_ms, body.case?.last?.by, body.case?.last?.do]);
    const ordered = last !== this.#last;
    this.#revision = revision;
    this.#last = last;
    if (before === null || revision <= before) return;
    if (revision <= this.#own) this.#latest = null;
    else this.#latest = { ...lastOf(body, ordered), atMs: now, revision };
  }

  /** @param {number} now @param {Voice} voice @returns {string} empty when there is none */
  words(now, voice) {
    const news = this.#latest;
    if (!news || now - news.atMs > RECENT_MS) return "";
    const who = news.by ?? voice.t("pane.sender");
    return news.order ? voice.t("pane.changed", { who, what: orderWords(news.order, voice) }) : voice.t("pane.changed_plain", { who });
  }
}

/** @param {Record<string, any>} body @param {boolean} ordered whether an officer's order changed it, else the sender did */
function lastOf(body, ordered) {
  const last = body.case?.last;
  return ordered && last ? { by: String(last.by), order: String(last.do) } : { by: null, order: null };
}
