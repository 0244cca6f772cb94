// @ts-check
/**
 * Questions about everybody at once. They are asked at every pulse over tens of thousands of rows: columns only, no object a row.
 *
 * @typedef {import("./fleet.mjs").Fleet} Fleet
 */
import { AGEING, GONE } from "./freshness.mjs";

/** Digits of a street's code; a community's has more. */
const STREET_DIGITS = 9;

/**
 * How many are seen, live or ageing, in each street or community that anybody belongs to.
 * @param {Fleet} fleet
 * @param {number} digits 9 streets, 12 communities
 * @param {number} now server time
 * @returns {Map<string, number>}
 */
export function seenBy(fleet, digits, now) {
  const [column, list] = digits === STREET_DIGITS ? [fleet.street, fleet.streets] : [fleet.community, fleet.communities];
  const counts = new Uint32Array(list.length);
  for (let row = 0; row < fleet.size; row++) {
    if (fleet.present[row] && fleet.freshnessCode(row, now) <= AGEING) counts[column[row]] += 1;
  }
  return new Map(list.codes.map((code, number) => [code, counts[number]]));
}

/** Rows too old for the map. @param {Fleet} fleet @param {number} now server time */
export function goneRows(fleet, now) {
  /** @type {number[]} */
  const found = [];
  for (let row = 0; row < fleet.size; row++) {
    if (fleet.present[row] && fleet.freshnessCode(row, now) === GONE) found.push(row);
  }
  return found;
}
