// @ts-check
/**
 * The way the chosen worker has come, as this page has seen it and may show it: a line in the colour of selection that fades with age; broken
 * where he was not seen for long. The same in both renderers: it has a canvas of its own below the movers.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../map/canvas_layer.mjs").Frame} Frame
 * @typedef {import("../movers/trail.mjs").Segment} Segment
 */
import { canvasLayer } from "../map/canvas_layer.mjs";
import { readInk } from "../map/ink.mjs";
import { worldX, worldY } from "../map/mercator.mjs";
import { TrailBook, mayDraw, segments } from "../movers/trail.mjs";

/** Units. */
const LINE = 3;
const CASING = 6;
const DASH = Object.freeze([7, 7]);

/** @type {import("./index.mjs").Layer} */
export const trail = {
  name: "trail",
  add(map, hub) {
    const book = new TrailBook(hub.config);
    const sheet = canvasLayer(map, "wl-trail", (context, frame) => {
      const ink = readInk(map.getContainer());
      for (const segment of segmentsOf(hub, book)) paint(context, ink, frame, segment);
    });
    const deaf = [
      hub.on("frame", ({ changed }) => book.note(hub.fleet, changed)),
      hub.on("selection", () => sheet.repaint()),
      hub.on("track", () => sheet.repaint()),
      hub.on("second", () => hub.selection?.kind === "worker" && sheet.repaint()),
    ];
    return {
      remove() {
        deaf.forEach((stop) => stop());
        sheet.remove();
      },
    };
  },
};

/** @param {Hub} hub @param {TrailBook} book @returns {Segment[]} the last one ends where the mark is drawn */
function segmentsOf(hub, book) {
  const id = hub.selection?.kind === "worker" ? hub.selection.id : "";
  const row = hub.fleet.rowOf(id);
  if (row === null || !hub.fleet.present[row]) return [];
  const now = hub.now();
  if (!mayDraw(hub.config, { id, provenance: hub.fleet.provenance[row], track: hub.track, now })) return [];
  const [lat, lon] = hub.fleet.drawnAt(row, now);
  return segments([...book.of(row), { lat, lon, atMs: hub.fleet.observedMs[row] }], now);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("../map/ink.mjs").Ink} ink
 * @param {Frame} frame
 * @param {Segment} segment
 */
function paint(context, ink, { left, top, scale }, { from, to, estimated, strength }) {
  context.beginPath();
  context.moveTo((worldX(from.lon) - left) * scale, (worldY(from.lat) - top) * scale);
  context.lineTo((worldX(to.lon) - left) * scale, (worldY(to.lat) - top) * scale);
  context.lineCap = estimated ? "butt" : "round";
  context.setLineDash(estimated ? DASH.map((units) => units * ink.u) : []);
  context.globalAlpha = strength;
  for (const [units, token] of /** @type {const} */ ([[CASING, "ground"], [LINE, "lantern"]])) {
    context.lineWidth = units * ink.u;
    context.strokeStyle = ink.colour(token);
    context.stroke();
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}
