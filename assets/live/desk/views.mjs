// @ts-check
/**
 * Saved views: a name and what of the queue it shows, as the query of an address. Kept in the browser; as a link
 * (`/desk?view=<name>`) a view works where it was saved, its own query works everywhere.
 *
 * @typedef {{readonly name: string, readonly query: string}} View
 * @typedef {import("./officer.mjs").Storage} Storage
 */

export const KEY = "wanglou.views";
export const NAME_CHARACTERS = 24;
export const MOST = 20;

export class Views {
  #storage;

  /** @param {Storage} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /** @returns {View[]} oldest first */
  all() {
    const kept = parse(this.#storage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter(isView).slice(0, MOST) : [];
  }

  /** @param {string} name @returns {View | undefined} */
  get(name) {
    return this.all().find((view) => view.name === name);
  }

  /**
   * Keep a view; one of that name is replaced.
   * @param {string} name @param {string} query
   * @returns {View | null} null when it has no name or there is no room
   */
  save(name, query) {
    const view = { name: name.trim().slice(0, NAME_CHARACTERS), query };
    const others = this.all().filter((one) => one.name !== view.name);
    if (view.name === "" || others.length >= MOST) return null;
    this.#keep([...others, view]);
    return view;
  }

  /** @param {string} name */
  forget(name) {
    this.#keep(this.all().filter((view) => view.name !== name));
  }

  /** @param {View[]} views */
  #keep(views) {
    this.#storage.setItem(KEY, JSON.stringify(views));
  }
}

/** @param {any} kept @returns {kept is View} */
function isView(kept) {
  return typeof kept?.name === "string" && kept.name !== "" && typeof kept.query === "string";
}

/** @param {string | null} text @returns {unknown} */
function parse(text) {
  try {
    return JSON.parse(text ?? "[]");
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
