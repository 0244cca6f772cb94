// @ts-check
/**
 * The records as this page holds them: true at one sequence number, changed only by the changes that follow it.
 *
 * @typedef {import("./wire.mjs").RecordBody} RecordBody
 * @typedef {import("./wire.mjs").Snapshot} Snapshot
 * @typedef {import("./wire.mjs").Changes} Changes
 */

/** Changes that do not follow what is held: nothing was applied. */
export class RecordGap extends Error {}

export class RecordBook {
  /** @type {number | null} sequence the records are true at; null before the first snapshot */
  seq = null;
  /** @type {Map<string, Map<string, RecordBody>>} */
  #kinds = new Map();

  /**
   * @param {string} kind
   * @param {string} id
   * @returns {RecordBody | undefined}
   */
  get(kind, id) {
    return this.#kinds.get(kind)?.get(id);
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
    const kinds = new Set([...this.#kinds.keys(), ...Object.keys(snapshot.records)]);
    for (const kind of kinds) {
      const held = /** @type {Map<string, RecordBody>} */ (this.all(kind));
      held.clear();
      for (const [id, body] of Object.entries(snapshot.records[kind] ?? {})) held.set(id, body);
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
      if (body === null) held.delete(id);
      else held.set(id, body);
      kinds.add(kind);
      ids.add(id);
    }
    this.seq = seq;
    return { kinds, ids };
  }
}
