// @ts-check
/**
 * Keeps the newest answer about one incident: asks when it is told to, one question at a time, and keeps what it has when an
 * answer does not come. What was asked about another incident is dropped.
 *
 * @typedef {(url: string, question?: {signal?: AbortSignal}) => Promise<{status: number, body: any}>} Ask
 */
export class NearbyFetch {
  /** @type {AbortController | null} */
  #asking = null;
  /** @type {string | null} */
  id = null;
  /** @type {any} the last good answer about this incident */
  answer = null;
  /** Why the last question got none; "" when it did. */
  why = "";

  /** @param {Ask} ask @param {() => void} changed */
  constructor(ask, changed) {
    this.ask = ask;
    this.changed = changed;
  }

  /** Another incident, or none. @param {string | null} id */
  follow(id) {
    if (id === this.id) return;
    this.#asking?.abort();
    this.#asking = null;
    this.id = id;
    this.answer = null;
    this.why = "";
    this.changed();
    if (id !== null) void this.refresh();
  }

  /** Ask now, unless a question is under way. */
  async refresh() {
    const { id } = this;
    if (id === null || this.#asking !== null) return;
    const asking = (this.#asking = new AbortController());
    const { status, body } = await this.ask(`/api/incidents/${encodeURIComponent(id)}/nearby`, { signal: asking.signal });
    if (asking !== this.#asking) return;
    this.#asking = null;
    if (status === 200) this.answer = body;
    this.why = status === 200 ? "" : String(body?.error ?? status);
    this.changed();
  }
}
