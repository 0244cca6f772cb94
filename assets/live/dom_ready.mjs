// @ts-check
/** Waiting for what React and dash-leaflet bring after our modules have run. */

/**
 * @template {Element} E
 * @param {string} selector
 * @returns {Promise<E>} the first such element, once there is one
 */
export function element(selector) {
  const find = () => /** @type {E | null} */ (document.querySelector(selector));
  return new Promise((done) => {
    const there = find();
    if (there) return done(there);
    const observer = new MutationObserver(() => {
      const found = find();
      if (!found) return;
      observer.disconnect();
      done(found);
    });
    observer.observe(document, { childList: true, subtree: true });
  });
}

/**
 * Call with the map of this container id, whenever there is a new one; the map has its view when it is called.
 * @param {string} id
 * @param {(map: import("leaflet").Map) => void} use
 */
export function eachMap(id, use) {
  const take = () => {
    const map = window.wanglou.maps[id];
    map?.whenReady(() => use(map));
  };
  window.addEventListener("wanglou:map", (event) => {
    if (/** @type {CustomEvent} */ (event).detail === id) take();
  });
  take();
}
