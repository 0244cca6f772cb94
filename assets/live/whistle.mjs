// @ts-check
/**
 * Whistles as screens read them: the three limits of every summons at a moment, and what presses most. Pure.
 *
 * The server reads the same limits (`dashboard/incidents/whistle_clocks.py`); `tests/clock/whistle_limits.json` holds both to one
 * table.
 *
 * @typedef {import("./wire.mjs").RecordBody} RecordBody
 * @typedef {"sign" | "contact" | "report"} LimitName
 * @typedef {"met" | "met_late" | "running" | "late" | "held" | "off"} Standing
 * @typedef {{name: LimitName, dueMs: number, doneMs: number | null, standing: Standing, light: "neutral" | "amber" | "red"}} Limit
 * @typedef {object} Summons
 * @property {string} key
 * @property {number} number
 * @property {string} unit
 * @property {string} name
 * @property {boolean} leader
 * @property {string} status
 * @property {string} state the same in words
 * @property {number | null} points
 * @property {boolean} certain whether the limits are known for sure
 * @property {Limit[]} limits
 * @typedef {object} Whistle
 * @property {string} key its id
 * @property {number} revision
 * @property {string} grade
 * @property {string} gradeName
 * @property {string} title
 * @property {string} status
 * @property {string} state the same in words
 * @property {boolean} open
 * @property {string} street
 * @property {string} place
 * @property {string} provenance
 * @property {string[]} incidents
 * @property {string[]} repeats
 * @property {number} signatures under it so far
 * @property {number} draftedMs
 * @property {number | null} blownMs
 * @property {number | null} closedMs
 * @property {string | null} outcome
 * @property {string} outcomeName
 * @property {Summons[]} summons
 * @typedef {{summons: Summons, limit: Limit}} Pressing
 */
import { AMBER_FROM } from "./deadline.mjs";
import { civil, midnight } from "./panels/format.mjs";
import { said } from "./panels/incident.mjs";

const DAY_MS = 86_400_000;
/** While the departments are at work. */
const CALLING = new Set(["BLOWN", "JOINT", "ESCALATED"]);
/** Limit -> its due time in the record. */
const DUE = Object.freeze({ sign: "sign_due_ms", contact: "contact_due_ms", report: "report_due_ms" });

/** @param {string} id @param {RecordBody} body @param {"zh" | "en"} lang @param {number} now @returns {Whistle} */
export function readWhistle(id, body, lang, now) {
  return {
    key: id,
    revision: Number(body.revision ?? 0),
    grade: String(body.grade ?? ""),
    gradeName: said(body, "grade", lang),
    title: said(body, "title", lang),
    status: String(body.status ?? ""),
    state: said(body, "status", lang),
    open: body.open !== false,
    street: String(body.street ?? ""),
    place: said(body, "place", lang),
    provenance: String(body.provenance ?? "manual"),
    incidents: body.incidents ?? [],
    repeats: body.repeats ?? [],
    signatures: (body.approvals ?? []).length,
    draftedMs: Number(body.drafted_at_ms ?? 0),
    blownMs: body.blown_at_ms ?? null,
    closedMs: body.closed_at_ms ?? null,
    outcome: body.outcome ?? null,
    outcomeName: said(body, "outcome", lang),
    summons: (body.summons ?? []).map((/** @type {RecordBody} */ one) => readSummons(String(body.status), one, lang, now)),
  };
}

/** @param {string} status of the whistle @param {RecordBody} body @param {"zh" | "en"} lang @param {number} now @returns {Summons} */
function readSummons(status, body, lang, now) {
  return {
    key: String(body.number),
    number: Number(body.number),
    unit: String(body.unit ?? ""),
    name: said(body, "unit", lang),
    leader: body.party === "leader",
    status: String(body.status ?? ""),
    state: said(body, "status", lang),
    points: body.score?.points ?? null,
    certain: body.certain !== false,
    limits: limitsOf(status, body, now),
  };
}

/** @param {string} status of the whistle @param {RecordBody} summons @param {number} now @returns {Limit[]} in the order they come */
export function limitsOf(status, summons, now) {
  const done = { sign: summons.signed_at_ms, contact: summons.contacted_at_ms, report: summons.check_in?.at_ms };
  const names = /** @type {LimitName[]} */ (Object.keys(DUE)).filter((name) => typeof summons[DUE[name]] === "number");
  return names.map((name) => {
    const dueMs = summons[DUE[name]];
    const doneMs = done[name] ?? null;
    const standing = standingOf(status, summons.status, dueMs, doneMs, now);
    return { name, dueMs, doneMs, standing, light: lightOf(standing, summons.called_at_ms, dueMs, now) };
  });
}

/** @param {string} status @param {string} state of the summons @param {number} due @param {number | null} done @param {number} now @returns {Standing} */
function standingOf(status, state, due, done, now) {
  if (done !== null) return done <= due ? "met" : "met_late";
  if (state === "DECLINED") return "off";
  if (status === "SUSPENDED") return "held";
  if (!CALLING.has(status)) return "off";
  return now <= due ? "running" : "late";
}

/** @param {Standing} standing @param {number} called @param {number} due @param {number} now @returns {Limit["light"]} */
function lightOf(standing, called, due, now) {
  if (standing === "late") return "red";
  return standing === "running" && now >= called + AMBER_FROM * (due - called) ? "amber" : "neutral";
}

/** What somebody must meet next, or has missed the longest; null when nothing is waited for. @param {Whistle} whistle @returns {Pressing | null} */
export function mostPressing(whistle) {
  const waiting = whistle.summons.flatMap((summons) =>
    summons.limits.filter(({ standing }) => standing === "running" || standing === "late").map((limit) => ({ summons, limit })),
  );
  return waiting.reduce((/** @type {Pressing | null} */ best, one) => (best === null || one.limit.dueMs < best.limit.dueMs ? one : best), null);
}

/** By what is due next; what waits for the centre's own step after that, the oldest first. @param {Whistle} a @param {Whistle} b */
export function byDue(a, b) {
  const due = (mostPressing(a)?.limit.dueMs ?? Infinity) - (mostPressing(b)?.limit.dueMs ?? Infinity);
  return (Number.isNaN(due) ? 0 : due) || a.draftedMs - b.draftedMs || (a.key < b.key ? -1 : 1);
}

/** The last local midnight that began a month. @param {number} now */
export const monthBegin = (now) => midnight(now) - (civil(now).day - 1) * DAY_MS;

/** Blown this month, by the record. @param {Iterable<Whistle>} whistles @param {number} now */
export function blownThisMonth(whistles, now) {
  return [...whistles].filter(({ blownMs }) => blownMs !== null && blownMs >= monthBegin(now)).length;
}
