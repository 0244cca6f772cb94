// @ts-check
/**
 * Coverage debt as a quiet shading of the grids: the longer nobody was there, the lighter; where nobody ever was, hatched. Shown
 * while somebody wants it: `V` on the wall turns it on and off. It says how old its figures are, and goes when they do.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../map/geo.mjs").Feature} Feature
 * @typedef {import("../map/canvas_layer.mjs").Frame} Frame
 */
import { askerOf, figuresStanding } from "../figures.mjs";
import { canvasLayer } from "../map/canvas_layer.mjs";
import { groundOf } from "../map/ground.mjs";
import { readInk } from "../map/ink.mjs";
import { make, show, write } from "../panels/dom.mjs";
import { ageNote } from "../panels/polled.mjs";

const KEY = "v";
const HOUR_S = 3_600;
/** From so many seconds without a visit a grid is shaded so strongly; the last visit of the day before is the strongest. */
const STRENGTHS = /** @type {const} */ ([[24 * HOUR_S, 0.2], [8 * HOUR_S, 0.09]]);
const NEVER = 0.13;

/** @type {import("./index.mjs").Layer} */
export const coverage = {
  name: "coverage",
  add(map, hub) {
    const asker = askerOf(hub, "/api/patrol");
    const ground = groundOf(hub);
    const legend = make("p", "map-coverage");
    legend.setAttribute("role", "status");
    legend.hidden = true;
    map.getContainer().append(legend);
    let wanted = false;
    let deaf = () => {};
    /** @type {Map<Feature, Path2D>} */
    const paths = new Map();
    const waits = () => (wanted && figuresStanding(asker, hub.now()) !== "loading" ? (asker.figures?.grids ?? {}) : {});
    const sheet = canvasLayer(map, "wl-land", (context, frame) => shade(context, frame, ground, waits(), paths, readInk(map.getContainer())));
    const tell = () => {
      show(legend, wanted);
      if (wanted) write(legend, `${hub.t("coverage.legend")} · ${ageNote(asker, hub)}`);
    };
    const stops = [ground.on((name) => name === "grids" && sheet.repaint()), hub.on("second", tell)];
    const toggle = (/** @type {KeyboardEvent} */ event) => {
      if (hub.config.page === "desk" || event.key.toLowerCase() !== KEY || event.ctrlKey || event.metaKey || event.altKey) return;
      wanted = !wanted;
      deaf();
      deaf = wanted ? asker.on(() => sheet.repaint()) : () => {};
      tell();
      sheet.repaint();
    };
    document.addEventListener("keydown", toggle);
    return {
      remove() {
        document.removeEventListener("keydown", toggle);
        for (const stop of [deaf, ...stops]) stop();
        legend.remove();
        sheet.remove();
      },
    };
  },
};

/** How strongly a grid is shaded; 0: somebody was there lately. Pure. @param {number | null | undefined} since_s null: never @returns {number} */
export function strengthOf(since_s) {
  if (since_s === null) return NEVER;
  if (since_s === undefined) return 0;
  return STRENGTHS.find(([from]) => since_s >= from)?.[1] ?? 0;
}

/**
 * @param {CanvasRenderingContext2D} context @param {Frame} frame @param {import("../map/ground.mjs").Ground} ground
 * @param {Record<string, number | null>} waits by grid @param {Map<Feature, Path2D>} paths @param {import("../map/ink.mjs").Ink} ink
 */
function shade(context, frame, ground, waits, paths, ink) {
  const light = ink.colour("text");
  const hatch = hatching(context, light);
  context.save();
  context.translate((ground.origin.x - frame.left) * frame.scale, (ground.origin.y - frame.top) * frame.scale);
  context.scale(frame.scale, frame.scale);
  hatch?.setTransform(new DOMMatrix().scale(1 / frame.scale));
  for (const feature of ground.get("grids")) {
    const since = waits[String(feature.properties.code)];
    const strength = strengthOf(since);
    if (strength === 0) continue;
    context.globalAlpha = strength;
    context.fillStyle = since === null && hatch ? hatch : light;
    context.fill(pathOf(feature, paths), "evenodd");
  }
  context.restore();
}

/** @param {Feature} feature @param {Map<Feature, Path2D>} paths */
function pathOf(feature, paths) {
  const known = paths.get(feature);
  if (known) return known;
  const path = new Path2D();
  for (const ring of feature.rings) {
    for (let i = 0; i < ring.length; i += 2) {
      if (i === 0) path.moveTo(ring[0], ring[1]);
      else path.lineTo(ring[i], ring[i + 1]);
    }
    path.closePath();
  }
  paths.set(feature, path);
  return path;
}

/** @param {CanvasRenderingContext2D} context @param {string} colour */
function hatching(context, colour) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.stroke(new Path2D("M-2 2L2 -2M0 8L8 0M6 10L10 6"));
  return context.createPattern(tile, "repeat");
}
