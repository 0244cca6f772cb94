// @ts-check
/** GeoJSON of the server, turned once into flat arrays of world pixels about one origin. Pure. */
import { lengthOf } from "./along.mjs";
import { worldX, worldY } from "./mercator.mjs";

/** @typedef {{x: number, y: number}} Origin subtracted from every coordinate, so that 32-bit paths stay exact */

/**
 * @typedef {object} Feature
 * @property {Record<string, any>} properties
 * @property {Float64Array[]} rings outlines and holes of polygons, each closed
 * @property {Float64Array[]} lines
 * @property {Float64Array | null} axis the line a long thing's name follows; an area brings it as property `line`
 * @property {{x: number, y: number} | null} point
 * @property {[number, number, number, number]} box west, north, east, south
 */

/**
 * @param {{features?: any[]}} collection a GeoJSON FeatureCollection
 * @param {Origin} origin
 * @returns {Feature[]} features without geometry are left out
 */
export function featuresOf(collection, origin) {
  return (collection.features ?? []).filter((one) => one.geometry).map((one) => featureOf(one, origin));
}

/** @param {any} raw @param {Origin} origin @returns {Feature} */
function featureOf(raw, origin) {
  const { type, coordinates } = raw.geometry;
  /** @type {Feature} */
  const feature = { properties: raw.properties ?? {}, rings: [], lines: [], axis: null, point: null, box: [0, 0, 0, 0] };
  const flat = (/** @type {number[][]} */ line) => flatten(line, origin);
  if (type === "Polygon") feature.rings = coordinates.map(flat);
  else if (type === "MultiPolygon") feature.rings = coordinates.flat().map(flat);
  else if (type === "LineString") feature.lines = [flat(coordinates)];
  else if (type === "MultiLineString") feature.lines = coordinates.map(flat);
  else if (type === "Point") {
    const [x, y] = flat([coordinates]);
    feature.point = { x, y };
  } else throw new TypeError(`geometry type '${type}' is not one this map draws`);
  feature.axis = raw.properties?.line ? flat(raw.properties.line) : longest(feature.lines);
  feature.box = boxOf(feature);
  return feature;
}

/** @param {Float64Array[]} lines @returns {Float64Array | null} */
function longest(lines) {
  return lines.reduce((best, line) => (best === null || lengthOf(line) > lengthOf(best) ? line : best), /** @type {Float64Array | null} */ (null));
}

/** @param {number[][]} line @param {Origin} origin @returns {Float64Array} */
function flatten(line, origin) {
  const flat = new Float64Array(line.length * 2);
  line.forEach(([lon, lat], i) => {
    flat[2 * i] = worldX(lon) - origin.x;
    flat[2 * i + 1] = worldY(lat) - origin.y;
  });
  return flat;
}

/** @param {Feature} feature @returns {[number, number, number, number]} */
function boxOf(feature) {
  /** @type {[number, number, number, number]} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const point = feature.point ? [Float64Array.of(feature.point.x, feature.point.y)] : [];
  for (const line of [...feature.rings, ...feature.lines, ...point]) {
    for (let i = 0; i < line.length; i += 2) {
      box[0] = Math.min(box[0], line[i]);
      box[1] = Math.min(box[1], line[i + 1]);
      box[2] = Math.max(box[2], line[i]);
      box[3] = Math.max(box[3], line[i + 1]);
    }
  }
  return box;
}

/**
 * Where a polygon's name goes: the middle of its largest ring by area, which for our convex-ish divisions lies inside.
 * A feature that knows better says so in its properties as `label: [lon, lat]`.
 * @param {Feature} feature @param {Origin} origin @returns {{x: number, y: number}}
 */
export function middleOf(feature, origin) {
  const label = feature.properties.label;
  if (Array.isArray(label)) return { x: worldX(label[0]) - origin.x, y: worldY(label[1]) - origin.y };
  if (feature.point) return feature.point;
  let best = { x: (feature.box[0] + feature.box[2]) / 2, y: (feature.box[1] + feature.box[3]) / 2 };
  let largest = 0;
  for (const ring of feature.rings) {
    const { area, x, y } = centroid(ring);
    if (Math.abs(area) <= largest) continue;
    largest = Math.abs(area);
    best = { x, y };
  }
  return best;
}

/** Whether a point lies inside, its holes left out. @param {Feature} feature @param {number} x from the origin @param {number} y @returns {boolean} */
export function holds({ rings, box }, x, y) {
  if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return false;
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      if (ring[i + 1] > y === ring[j + 1] > y) continue;
      if (x < ring[i] + ((y - ring[i + 1]) / (ring[j + 1] - ring[i + 1])) * (ring[j] - ring[i])) inside = !inside;
    }
  }
  return inside;
}

/** @param {Float64Array} ring @returns {{area: number, x: number, y: number}} */
function centroid(ring) {
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const cross = ring[i] * ring[i + 3] - ring[i + 2] * ring[i + 1];
    area += cross / 2;
    x += (ring[i] + ring[i + 2]) * cross;
    y += (ring[i + 1] + ring[i + 3]) * cross;
  }
  return { area, x: x / (6 * area), y: y / (6 * area) };
}

/**
 * A feature's name in the page's language; never the other language's unless it is all there is.
 * @param {Feature} feature @param {"zh" | "en"} lang @returns {string}
 */
export function nameOf(feature, lang) {
  const { name_zh: zh, name_en: en, name } = feature.properties;
  return (lang === "en" ? (en ?? zh) : (zh ?? en)) ?? name ?? "";
}
