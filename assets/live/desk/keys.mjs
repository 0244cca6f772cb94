// @ts-check
/**
 * The desk's keys: one table that `?` lists, so that no key is bound without being told. A key is a single character or a
 * name such as "ArrowDown"; with Ctrl, Alt or Meta it belongs to the browser. Nothing is heard while somebody types in a
 * field, but for keys bound with `typing`.
 *
 * @typedef {object} Binding
 * @property {string} key
 * @property {string} label words key
 * @property {string} group words key
 * @property {() => boolean} [when] whether it can be used now
 * @property {boolean} [typing] heard in fields too
 * @property {(event: KeyboardEvent) => void} run
 */

/** Elements that take characters themselves. */
const FIELDS = "input, textarea, select, [contenteditable]";

export class Keys {
  /** @type {Binding[]} the later bound is asked first: a pane over a pane has the key */
  #bound = [];

  /**
   * @param {Binding} binding
   * @returns {() => void} unbinds
   */
  bind(binding) {
    this.#bound.push(binding);
    return () => {
      this.#bound = this.#bound.filter((one) => one !== binding);
    };
  }

  /**
   * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "defaultPrevented">} event
   * @param {boolean} typing whether it comes from a field
   * @returns {Binding | null} what it does now
   */
  find(event, typing) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
    const key = fold(event.key);
    const fits = (/** @type {Binding} */ one) => fold(one.key) === key && (!typing || one.typing) && (one.when?.() ?? true);
    return [...this.#bound].reverse().find(fits) ?? null;
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether somebody took it */
  press(event) {
    const target = event.target;
    const found = this.find(event, target instanceof Element && target.closest(FIELDS) !== null);
    if (!found) return false;
    event.preventDefault();
    found.run(event);
    return true;
  }

  /**
   * What can be pressed now, by group in the order bound; of several for one key the one that would run.
   * @returns {Map<string, Binding[]>}
   */
  list() {
    const groups = new Map();
    for (const one of this.#bound) {
      if (one !== this.find({ ...PLAIN, key: one.key }, false)) continue;
      groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
    }
    return groups;
  }
}

const PLAIN = { ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false };

/** Letters are the same with and without the shift key. @param {string} key */
const fold = (key) => (key.length === 1 ? key.toLowerCase() : key);
