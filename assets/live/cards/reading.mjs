// @ts-check
/**
 * What is known of a worker's position now: the relay's answer where there is one, else what the frames brought. Whichever
 * observation is newer counts; an answer may be older than the frame after it.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {object} Reading
 * @property {number} ageMs
 * @property {string} freshness
 * @property {string} provenance
 * @property {string} status "normal", "bad_clock" or "sos"
 * @property {string} source title of the source
 * @property {number | null} accuracyM
 * @property {number | null} speedMps
 * @property {number | null} battery 0 to 1
 */
import { said } from "../panels/incident.mjs";
import { PROVENANCES } from "../wire.mjs";

const STATUSES = Object.freeze(["normal", "bad_clock", "sos", "removed"]);

/**
 * @param {{hub: Hub, id: string, picture: Record<string, any> | null}} asked
 * @returns {Reading | null} null while nothing is known
 */
export function reading({ hub, id, picture }) {
  const { fleet } = hub;
  const now = hub.now();
  const row = fleet.rowOf(id);
  const drawn = row !== null && fleet.present[row] === 1;
  if (!drawn || row === null) return picture ? fromPicture(hub, picture, now) : null;
  const tile = hub.sources.find((one) => one.index === fleet.source[row]);
  return {
    ageMs: now - fleet.observedMs[row],
    freshness: fleet.freshness(row, now),
    provenance: PROVENANCES[fleet.provenance[row]],
    status: STATUSES[fleet.status[row]],
    source: tile ? said(tile, "title", hub.lang) : (picture?.source ?? ""),
    accuracyM: picture?.accuracy_m ?? null,
    speedMps: known(fleet.speed[row]) ?? picture?.speed_mps ?? null,
    battery: picture?.battery ?? null,
  };
}

/** An entity that has no mark on the map (gone, or not in this scope's frames). @param {Hub} hub @param {Record<string, any>} picture @param {number} now @returns {Reading} */
function fromPicture(hub, picture, now) {
  const tile = hub.sources.find((one) => one.name === picture.source);
  return {
    ageMs: now - picture.at_ms,
    freshness: picture.freshness,
    provenance: picture.provenance,
    status: picture.status,
    source: tile ? said(tile, "title", hub.lang) : picture.source,
    accuracyM: picture.accuracy_m ?? null,
    speedMps: picture.speed_mps ?? null,
    battery: picture.battery ?? null,
  };
}

/** @param {number} value @returns {number | null} */
const known = (value) => (Number.isFinite(value) ? Math.round(value * 10) / 10 : null);
