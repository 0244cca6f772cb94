// @ts-check
/**
 * Which page this is: its panels and the layers of its map. The desk's modules are fetched on the desk only, so that a fault in
 * them cannot darken a wall.
 *
 * @typedef {object} Page
 * @property {Readonly<Record<string, import("./mounts.mjs").Mount>>} panels
 * @property {ReadonlyArray<import("./layers/index.mjs").Layer>} layers
 */
import { LAYERS } from "./layers/index.mjs";
import { PANELS } from "./panels/index.mjs";

/**
 * @param {string | undefined} name `data-page` of the root
 * @param {import("./hub.mjs").Hub} hub
 * @returns {Promise<Page>}
 */
export async function pageOf(name, hub) {
  if (name === "desk") return (await import("./desk/page.mjs")).open(hub);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hub.select(null));
  return { panels: PANELS, layers: LAYERS };
}
