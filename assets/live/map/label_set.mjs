// @ts-check
/** From features to names that want a place on the screen. Pure: measuring of text comes in as a function. */
import { anchors, lengthOf, lettersAt } from "./along.mjs";
import { ANOTHERS, NOBODYS, OWN, placesOf } from "./area_places.mjs";
import { holds, middleOf, nameOf } from "./geo.mjs";
import { drawingOf, spoken, STYLES, styleOfLandmark } from "./label_styles.mjs";

/** @typedef {import("./placement.mjs").Box} Box */
/** @typedef {import("./geo.mjs").Feature} Feature */
/** @typedef {import("./label_styles.mjs").Style} Style */
/** @typedef {{x: number, y: number, angle: number, text: string}} Piece a text to be written about its middle */

/**
 * @typedef {object} Label a candidate of `placement.mjs`, with what to draw at each of its places
 * @property {string} key the same in every view of one zoom
 * @property {Style} style
 * @property {Style[]} [faces] per place, where it is not always the style
 * @property {number} priority
 * @property {boolean} [must] rather over marks than not at all
 * @property {boolean} dim it names something outside the street this screen is about
 * @property {Box[][]} places
 * @property {Piece[][]} pieces per place
 * @property {{x: number, y: number, size: number, drawing: string} | null} glyph
 */

/**
 * @typedef {object} Setting
 * @property {"zh" | "en"} lang
 * @property {number} u
 * @property {number} detail
 * @property {{left: number, top: number, scale: number, width: number, height: number}} frame
 * @property {{x: number, y: number}} origin
 * @property {(text: string, style: Style) => number} measure width in CSS pixels
 * @property {string} scope
 */

/** Room left round every name, in units. */
const AIR = 5;
/** Streets', which must find a place among many marks, have less of it above and below, but never stand so near beside each other that two
 * read as one; the names of rivers, roads and landmarks have hardly any. */
const CLOSE = 0.6;
const BESIDE_STREETS = 1.7;
const CLOSEST = 0.4;
/** A line's name comes again after so many units. */
const AGAIN = 620;
const GLYPH = 21;
/** Before this detail a landmark is its drawing alone: there the river's name matters more. */
const NAMED_FROM = 14;

/**
 * @param {(name: string) => Feature[]} collection
 * @param {Setting} setting
 * @returns {Label[]}
 */
export function labelsOf(collection, setting) {
  const areas = /** @type {const} */ ([["communities", "community"], ["grids", "grid"]]);
  const lines = /** @type {const} */ ([["water", "water"], ["wall", "wall"], ["roads", "road"]]);
  return [
    ...wanted(collection("streets"), STYLES.street, setting).flatMap((one) => streetLabel(one, collection("streets"), setting)),
    ...areas.flatMap(([name, style]) => wanted(collection(name), STYLES[style], setting).flatMap((one) => areaLabel(one, style, setting))),
    ...lines.flatMap(([name, style]) => wanted(collection(name), STYLES[style], setting).flatMap((one) => lineLabels(one, style, setting))),
    ...collection("landmarks").flatMap((one) => landmarkLabel(one, setting)),
  ];
}

/** @param {Feature[]} features @param {Style} style @param {Setting} setting */
function wanted(features, style, setting) {
  return features.filter((one) => setting.detail >= fromOf(one, style) && seen(one, setting) && (style === STYLES.street || !isOutside(one, setting)));
}

/** The arms of the river wait for room; its two great courses do not. @param {Feature} feature @param {Style} style */
function fromOf({ properties }, style) {
  return style === STYLES.water && /-/.test(properties.code ?? "") ? style.from + 1.4 : style.from;
}

/** The inner river, on which the city lives, has its name before all but the streets. @param {Feature} feature @param {Style} style */
function priorityOf({ properties }, style) {
  return style === STYLES.water && properties.code === "inner" ? STYLES.street.priority - 1 : style.priority;
}

/** A division that lies in another street than the one this screen is about. @param {Feature} feature @param {Setting} setting */
function isOutside({ properties }, { scope }) {
  const code = String(properties.code ?? "");
  return scope.length > 6 && /^\d{9}/.test(code) && !code.startsWith(scope);
}

/** @param {Feature} feature @param {Setting} setting */
function seen({ box }, { frame, origin }) {
  const [x0, y0, x1, y1] = [box[0] + origin.x, box[1] + origin.y, box[2] + origin.x, box[3] + origin.y];
  const right = frame.left + frame.width / frame.scale;
  const bottom = frame.top + frame.height / frame.scale;
  return x1 >= frame.left && x0 <= right && y1 >= frame.top && y0 <= bottom;
}

/** @param {{x: number, y: number}} point @param {Setting} setting */
function onScreen({ x, y }, { frame, origin }) {
  return { x: (x + origin.x - frame.left) * frame.scale, y: (y + origin.y - frame.top) * frame.scale };
}

/** What writing a street's name in the smaller letters costs, in letters of distance: it rather steps aside a little. */
const SMALLER = 1.5;

/** @param {Feature} feature @param {Feature[]} streets all of them @param {Setting} setting @returns {Label[]} */
function streetLabel(feature, streets, setting) {
  const text = areaName(feature, "street", setting);
  if (text === "") return [];
  const middle = middleOf(feature, setting.origin);
  const { scale } = setting.frame;
  const whose = (/** @type {number} */ dx, /** @type {number} */ dy) => {
    const [x, y] = [middle.x + dx / scale, middle.y + dy / scale];
    if (holds(feature, x, y)) return OWN;
    return streets.some((one) => one !== feature && holds(one, x, y)) ? ANOTHERS : NOBODYS;
  };
  const sizes = [STYLES.street, STYLES.streetSmall].map((face, i) => ({ ...sizeOf(text, face, setting), cost: i * SMALLER, face }));
  return [areaAt({ feature, text, style: STYLES.street, middle }, placesOf(sizes, whose), setting)];
}

/** Where the names of smaller areas may stand, nearest the middle first: shifts across in parts of the width, down in parts of the height. */
const AREA_SHIFTS = Object.freeze({
  community: nearestFirst([0, -0.4, 0.4], [0, -1.1, 1.1, -2.2, 2.2]),
  grid: nearestFirst([0], [0, -1.1, 1.1]),
});

/** @param {number[]} across @param {number[]} down @returns {ReadonlyArray<readonly [number, number]>} */
function nearestFirst(across, down) {
  const all = across.flatMap((x) => down.map((y) => /** @type {const} */ ([x, y])));
  return all.sort((a, b) => Math.hypot(3 * a[0], a[1]) - Math.hypot(3 * b[0], b[1]));
}

/** @param {Feature} feature @param {"community" | "grid"} kind @param {Setting} setting @returns {Label[]} */
function areaLabel(feature, kind, setting) {
  const style = STYLES[kind];
  const text = areaName(feature, kind, setting);
  if (text === "") return [];
  const { width, high } = sizeOf(text, style, setting);
  if (kind === "grid" && width > (feature.box[2] - feature.box[0]) * setting.frame.scale) return [];
  const places = AREA_SHIFTS[kind].map(([across, down]) => ({ dx: across * width, dy: down * high, width, high, face: style }));
  return [areaAt({ feature, text, style, middle: middleOf(feature, setting.origin) }, places, setting)];
}

/** @param {string} text @param {Style} style @param {Setting} setting */
const sizeOf = (text, style, { measure, u }) => ({ width: measure(text, style), high: style.size * u });

/**
 * @param {{feature: Feature, text: string, style: Style, middle: {x: number, y: number}}} what
 * @param {Array<{dx: number, dy: number, width: number, high: number, face: Style}>} places @param {Setting} setting @returns {Label}
 */
function areaAt({ feature, text, style, middle }, places, setting) {
  const { x, y } = onScreen(middle, setting);
  const isStreet = style === STYLES.street;
  return {
    key: `area ${feature.properties.code ?? text}`,
    style,
    faces: places.map(({ face }) => face),
    priority: style.priority,
    must: isStreet && !isOutside(feature, setting),
    dim: isOutside(feature, setting),
    places: places.map(({ dx, dy, width, high }) => [around(x + dx, y + dy, width, high, setting.u * (isStreet ? CLOSE : 1), setting.u * (isStreet ? BESIDE_STREETS : 1))]),
    pieces: places.map(({ dx, dy }) => [{ x: x + dx, y: y + dy, angle: 0, text }]),
    glyph: null,
  };
}

/** @param {Feature} feature @param {string} kind @param {Setting} setting */
function areaName(feature, kind, { lang, detail }) {
  const name = spoken(nameOf(feature, lang));
  if (kind === "grid") return String(feature.properties.code ?? "").slice(-3);
  if (kind === "community") return detail < 15.2 || lang === "en" ? name.replace(/社区$| Community$/, "") : name;
  return detail < 14.2 ? name.replace(/街道$| Subdistrict$/, "") : name;
}

/** @param {Feature} feature @param {"water" | "wall" | "road"} kind @param {Setting} setting @returns {Label[]} */
function lineLabels(feature, kind, setting) {
  const style = STYLES[kind];
  const text = spoken(nameOf(feature, setting.lang), kind === "water");
  if (text === "" || feature.axis === null) return [];
  const line = feature.axis.map((value, i) => (i % 2 === 0 ? onScreen({ x: value, y: 0 }, setting).x : onScreen({ x: 0, y: value }, setting).y));
  const write = setting.lang === "zh" ? letters : straight;
  return anchors(lengthOf(line), AGAIN * setting.u).flatMap((middle, i) => {
    const tries = SHIFTS.map((shift) => write(text, line, middle + shift * setting.u, style, setting));
    const straightest = tries.filter((one) => one !== null).sort((a, b) => bend(a) - bend(b));
    const pieces = kind === "wall" ? straightest.map((one) => beside(one, setting.u)) : straightest;
    const places = pieces.map((one) => boxesOf(one, style, setting));
    const key = `line ${kind} ${feature.properties.code ?? ""} ${text} ${i}`;
    return places.length > 0 ? [{ key, style, priority: priorityOf(feature, style) - Math.min(i, 1) * 30, dim: false, places, pieces, glyph: null }] : [];
  });
}

/** How crooked a name would stand: the turns between its letters, coarsely, so that the nearest of equals comes first. @param {Piece[]} pieces */
function bend(pieces) {
  const turns = pieces.slice(1).map((piece, i) => Math.abs(Math.sin(piece.angle - pieces[i].angle)));
  return Math.round(turns.reduce((sum, turn) => sum + turn, 0) * 3);
}

/** Along its line a name may move this far to find room, in units. */
const SHIFTS = Object.freeze([0, -45, 45, -90, 90, -135, 135, -180, 180, -225, 225]);
/** On a small map letters stand closer, in letters. */
const TIGHT = 1.25;
/** The wall's own name stands beside it, clear of the merlons, in units. */
const BESIDE = 21;

/** @param {Piece[]} pieces @param {number} u @returns {Piece[]} */
function beside(pieces, u) {
  const [first, last] = [pieces[0], pieces[pieces.length - 1]];
  const angle = pieces.length > 1 ? Math.atan2(last.y - first.y, last.x - first.x) : first.angle;
  const [dx, dy] = [Math.sin(angle) * BESIDE * u, -Math.cos(angle) * BESIDE * u];
  return pieces.map((piece) => ({ ...piece, x: piece.x + dx, y: piece.y + dy }));
}

/** Chinese: letter by letter. @param {string} text @param {ArrayLike<number>} line @param {number} middle @param {Style} style @param {Setting} setting */
function letters(text, line, middle, style, { u, detail }) {
  const all = [...text];
  const spread = detail < NAMED_FROM ? TIGHT : (style.spread ?? 1.1);
  const run = lettersAt(line, middle, all.length, style.size * u * spread);
  if (run === null) return null;
  const quarter = run.upright ? -Math.PI / 2 : 0;
  return run.steps.map((step, i) => ({ x: step.x, y: step.y, angle: step.angle + quarter, text: all[i] }));
}

/** Other scripts: the whole name, where the line is straight enough. @param {string} text @param {ArrayLike<number>} line @param {number} middle @param {Style} style @param {Setting} setting */
function straight(text, line, middle, style, setting) {
  const width = setting.measure(text, style);
  const run = lettersAt(line, middle, 7, width / 6);
  if (run === null) return null;
  const [from, to] = [run.steps[0], run.steps[6]];
  const chord = Math.hypot(to.x - from.x, to.y - from.y);
  if (chord < width * 0.97) return null;
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const readable = Math.cos(angle) < 0 ? angle + Math.PI : angle;
  return [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, angle: readable, text }];
}

/** @param {Piece[]} pieces @param {Style} style @param {Setting} setting @returns {Box[]} */
function boxesOf(pieces, style, setting) {
  const high = style.size * setting.u;
  return pieces.flatMap((piece) => {
    const width = setting.measure(piece.text, style);
    const count = Math.max(1, Math.round(width / high));
    return Array.from({ length: count }, (_, i) => {
      const along = ((i + 0.5) / count - 0.5) * width;
      return around(piece.x + Math.cos(piece.angle) * along, piece.y + Math.sin(piece.angle) * along, high, high, setting.u * CLOSEST);
    });
  });
}

/** @param {Feature} feature @param {Setting} setting @returns {Label[]} */
function landmarkLabel(feature, setting) {
  const { u, detail } = setting;
  const drawing = drawingOf(feature.properties);
  const kind = styleOfLandmark(drawing);
  const style = STYLES[kind];
  if (detail < style.from || !feature.point || !seen(feature, setting)) return [];
  const { x, y } = onScreen(feature.point, setting);
  const text = spoken(nameOf(feature, setting.lang));
  const size = (kind === "sight" ? 1.25 : 1) * GLYPH * u;
  const [width, high] = [setting.measure(text, style), style.size * u];
  const [side, level] = [size / 2 + width / 2 + 6 * u, size / 2 + high / 2 + 6 * u];
  const shifts = [[side, 0], [-side, 0], [0, level], [0, -level]];
  const room = around(x, y, size, size, u * CLOSEST);
  const named = detail < NAMED_FROM ? [] : shifts;
  return [
    {
      key: `landmark ${feature.properties.code ?? text}`,
      style,
      priority: style.priority,
      dim: false,
      places: [...named.map(([dx, dy]) => [room, around(x + dx, y + dy, width, high, u * CLOSEST)]), [room]],
      pieces: [...named.map(([dx, dy]) => [{ x: x + dx, y: y + dy, angle: 0, text }]), []],
      glyph: { x, y, size, drawing },
    },
  ];
}

/** @param {number} x @param {number} y @param {number} width @param {number} height @param {number} u @param {number} [beside] the same for the sides @returns {Box} */
function around(x, y, width, height, u, beside = u) {
  return { x: x - width / 2 - AIR * beside, y: y - height / 2 - AIR * u, w: width + 2 * AIR * beside, h: height + 2 * AIR * u };
}
