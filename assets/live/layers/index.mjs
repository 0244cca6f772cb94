// @ts-check
/**
 * The layers of the map, in the order they are added. To add one: write `layers/<name>.mjs` that exports
 * `{name, add(map, hub) -> {remove()}}`, import it here and put it in its place; order between layers on the screen is
 * by Leaflet pane, not by this list.
 *
 * @typedef {object} Layer
 * @property {string} name
 * @property {(map: import("leaflet").Map, hub: import("../hub.mjs").Hub) => {remove(): void}} add
 */
import { workers } from "./workers.mjs";

/** @type {ReadonlyArray<Layer>} */
export const LAYERS = [workers];
