// @ts-check
/**
 * Names on the map: in the page's language, never over each other, never in the way of the pointer. The streets' names lie
 * above the workers, so that a crowd does not make them unreadable; all others lie below.
 */
import { canvasLayer } from "../map/canvas_layer.mjs";
import { footprintsOf } from "../map/footprints.mjs";
import { GLYPH_BOX, landmarkGlyph } from "../map/glyphs.mjs";
import { groundOf } from "../map/ground.mjs";
import { mix, readInk } from "../map/ink.mjs";
import { labelsOf } from "../map/label_set.mjs";
import { STYLES } from "../map/label_styles.mjs";
import { detailOf } from "../map/land_paint.mjs";
import { place, Taken } from "../map/placement.mjs";

/** @typedef {import("../map/label_set.mjs").Label} Label */
/** @typedef {import("../map/label_styles.mjs").Style} Style */
/** @typedef {import("../map/ink.mjs").Ink} Ink */
/** @typedef {import("../map/placement.mjs").Box} Box */
/** @typedef {import("../map/canvas_layer.mjs").Frame} Frame */

/** Width of the dark rim that lets a name be read on any ground, in units. */
const HALO = 5;

/** How much of a name is left outside the street this screen is about. */
const DIM = 0.62;

/** What is named over tiles, which bring the names of everything else. */
const DIVISIONS = new Set(["district", "streets", "communities", "grids"]);

/** @type {import("./index.mjs").Layer} */
export const labels = {
  name: "labels",
  add(map, hub) {
    const ground = groundOf(hub);
    const marks = footprintsOf(hub);
    const plan = new Plan(map, hub);
    const paint = (/** @type {boolean} */ above) => (/** @type {CanvasRenderingContext2D} */ context, /** @type {Frame} */ frame) => {
      const ink = readInk(map.getContainer());
      for (const { label, at } of plan.of(context, ink, frame)) {
        if ((label.style === STYLES.street) === above) plan.writer.write(context, ink, label, at);
      }
    };
    const sheets = [canvasLayer(map, "wl-labels", paint(false)), canvasLayer(map, "wl-names", paint(true))];
    const repaint = () => {
      plan.forget();
      sheets.forEach((sheet) => sheet.repaint());
    };
    const deaf = [ground.on(repaint), marks.on(repaint)];
    void document.fonts?.ready.then(repaint);
    // read through `window.wanglou.drawn()` by tests and by whoever asks why a name is not there
    /** @type {any} */ (hub).names = () => plan.written();
    return {
      remove() {
        deaf.forEach((stop) => stop());
        sheets.forEach((sheet) => sheet.remove());
      },
    };
  },
};

/** Which names stand and where: thought out once for both sheets. */
class Plan {
  writer = new Writer();
  #key = "";
  /** @type {Array<{label: Label, at: number, pressed: boolean}>} */
  #made = [];
  /** @type {Map<string, number>} places by name */
  #held = new Map();
  #size = "";
  #offset = { x: 0, y: 0 };

  /** @param {import("leaflet").Map} map @param {import("../hub.mjs").Hub} hub */
  constructor(map, hub) {
    this.map = map;
    this.hub = hub;
  }

  /** Something else than the view has changed. */
  forget() {
    this.#key = "";
  }

  /** @param {CanvasRenderingContext2D} context @param {Ink} ink @param {Frame} frame @returns {Array<{label: Label, at: number, pressed: boolean}>} what lies lowest first */
  of(context, ink, frame) {
    const key = [frame.left, frame.top, frame.scale, frame.width, frame.height, ink.u].join(" ");
    if (key !== this.#key) this.#made = this.#make(context, ink, frame);
    this.#key = key;
    return this.#made;
  }

  /** @param {CanvasRenderingContext2D} context @param {Ink} ink @param {Frame} frame */
  #make(context, ink, frame) {
    const { map, hub } = this;
    this.#offset = frame.offset;
    const ground = groundOf(hub);
    const detail = detailOf(frame.zoom, ink.u);
    const named = (/** @type {string} */ name) => (!hub.config.basemap || DIVISIONS.has(name) ? ground.get(name) : []);
    const measure = (/** @type {string} */ text, /** @type {Style} */ style) => this.writer.measure(context, ink, text, style);
    const all = labelsOf(named, { lang: hub.lang, u: ink.u, detail, frame, origin: ground.origin, measure, scope: hub.config.scope });
    const taken = new Taken();
    for (const box of [...reserved(map, frame), ...footprintsOf(hub).boxes(frame, ink.u)]) taken.take(box);
    const held = this.#heldAt([frame.scale, ink.u, detail].join(" "));
    const chosen = place(all.map((label) => ({ ...label, held: held.get(label.key) })), rooms(map, frame), taken);
    for (const label of all) held.delete(label.key);
    for (const { candidate, place: at } of chosen) held.set(all[candidate].key, at);
    return chosen.map(({ candidate, place: at, pressed = false }) => ({ label: all[candidate], at, pressed })).reverse();
  }

  /** Where names stand on a map as large as this: there they stay while they can, so that no news moves them about. @param {string} size */
  #heldAt(size) {
    if (size !== this.#size) this.#held = new Map();
    this.#size = size;
    return this.#held;
  }

  /** What is written now, for a test to look at: each text, whether it had to cover marks, and its boxes, in pixels of the map's container. */
  written() {
    const { x, y } = this.#offset;
    return this.#made.map(({ label, at, pressed }) => ({
      text: label.pieces[at].map(({ text }) => text).join(""),
      pressed,
      boxes: label.places[at].map((box) => [box.x + x, box.y + y, box.w, box.h]),
    }));
  }
}

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
 * What lies over the map in its corners.
 * @param {import("leaflet").Map} map @param {Frame} frame @returns {Box[]}
 */
function reserved(map, { offset }) {
  const corner = map.getContainer().getBoundingClientRect();
  const notes = map.getContainer().closest(".wall-map")?.querySelectorAll(".map-note, .map-credit, .map-resume:not([hidden])") ?? [];
  return [...notes].map((note) => {
    const { left, top, width, height } = note.getBoundingClientRect();
    return { x: left - corner.left - offset.x, y: top - corner.top - offset.y, w: width, h: height };
  });
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
    const style = label.faces?.[at] ?? label.style;
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
