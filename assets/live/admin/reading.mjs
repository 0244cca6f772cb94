// @ts-check
/**
 * What stands in the cells of the administrators' tables, in words. Pure.
 *
 * @typedef {import("./form.mjs").Choice} Choice
 * @typedef {(key: string, vars?: Record<string, string | number>) => string} Speaker
 */
import { civil } from "../panels/format.mjs";

/** A moment to the minute, on the centre's clock. @param {number | null} ms @param {string} never */
export function moment(ms, never) {
  if (ms === null) return never;
  const { year, month, day, hour, minute } = civil(ms);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

/** Names for ids; an id nobody named stands as it is. @param {ReadonlyArray<string>} ids @param {ReadonlyArray<Choice>} choices */
export function named(ids, choices) {
  return ids.map((id) => choices.find((one) => one.id === id)?.name ?? id);
}

/** @param {string} scope @param {ReadonlyArray<Choice>} scopes @param {Speaker} t */
export function scopeName(scope, scopes, t) {
  return scope === "" ? t("admin.everywhere") : named([scope], scopes)[0];
}

/** @param {{disabled: boolean, must_change: boolean}} user @param {Speaker} t */
export function standing(user, t) {
  if (user.disabled) return t("admin.user.disabled");
  return t(user.must_change ? "admin.user.must_change" : "admin.user.active");
}

/** What was done with what; a word we have no text for stands as it is. */
const DONE = Object.freeze({
  account: "admin.kind.account",
  session: "admin.kind.session",
  screen: "admin.kind.screen",
  token: "admin.kind.token",
  track: "admin.kind.track",
  purge: "admin.kind.purge",
  looked: "admin.did.looked",
  purged: "admin.did.purged",
  added: "admin.did.added",
  changed: "admin.did.changed",
  "password set": "admin.did.password",
  begun: "admin.did.begun",
  ended: "admin.did.ended",
  "ended for a newer one": "admin.did.newer",
  expired: "admin.did.expired",
  enrolled: "admin.did.enrolled",
  issued: "admin.did.issued",
  revoked: "admin.did.revoked",
});

/** @param {string} kind @param {unknown} did @param {Speaker} t */
export function deed(kind, did, t) {
  const word = (/** @type {string} */ said) => (said in DONE ? t(DONE[/** @type {keyof typeof DONE} */ (said)]) : said);
  return t("admin.audit.deed", { kind: word(kind), did: word(String(did ?? "")) });
}

/**
 * The facts of a row of the log on one line, without the word that has a column of its own; of what is now, without what says
 * nothing.
 * @param {Record<string, unknown>} facts
 */
export function detail({ did: _did, is, ...facts }) {
  const now = typeof is === "object" && is !== null ? Object.entries(is).filter(([, value]) => !SILENT.has(JSON.stringify(value))) : [];
  return [...now, ...Object.entries(facts)].map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`).join(" · ");
}

const SILENT = new Set(["null", "0", "false", '""', '"[]"']);
