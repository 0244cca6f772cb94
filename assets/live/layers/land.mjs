// @ts-check
/** The land: everything that neither moves nor is clicked, on one canvas under all else. */
import { canvasLayer } from "../map/canvas_layer.mjs";
import { groundOf } from "../map/ground.mjs";
import { readInk } from "../map/ink.mjs";
import { LandPainter } from "../map/land_paint.mjs";

/** @type {import("./index.mjs").Layer} */
export const land = {
  name: "land",
  add(map, hub) {
    const ground = groundOf(hub);
    const painter = new LandPainter(ground, hub.config.scope, Boolean(hub.config.basemap));
    const sheet = canvasLayer(map, "wl-land", (context, frame) => painter.paint(context, frame, readInk(map.getContainer())));
    const notice = gapNotice(map, ground, hub);
    const deaf = ground.on(() => {
      sheet.repaint();
      notice.update();
    });
    return {
      remove() {
        deaf();
        notice.remove();
        sheet.remove();
      },
    };
  },
};

/**
 * Says which parts of the land are missing and that they are being asked for again.
 * @param {import("leaflet").Map} map @param {import("../map/ground.mjs").Ground} ground @param {import("../hub.mjs").Hub} hub
 */
function gapNotice(map, ground, hub) {
  const notice = document.createElement("p");
  notice.className = "map-gap";
  notice.setAttribute("role", "status");
  notice.hidden = true;
  map.getContainer().append(notice);
  return {
    update() {
      const missing = [...ground.failed].map((name) => hub.t(`map.part.${name}`)).join(hub.t("map.join"));
      notice.hidden = missing === "";
      notice.textContent = notice.hidden ? "" : hub.t("map.gap", { missing });
    },
    remove: () => notice.remove(),
  };
}
