// @ts-check
/**
 * The figures of the page, taken from what it holds at one moment.
 *
 * @typedef {import("./fleet.mjs").Fleet} Fleet
 * @typedef {import("./records.mjs").RecordBook} RecordBook
 * @typedef {import("./wire.mjs").Provenance} Provenance
 * @typedef {import("./freshness.mjs").Freshness} Freshness
 *
 * @typedef {{live: number, ageing: number, stale: number, moving: number, incidents: number}} StreetCounts
 * @typedef {object} Counts
 * @property {Record<Provenance, number>} provenance of all marks on the map, stale ones included
 * @property {Record<string, number>} kinds by role those seen live or ageing: they add up to who is online
 * @property {Record<Freshness, number>} freshness of all rows; the gone ones are not on the map
 * @property {number} incidents open ones
 * @property {Record<string, number>} byUrgency open incidents
 * @property {number} cameras
 * @property {number} camerasAlive
 * @property {number} moving live rows that move now
 * @property {number} onDuty workers of the roster seen live or ageing: stale ones do not count
 * @property {number} unknown ids outside the roster seen live or ageing
 * @property {Record<string, StreetCounts>} perStreet by 9-digit code
 */
import { AGEING, FRESHNESS, GONE, LIVE } from "./freshness.mjs";
import { KINDS } from "./movers/marks.mjs";
import { PROVENANCES } from "./wire.mjs";

/** States of an incident that is over, for records that do not say so themselves. */
const OVER = new Set(["CLOSED", "VOID"]);

/**
 * Whether an incident still needs somebody.
 * @param {import("./wire.mjs").RecordBody} incident
 */
export function isOpen(incident) {
  return incident.open ?? !OVER.has(String(incident.status).toUpperCase());
}

/** So long what was closed stays on the map and in the list. */
export const STAYS_MS = 30 * 60_000;

/** Whether it was closed, not merged, so lately that people still look for it. @param {import("./wire.mjs").RecordBody} incident @param {number} now */
export function isJustClosed(incident, now) {
  return !isOpen(incident) && incident.closed_at_ms != null && now - incident.closed_at_ms < STAYS_MS;
}

/** @returns {Counts} */
export function noCounts() {
  return {
    provenance: { real: 0, simulated: 0, replayed: 0, manual: 0 },
    kinds: Object.fromEntries(KINDS.map((name) => [name, 0])),
    freshness: { live: 0, ageing: 0, stale: 0, gone: 0 },
    incidents: 0,
    byUrgency: { normal: 0, urgent: 0, critical: 0 },
    cameras: 0,
    camerasAlive: 0,
    moving: 0,
    onDuty: 0,
    unknown: 0,
    perStreet: {},
  };
}

/**
 * @param {Fleet} fleet
 * @param {RecordBook} records
 * @param {number} now server time, ms
 * @returns {Counts}
 */
export function takeCounts(fleet, records, now) {
  const counts = noCounts();
  countRows(counts, fleet, now);
  for (const incident of records.all("incident").values()) if (isOpen(incident)) countIncident(counts, incident);
  const cameras = records.all("camera");
  counts.cameras = cameras.size;
  for (const camera of cameras.values()) if (camera.state === "alive") counts.camerasAlive += 1;
  return counts;
}

/** What is counted of a street's rows, side by side in one array: the freshness codes, then those moving. */
const OF_STREET = 4;
const MOVING = 3;

/**
 * Twice a second over tens of thousands of rows: numbers only, no object a row.
 * @param {Counts} counts
 * @param {Fleet} fleet
 * @param {number} now
 */
function countRows(counts, fleet, now) {
  const freshness = new Uint32Array(FRESHNESS.length);
  const provenance = new Uint32Array(PROVENANCES.length);
  const kinds = new Uint32Array(KINDS.length);
  const streets = new Uint32Array(fleet.streets.length * OF_STREET);
  for (let row = 0; row < fleet.size; row++) {
    if (!fleet.present[row]) continue;
    const code = fleet.freshnessCode(row, now);
    freshness[code] += 1;
    if (code === GONE) continue;
    const moving = code === LIVE && fleet.stirring(row, now) ? 1 : 0;
    const street = fleet.street[row] * OF_STREET;
    provenance[fleet.provenance[row]] += 1;
    streets[street + code] += 1;
    streets[street + MOVING] += moving;
    counts.moving += moving;
    if (code > AGEING) continue;
    kinds[fleet.kind[row]] += 1;
    if (fleet.staff[row]) counts.onDuty += 1;
    else counts.unknown += 1;
  }
  FRESHNESS.forEach((name, code) => (counts.freshness[name] = freshness[code]));
  KINDS.forEach((name, code) => (counts.kinds[name] = kinds[code]));
  PROVENANCES.forEach((name, code) => (counts.provenance[name] = provenance[code]));
  fleet.streets.codes.forEach((code, index) => nameStreet(counts, code, streets.subarray(index * OF_STREET)));
}

/**
 * @param {Counts} counts
 * @param {string} code
 * @param {Uint32Array} sums
 */
function nameStreet(counts, code, [live, ageing, stale, moving]) {
  const street = live + ageing + stale > 0 ? streetOf(counts, code) : null;
  if (street) Object.assign(street, { live, ageing, stale, moving });
}

/**
 * @param {Counts} counts
 * @param {import("./wire.mjs").RecordBody} incident
 */
function countIncident(counts, incident) {
  counts.incidents += 1;
  counts.byUrgency[incident.urgency] = (counts.byUrgency[incident.urgency] ?? 0) + 1;
  const street = streetOf(counts, incident.street);
  if (street) street.incidents += 1;
}

/**
 * @param {Counts} counts
 * @param {string | null | undefined} code
 */
function streetOf(counts, code) {
  if (!code) return null;
  return (counts.perStreet[code] ??= { live: 0, ageing: 0, stale: 0, moving: 0, incidents: 0 });
}
