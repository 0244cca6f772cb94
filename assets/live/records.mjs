// @ts-check
/**
 * The records as this page holds them: true at one sequence number, changed only by the changes that follow it.
 *
 * Of kinds that are many a snapshot brings only what the map needs (`columns.mjs`); whoever asks for one of those by its name
 * is looking at it, and the relay is asked for all of it (`wholes.mjs`).
 *
 * @typedef {import("./wire.mjs").RecordBody} RecordBody
 * @typedef {import("./wire.mjs").Snapshot} Snapshot
 * @typedef {import("./wire.mjs").Changes} Changes
 */

import { bodiesOf } from "./columns.mjs";

/** Changes that do not follow what is held: nothing was applied. */
export class RecordGap extends Error {}

export class RecordBook {
  /** @type {number | null} sequence the records are true at; null before the first snapshot */
  seq = null;
  /** @type {Map<string, Map<string, RecordBody>>} */
  #kinds = new Map();
  /** Somebody looks at a record of which only a little is held. @type {(kind: string, id: string) => void} */
  onLittle = () => {};

  /**
   * @param {string} kind
   * @param {string} id
   * @returns {RecordBody | undefined}
   */
  get(kind, id) {
    const body = this.#kinds.get(kind)?.get(id);
    if (body?.little) this.onLittle(kind, id);
    return body;
  }

  /**
   * All records of a kind by id. A live view: it changes as changes come.
   * @param {string} kind
   * @returns {ReadonlyMap<string, RecordBody>}
   */
  all(kind) {
    const known = this.#kinds.get(kind);
    if (known) return known;
    const empty = new Map();
    this.#kinds.set(kind, empty);
    return empty;
  }

  /** Every kind there is a record of, or was asked for. */
  get kinds() {
    return [...this.#kinds.keys()];
  }

  /** Forget everything: the relay has a new epoch. */
  reset() {
    for (const records of this.#kinds.values()) records.clear();
    this.seq = null;
  }

  /**
   * @param {Snapshot} snapshot
   * @returns {Set<string>} the kinds that may have changed
   */
  replace(snapshot) {
    const columns = snapshot.columns ?? {};
    const kinds = new Set([...this.#kinds.keys(), ...Object.keys(snapshot.records), ...Object.keys(columns)]);
    for (const kind of kinds) {
      const held = /** @type {Map<string, RecordBody>} */ (this.all(kind));
      held.clear();
      if (columns[kind]) for (const body of bodiesOf(columns[kind])) held.set(body.id, body);
      for (const [id, body] of Object.entries(snapshot.records[kind] ?? {})) put(held, id, body);
    }
    this.seq = snapshot.seq;
    return kinds;
  }

  /**
   * @param {Changes} message
   * @returns {{kinds: Set<string>, ids: Set<string>}} what changed
   * @throws {RecordGap} when it does not follow what is held
   */
  apply({ after, seq, changes }) {
    if (after !== this.seq) throw new RecordGap(`changes after ${after} came while the page is at ${this.seq}`);
    const kinds = new Set();
    const ids = new Set();
    for (const { kind, id, body } of changes) {
      const held = /** @type {Map<string, RecordBody>} */ (this.all(kind));
      put(held, id, body);
      kinds.add(kind);
      ids.add(id);
    }
    this.seq = seq;
    return { kinds, ids };
  }

  /**
   * All of some records, as it was asked for; a newer change has brought it already.
   * @param {string} kind @param {Record<string, RecordBody>} bodies
   * @returns {{kinds: Set<string>, ids: Set<string>}} what changed
   */
  complete(kind, bodies) {
    const held = /** @type {Map<string, RecordBody>} */ (this.all(kind));
    const ids = new Set();
    for (const [id, body] of Object.entries(bodies)) {
      if (!held.get(id)?.little) continue;
      held.set(id, body);
      ids.add(id);
    }
    return { kinds: new Set([kind]), ids };
  }
}

/** @param {Map<string, RecordBody>} held @param {string} id @param {RecordBody | null} body null: it is gone */
function put(held, id, body) {
  if (body === null) held.delete(id);
  else held.set(id, body);
}
