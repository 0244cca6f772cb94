// @ts-check
/**
 * The narrow bridge to Dash: three stores, told at most twice a second (with the pulse) and only of what changed.
 * Dash may not be ready yet, or the page may lack a store; then nothing is told, and the next pulse tries again.
 *
 * @typedef {import("./hub.mjs").Hub} Hub
 */

/** @type {ReadonlyArray<[string, (hub: Hub) => unknown]>} store id, what it holds */
const STORES = [
  ["live-counts", (hub) => hub.counts],
  ["live-selection", (hub) => hub.selection],
  ["live-link", (hub) => ({ state: hub.link.state, reason: hub.link.reason })],
];

/**
 * @param {Hub} hub
 * @param {(id: string) => boolean} exists whether Dash can take this id now
 * @param {(id: string, props: {data: unknown}) => void} setProps
 * @returns {() => void} stops
 */
export function bridge(hub, exists, setProps) {
  const told = new Map();
  return hub.on("pulse", () => {
    for (const [id, read] of STORES) {
      const data = read(hub);
      const text = JSON.stringify(data);
      if (told.get(id) === text || !exists(id)) continue;
      told.set(id, text);
      setProps(id, { data });
    }
  });
}
