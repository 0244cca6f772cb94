// @ts-check
/**
 * Panels in their places: every `[data-panel]` under the root gets what the registry has by that name, also when React
 * puts it there later, and is told when it is taken away.
 *
 * @typedef {import("./hub.mjs").Hub} Hub
 * @typedef {(element: HTMLElement, hub: Hub) => (() => void) | void} Mount
 */

/**
 * @param {HTMLElement} root
 * @param {Readonly<Record<string, Mount>>} panels
 * @param {Hub} hub
 */
export function mountPanels(root, panels, hub) {
  /** @type {Map<HTMLElement, (() => void) | void>} */
  const mounted = new Map();
  const look = () => {
    for (const [place, unmount] of mounted) {
      if (place.isConnected) continue;
      mounted.delete(place);
      unmount?.();
    }
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-panel]"))) {
      if (!mounted.has(place)) mounted.set(place, mount(place, panels, hub));
    }
  };
  // Panels change their own insides all the time; only elements that come or go with a place matter.
  new MutationObserver((records) => records.some(touchesPlaces) && look()).observe(root, { childList: true, subtree: true });
  look();
}

/** @param {MutationRecord} record */
function touchesPlaces(record) {
  return [...record.addedNodes, ...record.removedNodes].some(
    (node) => node instanceof Element && (node.matches("[data-panel]") || node.querySelector("[data-panel]")),
  );
}

/**
 * One panel that fails leaves its place empty and the others working.
 * @param {HTMLElement} place
 * @param {Readonly<Record<string, Mount>>} panels
 * @param {Hub} hub
 */
function mount(place, panels, hub) {
  const name = place.dataset.panel ?? "";
  if (!Object.hasOwn(panels, name)) {
    console.error(`there is no panel "${name}"`);
    return undefined;
  }
  try {
    return panels[name](place, hub);
  } catch (error) {
    hub.faults += 1;
    console.error(`panel "${name}" failed`, error);
    return undefined;
  }
}
