// @ts-check
/**
 * Names on the map: in the page's language, never over each other, never in the way of the pointer. The streets' names lie
 * above the workers, so that a crowd does not make them unreadable; all others lie below.
 */
import { canvasLayer } from "../map/canvas_layer.mjs";
import { GLYPH_BOX, landmarkGlyph } from "../map/glyphs.mjs";
import { groundOf } from "../map/ground.mjs";
import { mix, readInk } from "../map/ink.mjs";
import { labelsOf } from "../map/label_set.mjs";
import { STYLES } from "../map/label_styles.mjs";
import { detailOf } from "../map/land_paint.mjs";
import { worldX, worldY } from "../map/mercator.mjs";
import { placeAtAnyRate, Taken } from "../map/placement.mjs";
import { rankOf } from "../map/spots.mjs";

/** @typedef {import("../map/label_set.mjs").Label} Label */
/** @typedef {import("../map/label_styles.mjs").Style} Style */
/** @typedef {import("../map/ink.mjs").Ink} Ink */
/** @typedef {import("../map/placement.mjs").Box} Box */
/** @typedef {import("../map/canvas_layer.mjs").Frame} Frame */

/** Width of the dark rim that lets a name be read on any ground, in units. */
const HALO = 5;

/** How much of a name is left outside the street this screen is about. */
const DIM = 0.5;

/** How far a diamond reaches from its middle, by rank, in units. */
const REACH = [0, 17, 29];

/** What is named over tiles, which bring the names of everything else. */
const DIVISIONS = new Set(["district", "streets", "communities", "grids"]);

/** @type {import("./index.mjs").Layer} */
export const labels = {
  name: "labels",
  add(map, hub) {
    const ground = groundOf(hub);
    const writer = new Writer();
    const calling = new Calling(hub);
    const named = (/** @type {string} */ name) => (!hub.config.basemap || DIVISIONS.has(name) ? ground.get(name) : []);
    const paint = (/** @type {boolean} */ above) => (/** @type {CanvasRenderingContext2D} */ context, /** @type {Frame} */ frame) => {
      const ink = readInk(map.getContainer());
      const setting = {
        lang: hub.lang,
        u: ink.u,
        detail: detailOf(frame.zoom, ink.u),
        frame,
        origin: ground.origin,
        measure: (/** @type {string} */ text, /** @type {Style} */ style) => writer.measure(context, ink, text, style),
        scope: hub.config.scope,
      };
      const all = labelsOf(named, setting);
      const taken = reserved(map, frame);
      for (const box of calling.boxes(frame, ink.u)) taken.take(box);
      const chosen = placeAtAnyRate(all, rooms(map, frame), taken, (i) => all[i].style === STYLES.street);
      for (const { candidate, place: at } of chosen.reverse()) {
        if ((all[candidate].style === STYLES.street) === above) writer.write(context, ink, all[candidate], at);
      }
    };
    const sheets = [canvasLayer(map, "wl-labels", paint(false)), canvasLayer(map, "wl-names", paint(true))];
    const repaint = () => sheets.forEach((sheet) => sheet.repaint());
    const deaf = [ground.on(repaint), hub.on("records", ({ kinds }) => kinds.has("incident") && calling.changed() && repaint())];
    void document.fonts?.ready.then(repaint);
    return {
      remove() {
        deaf.forEach((stop) => stop());
        sheets.forEach((sheet) => sheet.remove());
      },
    };
  },
};

/**
 * The view and, apart from it, what a pan will bring: so that no name is cut by the edge of the view.
 * @param {import("leaflet").Map} map @param {Frame} frame @returns {Box[]}
 */
function rooms(map, { width, height, offset }) {
  const { x: w, y: h } = map.getSize();
  const [x, y] = [-offset.x, -offset.y];
  return [
    { x, y, w, h },
    { x: 0, y: 0, w: width, h: y },
    { x: 0, y: y + h, w: width, h: height - y - h },
    { x: 0, y, w: x, h },
    { x: x + w, y, w: width - x - w, h },
  ];
}

/**
 * Ground that names keep off: what lies over the map in its corners.
 * @param {import("leaflet").Map} map @param {Frame} frame @returns {Taken}
 */
function reserved(map, { offset }) {
  const taken = new Taken();
  const corner = map.getContainer().getBoundingClientRect();
  for (const note of map.getContainer().closest(".wall-map")?.querySelectorAll(".map-note, .map-credit, .map-resume:not([hidden])") ?? []) {
    const { left, top, width, height } = note.getBoundingClientRect();
    taken.take({ x: left - corner.left - offset.x, y: top - corner.top - offset.y, w: width, h: height });
  }
  return taken;
}

/** The urgent and critical incidents, as ground that names keep off; it changes only when their set does. */
class Calling {
  #key = "";
  /** @type {Array<{x: number, y: number, reach: number}>} world pixels; units */
  #marks = [];

  /** @param {import("../hub.mjs").Hub} hub */
  constructor(hub) {
    this.hub = hub;
    this.changed();
  }

  /** Reads the records again. @returns {boolean} whether the set is another */
  changed() {
    const open = [...this.hub.records.all("incident").values()].filter(
      (one) => one.closed_at_ms == null && rankOf(one.urgency) > 0 && Number.isFinite(one.lat) && Number.isFinite(one.lon),
    );
    const key = open.map((one) => `${one.lat} ${one.lon} ${one.urgency}`).sort().join("|");
    if (key === this.#key) return false;
    this.#key = key;
    this.#marks = open.map((one) => ({ x: worldX(one.lon), y: worldY(one.lat), reach: REACH[rankOf(one.urgency)] }));
    return true;
  }

  /** @param {Frame} frame @param {number} u @returns {Box[]} the diamonds, in pixels of the frame */
  boxes(frame, u) {
    return this.#marks.map(({ x, y, reach }) => ({
      x: (x - frame.left) * frame.scale - reach * u,
      y: (y - frame.top) * frame.scale - reach * u,
      w: 2 * reach * u,
      h: 2 * reach * u,
    }));
  }
}

class Writer {
  /** @type {Map<string, number>} widths by font and text; the names of one district, so it does not grow without end */
  #widths = new Map();

  /** @param {CanvasRenderingContext2D} context @param {Ink} ink @param {string} text @param {Style} style @returns {number} */
  measure(context, ink, text, style) {
    const font = fontOf(ink, style);
    const key = `${font}|${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      context.font = font;
      this.#widths.set(key, (width = context.measureText(text).width));
    }
    return width;
  }

  /** @param {CanvasRenderingContext2D} context @param {Ink} ink @param {Label} label @param {number} at */
  write(context, ink, label, at) {
    const { style } = label;
    const colour = style.tint ? mix(ink.colour(style.token), ink.colour(style.tint[0]), style.tint[1]) : ink.colour(style.token);
    if (label.glyph) drawGlyph(context, ink, label.glyph, colour);
    context.font = fontOf(ink, style);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = HALO * ink.u;
    for (const piece of label.pieces[at]) {
      context.save();
      context.translate(Math.round(piece.x), Math.round(piece.y));
      context.rotate(piece.angle);
      context.globalAlpha = 0.85;
      context.strokeStyle = ink.colour("ground");
      context.strokeText(piece.text, 0, 0);
      context.globalAlpha = style.alpha * (label.dim ? DIM : 1);
      context.fillStyle = colour;
      context.fillText(piece.text, 0, 0);
      context.restore();
    }
  }
}

/** @param {Ink} ink @param {Style} style */
const fontOf = (ink, style) => `${style.weight} ${(style.size * ink.u).toFixed(2)}px ${ink.font}`;

/** @param {CanvasRenderingContext2D} context @param {Ink} ink @param {{x: number, y: number, size: number, drawing: string}} glyph @param {string} colour */
function drawGlyph(context, ink, { x, y, size, drawing }, colour) {
  const path = new Path2D(landmarkGlyph(drawing));
  context.save();
  context.translate(Math.round(x - size / 2), Math.round(y - size / 2));
  context.scale(size / GLYPH_BOX, size / GLYPH_BOX);
  context.globalAlpha = 0.85;
  context.lineJoin = "round";
  context.lineWidth = 5;
  context.strokeStyle = ink.colour("ground");
  context.stroke(path);
  context.globalAlpha = 1;
  context.fillStyle = colour;
  context.fill(path, "evenodd");
  context.restore();
}
