// @ts-check
/** Who was sent to an open incident: the bar under a mark. Pure. */
import { isOpen } from "../counts.mjs";

/** @param {Iterable<import("../wire.mjs").RecordBody>} incidents @returns {Set<string>} ids of workers */
export function sentOut(incidents) {
  /** @type {Set<string>} */
  const sent = new Set();
  for (const incident of incidents) {
    const worker = incident.case?.worker;
    if (worker && isOpen(incident)) sent.add(String(worker));
  }
  return sent;
}

/**
 * Note it in the fleet.
 * @param {import("../fleet.mjs").Fleet} fleet
 * @param {ReadonlySet<string>} sent
 * @returns {Uint32Array} rows whose mark changed, ascending
 */
export function noteErrands(fleet, sent) {
  const changed = [];
  for (let row = 0; row < fleet.size; row++) {
    if (!fleet.errand[row] && sent.size === 0) continue;
    const errand = sent.has(fleet.facts(row)?.id ?? "") ? 1 : 0;
    if (errand === fleet.errand[row]) continue;
    fleet.errand[row] = errand;
    changed.push(row);
  }
  return Uint32Array.from(changed);
}
