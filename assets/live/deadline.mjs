// @ts-check
/**
 * The clock of an incident as a screen reads it: how full, which light, whether it stands still. Pure.
 *
 * A screen knows no calendar of duty, so a record says when its clock turns amber and when twice its time is gone; between those
 * moments the ring fills evenly. Before the dispatch the centre's own limits run, by the hour: five minutes to take a report in,
 * fifteen to send somebody. A department's time to acknowledge a case stands in the record too; one written before that was kept has
 * five minutes when it is urgent. Python reads the same moments (`dashboard/incidents/sla.py`); `tests/clock` holds both to one table.
 *
 * @typedef {import("./wire.mjs").RecordBody} RecordBody
 * @typedef {"none" | "neutral" | "amber" | "red" | "twice"} Light
 * @typedef {"running" | "paused" | "stopped"} Going
 * @typedef {object} Deadline
 * @property {Light} light "none" when there is no clock
 * @property {Going} going paused while it is suspended, stopped once the department has answered
 * @property {number} share of the ring, 0 to 1
 * @property {number | null} dueMs
 *
 * @typedef {{started: number, amber: number, due: number, twice: number, stopped: number | null}} Moments
 */

export const ACCEPT_MS = 5 * 60_000;
export const DISPATCH_MS = 15 * 60_000;
/** For what is urgent, by the hour, in a record that does not say its own. */
export const SIGN_MS = 5 * 60_000;
const URGENT = new Set(["urgent", "critical"]);
/** Amber from here on. */
export const AMBER_FROM = 0.7;

/** @type {Deadline} */
export const NO_DEADLINE = Object.freeze({ light: "none", going: "running", share: 0, dueMs: null });

/** @param {RecordBody} body @param {number} now @returns {Deadline} */
export function deadlineOf(body, now) {
  const moments = body.open === false ? null : momentsOf(body);
  if (!moments) return NO_DEADLINE;
  const at = moments.stopped ?? now;
  const going = moments.stopped === null ? "running" : body.case?.suspended ? "paused" : "stopped";
  return { light: lightAt(moments, at), going, share: shareAt(moments, at), dueMs: moments.due };
}

/** @param {RecordBody} body @returns {Moments | null} */
function momentsOf(body) {
  const clock = body.case?.clock;
  if (!clock) return limit(body);
  const unsigned = unsignedOf(body);
  return unsigned && unsigned.due < clock.due_at_ms ? unsigned : kept(clock);
}

/** @param {Record<string, any>} clock of a case, as the record has it @returns {Moments} */
function kept({ started_at_ms: started, amber_at_ms, due_at_ms: due, twice_at_ms, stopped_at_ms }) {
  const whole = due - started;
  return { started, amber: amber_at_ms ?? started + AMBER_FROM * whole, due, twice: twice_at_ms ?? due + whole, stopped: stopped_at_ms ?? null };
}

/** Of a case that its department has not acknowledged. @param {RecordBody} body @returns {Moments | null} */
function unsignedOf(body) {
  if (body.status !== "DISPATCHED" || body.case?.suspended) return null;
  if (body.case?.sign) return kept(body.case.sign);
  return URGENT.has(String(body.urgency)) ? even(body.case?.entered?.DISPATCHED, SIGN_MS) : null;
}

/** The centre's own limit in this state, as far as the record says since when. @param {RecordBody} body @returns {Moments | null} */
function limit(body) {
  const entered = body.case?.entered ?? {};
  if (body.case?.suspended) return null;
  if (body.status === "REPORTED") return even(body.received_at_ms, ACCEPT_MS);
  const since = body.case?.dispatches ? entered.FILED : entered.ACCEPTED;
  return body.status === "ACCEPTED" || body.status === "FILED" ? even(since, DISPATCH_MS) : null;
}

/** @param {number | undefined} started @param {number} whole @returns {Moments | null} */
function even(started, whole) {
  if (typeof started !== "number") return null;
  return { started, amber: started + AMBER_FROM * whole, due: started + whole, twice: started + 2 * whole, stopped: null };
}

/** @param {Moments} moments @param {number} at @returns {Light} */
export function lightAt({ amber, due, twice }, at) {
  if (at > due) return at >= twice ? "twice" : "red";
  return at >= amber ? "amber" : "neutral";
}

/** @param {Moments} moments @param {number} at */
export function shareAt({ started, amber, due }, at) {
  if (at >= due) return 1;
  if (at >= amber) return AMBER_FROM + (1 - AMBER_FROM) * part(at, amber, due);
  return AMBER_FROM * part(at, started, amber);
}

/** @param {number} at @param {number} from @param {number} to */
const part = (at, from, to) => (to > from ? Math.min(1, Math.max(0, (at - from) / (to - from))) : 1);
