// @ts-check
/**
 * The layers of the map, in the order they are added. To add one: write `layers/<name>.mjs` that exports
 * `{name, add(map, hub) -> {remove()}}`, import it here and put it in its place; order between layers on the screen is
 * by Leaflet pane, not by this list. A click on the ground is offered in this order too: whoever comes later wins, so a worker
 * before a camera stands after it.
 *
 * @typedef {object} Layer
 * @property {string} name
 * @property {(map: import("leaflet").Map, hub: import("../hub.mjs").Hub) => {remove(): void}} add
 */
import { card } from "../cards/card.mjs";
import { view } from "../map/view.mjs";
import { basemap } from "./basemap.mjs";
import { cameras } from "./cameras.mjs";
import { coverage } from "./coverage.mjs";
import { incidents } from "./incidents.mjs";
import { labels } from "./labels.mjs";
import { land } from "./land.mjs";
import { sos } from "./sos.mjs";
import { trail } from "./trail.mjs";
import { workers } from "./workers.mjs";

/** @type {ReadonlyArray<Layer>} */
export const LAYERS = [view, basemap, land, coverage, labels, cameras, trail, workers, incidents, sos, card];
