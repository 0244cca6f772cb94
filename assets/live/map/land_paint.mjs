// @ts-check
/** Painting the land on one canvas: ground, water, streets, roads, borders. The wall of the city has its own file. */
import { mix } from "./ink.mjs";
import { metresPerPixel, latOf } from "./mercator.mjs";
import { paintCityWall } from "./wall_paint.mjs";

/** @typedef {import("./geo.mjs").Feature} Feature */
/** @typedef {import("./ground.mjs").Ground} Ground */
/** @typedef {import("./canvas_layer.mjs").Frame} Frame */
/** @typedef {import("./ink.mjs").Ink} Ink */

/** At which detail each thing begins to show and from where it is at full strength. Detail is the zoom of a 1080-line screen. */
const SHOWN = Object.freeze({ communities: [13.9, 14.4], grids: [14.6, 15.2], lanes: [14.9, 15.6] });

/** Roads by class: how wide they are, how wide they are drawn at least in units, and how far the colour goes from road towards label. */
const ROADS = Object.freeze({
  expressway: { metres: 50, least: 3.6, lift: 0.2 },
  trunk: { metres: 40, least: 3.2, lift: 0.16 },
  main: { metres: 30, least: 2.2, lift: 0.1 },
  other: { metres: 18, least: 1.4, lift: 0.04 },
});

/** Neighbouring streets differ by a breath, between the two tones of land. */
const TINTS = Object.freeze([0, 0.7, 0.25, 0.95, 0.45]);

/** World pixels beyond any view that the map allows. */
const FAR = 1e5;

/** Roads are drawn narrower than they are: the mark of a worker must not drown in asphalt. */
const ROAD_PART = 0.6;

/**
 * The zoom at which a 1080-line screen would show the same stretch of land.
 * @param {number} zoom @param {number} u @returns {number}
 */
export const detailOf = (zoom, u) => zoom - Math.log2(u);

/** @param {number} detail @param {readonly number[]} range @returns {number} 0 hidden, 1 at full strength */
export const strength = (detail, [from, full]) => Math.min(1, Math.max(0, (detail - from) / (full - from)));

export class LandPainter {
  /** @type {WeakMap<Feature[], Map<string, Path2D>>} paths of a collection, by group; a reloaded collection is another array */
  #paths = new WeakMap();

  /**
   * @param {Ground} ground @param {string} scope code of the district or of one street
   * @param {boolean} overTiles draw the divisions only: everything else is in the tiles below
   */
  constructor(ground, scope, overTiles = false) {
    this.ground = ground;
    this.scope = scope;
    this.overTiles = overTiles;
    this.metre = 1 / metresPerPixel(latOf(ground.origin.y));
  }

  /** @param {CanvasRenderingContext2D} context @param {Frame} frame @param {Ink} ink */
  paint(context, frame, ink) {
    const pen = new Pen(context, frame, ink, this.ground.origin);
    const detail = detailOf(frame.zoom, ink.u);
    if (!this.overTiles) this.#land(pen);
    this.#divisions(pen, "grids", strength(detail, SHOWN.grids), [ink.colour(this.overTiles ? "street-line" : "grid-line"), 1, []]);
    if (!this.overTiles) this.#ways(pen, detail);
    this.#divisions(pen, "communities", 0.75 * strength(detail, SHOWN.communities), [ink.colour("street-line"), 1, [6, 5]]);
    this.#streets(pen);
    if (!this.overTiles) paintCityWall(pen, this.ground.get("wall"), detail);
    this.#veil(pen, this.#path("district"), this.overTiles ? 0.5 : 0.8);
    this.#edge(pen);
    this.#dimOutside(pen);
  }

  /** @param {Pen} pen @param {number} detail */
  #ways(pen, detail) {
    this.#lanes(pen, strength(detail, SHOWN.lanes));
    this.#water(pen);
    this.#roads(pen, detail);
  }

  /** @param {Pen} pen */
  #land(pen) {
    const district = this.#path("district");
    const edge = pen.ink.colour("street-line");
    for (const [width, alpha] of [[72, 0.035], [46, 0.045], [26, 0.06], [12, 0.09]]) pen.stroke(district, edge, width, alpha);
    pen.fill(district, pen.ink.colour("land"));
    const [low, high] = [pen.ink.colour("land"), pen.ink.colour("land-2")];
    this.ground.get("streets").forEach((street, i) => {
      const mine = String(street.properties.code) === this.scope;
      const path = this.#path("streets", String(street.properties.code), (one) => one === street);
      pen.fill(path, mix(low, high, mine ? 1 : TINTS[i % TINTS.length]));
    });
  }

  /** @param {Pen} pen */
  #water(pen) {
    const { ink } = pen;
    const bank = ink.colour("water-edge");
    const body = ink.colour("water");
    const beds = this.#path("water");
    for (const [width, alpha] of [[16, 0.1], [9, 0.16], [3.4, 0.9]]) pen.stroke(beds, bank, width, alpha);
    pen.stroke(beds, body, 1.4);
    pen.fill(beds, body, 1, "nonzero");
    pen.stroke(this.#axes(), mix(body, bank, 0.45), 2.4, 0.55);
  }

  /** The middle of the stream, a little lighter. @returns {Path2D} */
  #axes() {
    const water = this.ground.get("water");
    const kept = this.#kept(water);
    const path = kept.get("axes") ?? new Path2D();
    if (!kept.has("axes")) for (const { axis } of water) if (axis) trace(path, axis);
    kept.set("axes", path);
    return path;
  }

  /** @param {Pen} pen @param {number} detail */
  #roads(pen, detail) {
    const { ink } = pen;
    for (const name of /** @type {(keyof typeof ROADS)[]} */ (["other", "main", "trunk", "expressway"])) {
      const { metres, least, lift } = ROADS[name];
      const path = this.#path("roads", name, (one) => classOf(one) === name);
      const width = Math.max((metres * ROAD_PART * this.metre * pen.scale) / ink.u, least);
      pen.stroke(path, ink.colour("ground"), width + 2, 0.55);
      pen.stroke(path, mix(ink.colour("road"), ink.colour("label"), lift), width);
      if (detail > 15.5 && name !== "other") pen.stroke(path, ink.colour("land"), 1, 0.8, [9, 9]);
    }
  }

  /** @param {Pen} pen @param {number} alpha */
  #lanes(pen, alpha) {
    if (alpha === 0) return;
    const width = Math.max((5 * this.metre * pen.scale) / pen.ink.u, 1.6);
    pen.stroke(this.#path("lanes"), pen.ink.colour("road"), width, alpha);
  }

  /** @param {Pen} pen @param {string} name @param {number} alpha @param {[string, number, number[]]} line */
  #divisions(pen, name, alpha, [colour, width, dash]) {
    if (alpha > 0) pen.stroke(this.#path(name), colour, width, alpha, dash);
  }

  /** @param {Pen} pen */
  #streets(pen) {
    const line = pen.ink.colour("street-line");
    const streets = this.#path("streets");
    pen.stroke(streets, line, 7, 0.16);
    pen.stroke(streets, line, 1.6, 0.95);
  }

  /** What runs on beyond the district (a river, a road) fades: it is there, it is not ours. @param {Pen} pen */
  #edge(pen) {
    const line = mix(pen.ink.colour("street-line"), pen.ink.colour("label"), 0.25);
    pen.stroke(this.#path("district"), line, 10, 0.14);
    pen.stroke(this.#path("district"), line, 2.4);
  }

  /** Ground colour over everything but the inside of a path. @param {Pen} pen @param {Path2D} inside @param {number} alpha */
  #veil(pen, inside, alpha) {
    const veil = new Path2D();
    veil.rect(-FAR, -FAR, 2 * FAR, 2 * FAR);
    veil.addPath(inside);
    pen.fill(veil, pen.ink.colour("ground"), alpha);
  }

  /** One street on the wall: its neighbours stay, for whoever asks the way, but step back. @param {Pen} pen */
  #dimOutside(pen) {
    const isMine = (/** @type {Feature} */ one) => String(one.properties.code) === this.scope;
    const mine = this.ground.get("streets").find(isMine);
    if (!mine) return;
    this.#veil(pen, this.#path("streets", "scope", isMine), 0.58);
    const line = mix(pen.ink.colour("street-line"), pen.ink.colour("text"), 0.35);
    pen.stroke(this.#path("streets", "scope", isMine), line, 12, 0.12);
    pen.stroke(this.#path("streets", "scope", isMine), line, 2.4, 0.9);
  }

  /**
   * One path for all wanted features of a collection, kept.
   * @param {string} name @param {string} [group] name of the selection @param {(one: Feature) => boolean} [wanted]
   * @returns {Path2D}
   */
  #path(name, group = "all", wanted = () => true) {
    const features = this.ground.get(name);
    const kept = this.#kept(features);
    let path = kept.get(group);
    if (!path) kept.set(group, (path = pathOf(features.filter(wanted))));
    return path;
  }

  /** @param {Feature[]} features @returns {Map<string, Path2D>} */
  #kept(features) {
    const kept = this.#paths.get(features) ?? new Map();
    this.#paths.set(features, kept);
    return kept;
  }
}

/** Strokes and fills in world pixels, with widths in units of the screen. */
export class Pen {
  /** @param {CanvasRenderingContext2D} context @param {Frame} frame @param {Ink} ink @param {{x: number, y: number}} origin */
  constructor(context, frame, ink, origin) {
    const factor = frame.scale * frame.dpr;
    context.setTransform(factor, 0, 0, factor, (origin.x - frame.left) * factor, (origin.y - frame.top) * factor);
    context.lineJoin = "round";
    context.lineCap = "round";
    this.context = context;
    this.ink = ink;
    /** Canvas pixels to one world pixel. */
    this.scale = frame.scale;
    /** World pixels to one unit. */
    this.unit = ink.u / frame.scale;
  }

  /** @param {Path2D} path @param {string} colour @param {number} [alpha] @param {CanvasFillRule} [rule] */
  fill(path, colour, alpha = 1, rule = "evenodd") {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = colour;
    this.context.fill(path, rule);
    this.context.globalAlpha = 1;
  }

  /** @param {Path2D} path @param {string} colour @param {number} width in units @param {number} [alpha] @param {number[]} [dash] in units */
  stroke(path, colour, width, alpha = 1, dash = []) {
    const { context, unit } = this;
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width * unit;
    context.setLineDash(dash.map((length) => length * unit));
    context.stroke(path);
    context.setLineDash([]);
    context.globalAlpha = 1;
  }
}

/** @param {Feature} feature @returns {keyof typeof ROADS} */
function classOf(feature) {
  const { kind } = feature.properties;
  return kind in ROADS ? kind : "other";
}

/** @param {Feature[]} features @returns {Path2D} */
function pathOf(features) {
  const path = new Path2D();
  for (const { rings, lines } of features) {
    for (const ring of rings) trace(path, ring).closePath();
    for (const line of lines) trace(path, line);
  }
  return path;
}

/** @param {Path2D} path @param {Float64Array} line @returns {Path2D} */
function trace(path, line) {
  for (let i = 0; i < line.length; i += 2) {
    if (i === 0) path.moveTo(line[0], line[1]);
    else path.lineTo(line[i], line[i + 1]);
  }
  return path;
}
