// @ts-check
/** The desk's top bar: clock and link as on the wall, and who sits here. */
import { drawOn } from "../panels/draw.mjs";
import { drawLink, drawTime } from "../panels/titlebar.mjs";

/** @param {HTMLElement} element @param {import("../hub.mjs").Hub} hub @param {import("./desk.mjs").Desk} _desk */
export function mount(element, hub, _desk) {
  return drawOn(element, hub, ["second", "beat", "link"], () => {
    drawTime(element, hub);
    drawLink(element, hub);
  });
}
