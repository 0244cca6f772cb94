// @ts-check
/**
 * Asks the relay for all of the records that somebody looks at and of which the page holds little. One question at a time, each of many
 * records.
 */

/** The relay answers for so many at once. */
const AT_ONCE = 200;
/** What is asked for within one drawing goes into one question. */
const GATHER_MS = 60;

/** @typedef {{type: "whole", kind: string, ids: string[]}} Question */

export class Wholes {
  /** @type {Map<string, Set<string>>} ids by kind that are still to be asked for */
  #wanted = new Map();
  /** @type {Question | null} not yet answered */
  #asked = null;
  #timed = false;
  #send;
  #setTimer;

  /**
   * @param {object} parts
   * @param {(question: Question) => boolean} parts.send false while there is nobody to ask
   * @param {(run: () => void, ms: number) => unknown} parts.setTimer
   */
  constructor({ send, setTimer }) {
    this.#send = send;
    this.#setTimer = setTimer;
  }

  /** @param {string} kind @param {string} id */
  want(kind, id) {
    if (this.#asked?.kind === kind && this.#asked.ids.includes(id)) return;
    const ids = this.#wanted.get(kind);
    if (ids) ids.add(id);
    else this.#wanted.set(kind, new Set([id]));
    this.#soon();
  }

  /** The relay has answered. */
  answered() {
    this.#asked = null;
    this.#soon();
  }

  /** A new connection: what was not answered on the last will never be. */
  begin() {
    const asked = this.#asked;
    this.#asked = null;
    for (const id of asked?.ids ?? []) this.want(/** @type {Question} */ (asked).kind, id);
  }

  /** There is somebody to ask again. */
  ready() {
    this.#soon();
  }

  #soon() {
    if (this.#timed || this.#asked || this.#wanted.size === 0) return;
    this.#timed = true;
    this.#setTimer(() => this.#ask(), GATHER_MS);
  }

  #ask() {
    this.#timed = false;
    const [kind, wanted] = this.#wanted.entries().next().value ?? [];
    if (this.#asked || kind === undefined || wanted === undefined) return;
    const ids = [...wanted].slice(0, AT_ONCE);
    /** @type {Question} */
    const question = { type: "whole", kind, ids };
    if (!this.#send(question)) return;
    this.#asked = question;
    for (const id of ids) wanted.delete(id);
    if (wanted.size === 0) this.#wanted.delete(kind);
  }
}
