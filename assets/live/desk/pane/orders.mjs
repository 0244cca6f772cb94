// @ts-check
/**
 * An order, and what its answer means. Pure but for the id it is handed.
 *
 * @typedef {{id: string, officer: {name: string, unit?: string}, role: string, expected_revision: number,
 *   command: Record<string, unknown>}} Order
 * @typedef {import("../officer.mjs").Person} Person
 * @typedef {import("./timeline.mjs").Difference} Difference
 * @typedef {{kind: "done", revision: number, status: string, repeated: boolean}
 *   | {kind: "changed", revision: number, sentence: string, differences: Difference[], record: Record<string, any> | null}
 *   | {kind: "refused", sentence: string, field: string | null}
 *   | {kind: "lost", sentence: string | null}} Outcome
 */

/**
 * @param {string} id of this click @param {Person} officer @param {number} revision the officer saw
 * @param {Record<string, unknown>} command
 * @returns {Order}
 */
export function orderOf(id, officer, revision, command) {
  const who = officer.unit === null ? { name: officer.name } : { name: officer.name, unit: officer.unit };
  return { id, officer: who, role: officer.role, expected_revision: revision, command };
}

/** Whether it is the same order but for its id: then the id may be used again. @param {Order} a @param {Order} b */
export const sameOrder = (a, b) => JSON.stringify({ ...a, id: "" }) === JSON.stringify({ ...b, id: "" });

/**
 * @param {{status: number, body: any}} answer @param {"zh" | "en"} lang
 * @returns {Outcome}
 */
export function outcomeOf({ status, body }, lang) {
  if (status === 200) return { kind: "done", revision: body.revision, status: body.status, repeated: Boolean(body.repeated) };
  const sentence = refusalWords(body, lang);
  if (status === 0 || status === 503) return { kind: "lost", sentence };
  if (status === 409 && body?.field === "expected_revision")
    return { kind: "changed", sentence, revision: body.revision, differences: body.differences ?? [], record: body.record ?? null };
  return { kind: "refused", sentence, field: fieldOf(body?.field) };
}

/** The sentence of a refusal in the page's language, else in the one it has. @param {any} body @param {"zh" | "en"} lang */
export function refusalWords(body, lang) {
  const said = (lang === "zh" ? body?.error_zh : null) ?? body?.error;
  return typeof said === "string" ? said : "";
}

/** "command.term.count" is about the field "term". @param {unknown} field */
function fieldOf(field) {
  if (typeof field !== "string") return null;
  return field.startsWith("command.") ? field.split(".")[1] : field;
}
