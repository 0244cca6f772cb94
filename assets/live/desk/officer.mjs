// @ts-check
/**
 * Who sits at this desk, by their own word; kept in the browser. A name is what the server takes: at most 64 characters,
 * no colon.
 *
 * @typedef {{readonly name: string, readonly unit: string | null, readonly role: string}} Person
 * @typedef {{id: string, name: string}} Choice
 * @typedef {{getItem(key: string): string | null, setItem(key: string, value: string): void}} Storage
 */

export const KEY = "wanglou.officer";
export const NAME_CHARACTERS = 64;
/** The role that acts for a department, which it must name. */
export const OF_A_UNIT = "department";

export class Officer {
  /** @type {Set<(now: Person) => void>} */
  #listeners = new Set();
  #storage;
  #known;
  /** @type {Person} */
  #now;

  /**
   * @param {Storage} storage
   * @param {{first_role: string, roles: Choice[], units: Choice[]}} known
   */
  constructor(storage, known) {
    this.#storage = storage;
    this.#known = known;
    this.#now = this.#whole(read(storage));
  }

  /** @returns {Person} */
  get now() {
    return this.#now;
  }

  /** Whether an order could be signed: it has a name, and in a department's role a department. */
  get known() {
    return this.#now.name !== "" && (this.#now.role !== OF_A_UNIT || this.#now.unit !== null);
  }

  /** @param {(now: Person) => void} listener @returns {() => void} */
  on(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param {Partial<Person>} change */
  set(change) {
    this.#now = this.#whole({ ...this.#now, ...change });
    this.#storage.setItem(KEY, JSON.stringify(this.#now));
    for (const listener of this.#listeners) listener(this.#now);
  }

  /** @param {any} said @returns {Person} what of it can be believed */
  #whole(said) {
    const name = typeof said?.name === "string" ? said.name.replaceAll(":", " ").trim().slice(0, NAME_CHARACTERS) : "";
    const role = this.#known.roles.some(({ id }) => id === said?.role) ? said.role : this.#known.first_role;
    const unit = role === OF_A_UNIT && this.#known.units.some(({ id }) => id === said?.unit) ? said.unit : null;
    return Object.freeze({ name, unit, role });
  }
}

/** @param {Storage} storage @returns {unknown} */
function read(storage) {
  try {
    return JSON.parse(storage.getItem(KEY) ?? "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
