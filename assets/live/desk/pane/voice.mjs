// @ts-check
/**
 * The page's own voice: its words, and the names its records and its ground know.
 *
 * @typedef {import("../../hub.mjs").Hub} Hub
 * @typedef {import("./values.mjs").Voice} Voice
 */
import { groundOf } from "../../map/ground.mjs";
import { titleOf } from "../../panels/incident.mjs";

/** @param {Hub} hub @returns {Voice} */
export function voiceOf(hub) {
  return {
    t: hub.t,
    knows: (key) => Object.hasOwn(hub.config.words, key),
    called: (kind, id) => nameOf(hub, kind, id),
  };
}

/** @param {Hub} hub @param {string} kind @param {string} id */
function nameOf(hub, kind, id) {
  if (kind === "worker") return workerName(hub, id);
  if (kind === "incident" || kind === "whistle") {
    const body = hub.records.get(kind, id);
    const title = body && titleOf(body, hub.lang);
    return title ? `${title} ${id}` : id;
  }
  return groundOf(hub).called(/** @type {"streets" | "communities" | "grids"} */ (kind), id, hub.lang);
}

/** By number and surname, as on the map. @param {Hub} hub @param {string} id */
function workerName(hub, id) {
  const row = hub.fleet.rowOf(id);
  const facts = row === null ? null : hub.fleet.facts(row);
  return `${facts?.no ?? id} ${facts?.surname ?? ""}`.trim();
}
