// @ts-check
/**
 * Which page this is: its panels and the layers of its map. The desk's modules are fetched on the desk only, so that a fault in
 * them cannot darken a wall; those of either page only here, so that the link need not wait for them.
 *
 * @typedef {object} Page
 * @property {Readonly<Record<string, import("./mounts.mjs").Mount>>} panels
 * @property {ReadonlyArray<import("./layers/index.mjs").Layer>} layers
 */

/**
 * @param {string | undefined} name `data-page` of the root
 * @param {import("./hub.mjs").Hub} hub
 * @returns {Promise<Page>}
 */
export async function pageOf(name, hub) {
  if (name === "desk") return (await import("./desk/page.mjs")).open(hub);
  const [{ LAYERS }, { PANELS }] = await Promise.all([import("./layers/index.mjs"), import("./panels/index.mjs")]);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hub.select(null));
  return { panels: PANELS, layers: LAYERS };
}
