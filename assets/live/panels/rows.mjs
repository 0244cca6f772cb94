// @ts-check
/**
 * A list of elements kept in step with a list of items, in place: an item keeps its element (and the focus in it) for as
 * long as it is shown, and nothing is left behind when it goes.
 *
 * @template {{key: string}} Item
 */
export class Rows {
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();

  /**
   * @param {Element} list
   * @param {(item: Item) => HTMLElement} make a new element, without its changing parts
   * @param {(element: HTMLElement, item: Item) => void} write the changing parts
   */
  constructor(list, make, write) {
    this.list = list;
    this.make = make;
    this.write = write;
  }

  /** @param {ReadonlyArray<Item>} items in order, keys unique */
  show(items) {
    const wanted = new Set(items.map((item) => item.key));
    for (const [key, element] of this.#shown) {
      if (wanted.has(key)) continue;
      element.remove();
      this.#shown.delete(key);
    }
    const focused = document.activeElement;
    items.forEach((item, i) => this.#place(item, i));
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.list.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
  }

  /** @param {Item} item @param {number} i */
  #place(item, i) {
    const element = this.#shown.get(item.key) ?? this.make(item);
    this.#shown.set(item.key, element);
    if (this.list.children[i] !== element) this.list.insertBefore(element, this.list.children[i] ?? null);
    this.write(element, item);
  }
}
