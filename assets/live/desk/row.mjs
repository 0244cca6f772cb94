// @ts-check
/**
 * An incident as the queue shows it. Pure. What the list of the wall reads, and besides: the clock, who has it, where it came
 * from. Times are server time in ms; what nobody said is null or empty.
 *
 * @typedef {import("../wire.mjs").RecordBody} RecordBody
 * @typedef {import("../panels/incident.mjs").Incident} Incident
 * @typedef {import("../deadline.mjs").Deadline} Deadline
 * @typedef {Deadline & {whose: "centre" | "sender"}} Clock our own clock, or the deadline the sender set
 * @typedef {{category_name: string, grid: string, department: string, worker: string, source: string, by: string,
 *   senderDue: number | null, text: string, body: RecordBody}} More
 * @typedef {Incident & More & {id: string}} Row
 */
import { AMBER_FROM, deadlineOf, NO_DEADLINE } from "../deadline.mjs";
import { byNeed, readIncident, said } from "../panels/incident.mjs";

/**
 * @param {string} id @param {RecordBody} body @param {"zh" | "en"} lang
 * @returns {Row}
 */
export function readRow(id, body, lang) {
  const incident = readIncident(id, body, lang);
  const held = body.case ?? {};
  return {
    ...incident,
    id,
    category_name: said(body, "category", lang) || incident.category,
    grid: String(body.grid ?? ""),
    department: String(held.department ?? ""),
    worker: String(held.worker ?? ""),
    source: String(body.source ?? ""),
    by: String(held.last?.by ?? ""),
    senderDue: typeof body.sender_due_ms === "number" ? body.sender_due_ms : null,
    text: haystack(id, body),
    body,
  };
}

/** The centre's clock where one runs, else the sender's deadline. @param {Row} row @param {number} now @returns {Clock} */
export function clockOf(row, now) {
  const ours = deadlineOf(row.body, now);
  if (ours.light !== "none" || row.senderDue === null || !row.open) return { ...ours, whose: "centre" };
  const from = row.openedMs ?? row.senderDue;
  const share = now > row.senderDue ? 1 : Math.max(0, (now - from) / Math.max(1, row.senderDue - from));
  const light = now > row.senderDue ? "red" : share >= AMBER_FROM ? "amber" : "neutral";
  return { ...NO_DEADLINE, light, share, dueMs: row.senderDue, whose: "sender" };
}

/** Whether somebody is late with it now. @param {Row} row @param {number} now */
export function isOverdue(row, now) {
  const { light } = clockOf(row, now);
  return light === "red" || light === "twice";
}

/** Both languages, whatever the page's: what is searched for may have been said in either. @param {string} id @param {RecordBody} body */
function haystack(id, body) {
  const fields = ["title", "title_en", "description", "place", "place_en", "category_zh", "category_en", "external_id", "source"];
  const held = body.case ?? {};
  return fold([id, ...fields.map((name) => body[name]), held.department, held.worker].filter(Boolean).join("\n"));
}

/** @param {string} text */
export const fold = (text) => text.normalize("NFKC").toLowerCase();

/** What needs a person next comes first, open before closed. @param {Row} a @param {Row} b */
export function byTurn(a, b) {
  if (a.open !== b.open) return a.open ? -1 : 1;
  return byNeed(a, b);
}
