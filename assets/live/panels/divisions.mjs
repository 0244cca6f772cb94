// @ts-check
/**
 * What is where, by street or community. Pure.
 *
 * @typedef {{code: string, name: string}} Division
 * @typedef {{key: string, name: string, workers: number, open: number, oldestMs: number | null, urgency: string}} DivisionRow
 */
import { seenBy } from "../census.mjs";
import { URGENCIES } from "./incident.mjs";

/**
 * @param {ReadonlyArray<Division>} divisions in the order to show
 * @param {import("../fleet.mjs").Fleet} fleet
 * @param {Iterable<import("./incident.mjs").Incident>} incidents
 * @param {number} now
 * @returns {DivisionRow[]}
 */
export function divisionRows(divisions, fleet, incidents, now) {
  /** @type {Map<string, DivisionRow>} */
  const rows = new Map();
  for (const { code, name } of divisions) {
    rows.set(code, { key: code, name, workers: 0, open: 0, oldestMs: null, urgency: "normal" });
  }
  const digits = divisions[0]?.code.length ?? 0;
  const seen = seenBy(fleet, digits, now);
  for (const row of rows.values()) row.workers = seen.get(row.key) ?? 0;
  for (const incident of incidents) {
    const at = incident.open ? rows.get(codeOf(incident, digits)) : undefined;
    if (at) addIncident(at, incident);
  }
  return [...rows.values()];
}

/**
 * @param {{grid?: string | null, street?: string | null, community?: string | null}} thing @param {number} digits 9 a street, 12 a community
 */
function codeOf(thing, digits) {
  const own = digits === 9 ? thing.street : thing.community;
  return own || String(thing.grid ?? "").slice(0, digits);
}

/** @param {DivisionRow} row @param {import("./incident.mjs").Incident} incident */
function addIncident(row, { openedMs, urgency }) {
  row.open += 1;
  if (openedMs !== null && (row.oldestMs === null || openedMs < row.oldestMs)) row.oldestMs = openedMs;
  if (URGENCIES.indexOf(urgency) < URGENCIES.findIndex((name) => name === row.urgency)) row.urgency = urgency;
}
