// @ts-check
/** The queue. */

/** @param {HTMLElement} _element @param {import("../hub.mjs").Hub} _hub @param {import("./desk.mjs").Desk} _desk */
export function mount(_element, _hub, _desk) {
  return () => {};
}
