// @ts-check
/**
 * Where an incident is, in the page's language: the sender's words; where they are missing, or nobody translated them, the name of
 * the grid it lies in.
 *
 * @typedef {import("../wire.mjs").RecordBody} RecordBody
 */
import { nameOf } from "../map/geo.mjs";
import { groundOf } from "../map/ground.mjs";

/** @typedef {Map<string, import("../map/geo.mjs").Feature>} ByCode */
/** The grids by code, made once a collection: there are more than a thousand. @type {WeakMap<ReadonlyArray<object>, ByCode>} */
const BY_CODE = new WeakMap();

/**
 * @param {RecordBody} body @param {"zh" | "en"} lang @param {(grid: string) => string} called the grid's name, or empty
 * @returns {string}
 */
export function placeWords(body, lang, called) {
  const grid = body.grid ? called(String(body.grid)) : "";
  const [own, other] = lang === "en" ? [body.place_en, body.place] : [body.place, body.place_en];
  return String(own || grid || other || "");
}

/** @param {RecordBody} body @param {import("../hub.mjs").Hub} hub */
export function placeOf(body, hub) {
  return placeWords(body, hub.lang, (grid) => gridName(hub, grid));
}

/** In a row of a list "Zijin Community Grid 4" is "Zijin Grid 4"; the card and the pane say it in full. @param {string} place */
export const shortPlace = (place) => place.replace(/ Community (?=.*Grid)/, " ");

/** @param {import("../hub.mjs").Hub} hub @param {string} code */
function gridName(hub, code) {
  const grids = groundOf(hub).get("grids");
  let byCode = BY_CODE.get(grids);
  if (!byCode) BY_CODE.set(grids, (byCode = new Map(grids.map((one) => [String(one.properties.code), one]))));
  const found = byCode.get(code);
  return found ? nameOf(found, hub.lang) : "";
}
