// @ts-check
/** The layers of the desk's map: those of the wall, but its card shows no incidents, for the pane does. */
import { CARDS, cardLayer } from "../cards/card.mjs";
import { LAYERS } from "./index.mjs";

const deskCard = cardLayer({ worker: CARDS.worker, camera: CARDS.camera });

/** @type {ReadonlyArray<import("./index.mjs").Layer>} */
export const DESK_LAYERS = LAYERS.map((layer) => (layer.name === "card" ? deskCard : layer));
