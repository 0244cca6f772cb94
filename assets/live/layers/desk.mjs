// @ts-check
/** The layers of the desk's map: those of the wall, but its card shows no incidents (the pane does), and it keeps its size. */
import { CARDS, cardLayer } from "../cards/card.mjs";
import { LAYERS } from "./index.mjs";

const deskCard = cardLayer({ worker: CARDS.worker, camera: CARDS.camera });

/** @type {import("./index.mjs").Layer} the desk's map changes its size while the window does not: alarms come, the pane opens */
const size = {
  name: "size",
  add(map) {
    const watch = new ResizeObserver(() => map.invalidateSize({ animate: false }));
    watch.observe(map.getContainer());
    return { remove: () => watch.disconnect() };
  },
};

/** @type {ReadonlyArray<import("./index.mjs").Layer>} */
export const DESK_LAYERS = [size, ...LAYERS.map((layer) => (layer.name === "card" ? deskCard : layer))];
