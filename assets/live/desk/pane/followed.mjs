// @ts-check
/**
 * The incident in the pane: its record as the live lane has it, else as the server keeps it (closed long ago, or asked for
 * by its address before any record has come).
 *
 * @typedef {import("../../hub.mjs").Hub} Hub
 * @typedef {import("../desk.mjs").Desk} Desk
 * @typedef {"none" | "loading" | "live" | "kept" | "unknown" | "failed"} Standing
 */
import { refusalWords } from "./orders.mjs";

export class Followed {
  /** @type {string | null} */
  id = null;
  /** @type {Record<string, any> | null} */
  body = null;
  /** @type {Standing} */
  standing = "none";
  /** Why it could not be fetched. */
  why = "";
  /** When it was fetched, for one that is not on the live lane: server ms. */
  fetchedMs = 0;
  /** @type {AbortController | null} */
  #asking = null;

  /** @param {Hub} hub @param {Desk} desk @param {() => void} changed called after every change of the above */
  constructor(hub, desk, changed) {
    this.hub = hub;
    this.desk = desk;
    this.changed = changed;
  }

  /** Follow another one, or none. @param {string | null} id */
  follow(id) {
    if (id === this.id) return;
    this.#asking?.abort();
    this.#asking = null;
    Object.assign(this, { id, body: null, standing: id === null ? "none" : "loading", why: "" });
    if (id === null) return this.changed();
    this.learn();
  }

  /** The records changed. */
  learn() {
    if (this.id === null) return;
    const live = this.hub.records.get("incident", this.id);
    if (live) {
      if (live === this.body) return;
      this.#asking?.abort();
      Object.assign(this, { body: live, standing: "live" });
      return this.changed();
    }
    const asked = this.#asking !== null || this.standing === "kept" || this.standing === "unknown" || this.standing === "failed";
    if (!asked && this.hub.records.seq !== null) void this.fetch();
    this.changed();
  }

  /** Ask the server for it: what the lane does not carry does not follow by itself. */
  async fetch() {
    const id = this.id;
    if (id === null) return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const { status, body } = await this.desk.ask(`/api/incidents/${encodeURIComponent(id)}`, { signal: asking.signal });
    if (this.#asking !== asking || asking.signal.aborted) return;
    this.#asking = null;
    if (status === 200) Object.assign(this, { body, standing: "kept", fetchedMs: this.hub.now() });
    else if (status === 404) Object.assign(this, { body: null, standing: "unknown" });
    else Object.assign(this, { standing: "failed", why: refusalWords(body, this.hub.lang) });
    this.changed();
  }

  stop() {
    this.#asking?.abort();
  }
}
