// @ts-check
/**
 * The layers of the desk's map: those of the wall, but its card shows no incidents (the pane does), a worker's has the way to his
 * track, and the map keeps its size.
 */
import { CARDS, cardLayer } from "../cards/card.mjs";
import { trackedCard } from "../desk/track_card.mjs";
import { LAYERS } from "./index.mjs";

/** @type {import("./index.mjs").Layer} the desk's map changes its size while the window does not: alarms come, the pane opens */
const size = {
  name: "size",
  add(map) {
    const watch = new ResizeObserver(() => map.invalidateSize({ animate: false }));
    watch.observe(map.getContainer());
    return { remove: () => watch.disconnect() };
  },
};

/** @param {import("../desk/desk.mjs").Desk} desk @returns {ReadonlyArray<import("./index.mjs").Layer>} */
export function deskLayers(desk) {
  const card = cardLayer({ worker: trackedCard(desk), camera: CARDS.camera });
  return [size, ...LAYERS.map((layer) => (layer.name === "card" ? card : layer))];
}
