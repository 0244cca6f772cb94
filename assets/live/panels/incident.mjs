// @ts-check
/**
 * Incidents as the wall lists them. Pure. An urgency nobody knows counts as urgent: better looked at than overlooked.
 *
 * @typedef {import("../wire.mjs").RecordBody} RecordBody
 * @typedef {"critical" | "urgent" | "normal"} Urgency
 * @typedef {object} Incident
 * @property {string} key its id
 * @property {string} title
 * @property {string} place
 * @property {Urgency} urgency
 * @property {boolean} open
 * @property {string} status its name in the life cycle
 * @property {string} state the same in words
 * @property {string} category
 * @property {string} provenance
 * @property {number | null} openedMs
 * @property {number | null} closedMs
 * @property {string} street 9-digit code, or empty
 * @property {string} community 12-digit code, or empty
 * @property {number | null} lat
 * @property {number | null} lon
 * @property {boolean} dimmed a wall is told its kind only
 * @property {number} [press] how its clock presses, as `pressOf` says
 * @property {number | null} senderDueMs the deadline its sender set
 * @property {boolean} suspended
 */
import { deadlineOf } from "../deadline.mjs";
import { midnight } from "./format.mjs";

/** In order of what needs a person next. */
export const URGENCIES = /** @type {const} */ (["critical", "urgent", "normal"]);

/**
 * @param {string} id @param {RecordBody} body @param {"zh" | "en"} lang
 * @returns {Incident}
 */
export function readIncident(id, body, lang) {
  const grid = String(body.grid ?? "");
  return {
    key: id,
    title: titleOf(body, lang),
    place: said(body, "place", lang),
    urgency: URGENCIES.find((urgency) => urgency === body.urgency) ?? "urgent",
    open: body.open !== false,
    status: String(body.status ?? ""),
    state: said(body, "status", lang),
    category: String(body.category ?? ""),
    provenance: String(body.provenance ?? "manual"),
    openedMs: moment(body.opened_at_ms),
    closedMs: moment(body.closed_at_ms),
    street: String(body.street ?? grid.slice(0, 9)),
    community: String(body.community ?? grid.slice(0, 12)),
    lat: typeof body.lat === "number" ? body.lat : null,
    lon: typeof body.lon === "number" ? body.lon : null,
    dimmed: body.dimmed === true,
    senderDueMs: moment(body.sender_due_ms),
    suspended: Boolean(body.case?.suspended),
  };
}

/**
 * A text in the page's language; the other language is better than nothing.
 * @param {RecordBody} body @param {string} name @param {"zh" | "en"} lang
 * @returns {string}
 */
export function said(body, name, lang) {
  const zh = body[`${name}_zh`] ?? body[name];
  const en = body[`${name}_en`];
  return String((lang === "en" ? (en ?? zh) : (zh ?? en)) ?? "");
}

/**
 * What it is about: where nobody translated the sender's words, an English page says what kind of matter it is.
 * @param {RecordBody} body @param {"zh" | "en"} lang
 */
export function titleOf(body, lang) {
  const untranslated = lang === "en" && !body.title_en && body.category_en;
  return said(body, untranslated ? "category" : "title", lang);
}

/** @param {unknown} value @returns {number | null} */
const moment = (value) => (typeof value === "number" ? value : null);

/** The lights of a running clock that press, the worst first. */
const PRESSING = ["twice", "red", "amber"];

/**
 * How a clock presses at that moment: 0 the worst; one that stands still, or has time left, does not.
 * @param {RecordBody} body @param {number} now
 */
export function pressOf(body, now) {
  const { light, going } = deadlineOf(body, now);
  const at = going === "running" ? PRESSING.indexOf(light) : -1;
  return at < 0 ? PRESSING.length : at;
}

/** What nobody has been sent to yet: the next step is the centre's own, and its limits are minutes. */
const UNSENT = new Set(["REPORTED", "TO_VERIFY", "ACCEPTED", "FILED"]);

/** 0 while nobody has been sent, 1 while nobody has acknowledged, 2 once it is in hand or put off. @param {Incident} incident */
function waitOf({ status, suspended }) {
  if (suspended) return 2;
  if (UNSENT.has(status)) return 0;
  return status === "DISPATCHED" ? 1 : 2;
}

/**
 * What needs a person next comes first: urgency, then a clock that presses, then what is in nobody's hand, then age.
 * @param {Incident} a @param {Incident} b @returns {number}
 */
export function byNeed(a, b) {
  const urgency = URGENCIES.indexOf(a.urgency) - URGENCIES.indexOf(b.urgency);
  const rank = urgency || (a.press ?? PRESSING.length) - (b.press ?? PRESSING.length) || waitOf(a) - waitOf(b);
  const age = (a.openedMs ?? Infinity) - (b.openedMs ?? Infinity);
  return rank || age || (a.key < b.key ? -1 : 1);
}

/** What was closed last comes first. @param {Incident} a @param {Incident} b */
export const byClosing = (a, b) => (b.closedMs ?? 0) - (a.closedMs ?? 0) || (a.key < b.key ? -1 : 1);

/**
 * The day in numbers.
 * @param {Iterable<Incident>} incidents all that the page holds @param {number} now
 */
export function dayOf(incidents, now) {
  const from = midnight(now);
  const day = {
    reported: 0,
    closed: 0,
    open: 0,
    /** @type {Record<Urgency, number>} */
    urgency: { critical: 0, urgent: 0, normal: 0 },
    reportedByHour: new Array(24).fill(0),
    closedByHour: new Array(24).fill(0),
  };
  for (const incident of incidents) {
    if (incident.open) {
      day.open += 1;
      day.urgency[incident.urgency] += 1;
    }
    const opened = hourOf(incident.openedMs, from);
    if (opened !== null) {
      day.reported += 1;
      day.reportedByHour[opened] += 1;
    }
    const closed = incident.open ? null : hourOf(incident.closedMs, from);
    if (closed !== null) {
      day.closed += 1;
      day.closedByHour[closed] += 1;
    }
  }
  return day;
}

/** @param {number | null} ms @param {number} from midnight @returns {number | null} the hour of that day, or null outside it */
function hourOf(ms, from) {
  if (ms === null || ms < from) return null;
  const hour = Math.floor((ms - from) / 3_600_000);
  return hour < 24 ? hour : null;
}

/**
 * The incident the cameras follow when nobody chose one: the newest critical one, else the newest urgent one. Where a dimmed one
 * is, no wall shows.
 * @param {Iterable<Incident>} incidents
 * @returns {Incident | null}
 */
export function mostPressing(incidents) {
  /** @type {Incident | null} */
  let best = null;
  for (const incident of incidents) {
    if (!incident.open || incident.dimmed || incident.urgency === "normal" || incident.lat === null) continue;
    if (best === null || presses(incident, best)) best = incident;
  }
  return best;
}

/** @param {Incident} a @param {Incident} b */
function presses(a, b) {
  if (a.urgency !== b.urgency) return a.urgency === "critical";
  return (a.openedMs ?? 0) > (b.openedMs ?? 0);
}
