// @ts-check
/**
 * Rows never jump under a hand. While somebody is at the list its order is frozen: values change in place, what goes stays as
 * it last was, and what is new waits outside and is counted. Pure: time and rows come in.
 */

/** A pointer that has not moved for this long is nobody's hand. */
export const POINTER_MS = 60_000;
/** After a key the order holds this long. */
export const KEY_MS = 8_000;

/** Whether somebody is at the list. */
export class Grip {
  #pointerMs = -Infinity;
  #keyMs = -Infinity;

  /** The pointer moved over the list. @param {number} now */
  pointed(now) {
    this.#pointerMs = now;
  }

  /** A key moved the focus in the list. @param {number} now */
  keyed(now) {
    this.#keyMs = now;
  }

  /** The pointer left the list, or somebody asked for the new rows: the hand is off. */
  released() {
    this.#pointerMs = -Infinity;
    this.#keyMs = -Infinity;
  }

  /** @param {number} now */
  holds(now) {
    return now - this.#pointerMs < POINTER_MS || now - this.#keyMs < KEY_MS;
  }
}

/** @template {{id: string}} R */
export class Freezer {
  /** @type {Map<string, R> | null} the rows on the screen in their order; null while it flows */
  #held = null;

  get frozen() {
    return this.#held !== null;
  }

  /** @param {ReadonlyArray<R>} rows in the order they are shown in */
  freeze(rows) {
    this.#held ??= new Map(rows.map((row) => [row.id, row]));
  }

  thaw() {
    this.#held = null;
  }

  /** The frozen order as places by id. @returns {Map<string, number> | null} */
  places() {
    return this.#held && new Map([...this.#held.keys()].map((id, place) => [id, place]));
  }

  /**
   * @param {ReadonlyArray<R>} wanted what would be shown now, in any order
   * @param {(id: string) => R | undefined} latest a row that is no longer wanted, as it is now
   * @returns {{shown: R[], waiting: R[], leaving: string[]}} `leaving` are shown though no longer wanted
   */
  settle(wanted, latest) {
    if (this.#held === null) return { shown: [...wanted], waiting: [], leaving: [] };
    const now = new Map(wanted.map((row) => [row.id, row]));
    const leaving = [];
    for (const [id, row] of this.#held) {
      if (!now.has(id)) leaving.push(id);
      this.#held.set(id, now.get(id) ?? latest(id) ?? row);
    }
    const held = this.#held;
    return { shown: [...held.values()], waiting: wanted.filter(({ id }) => !held.has(id)), leaving };
  }
}
