// @ts-check
/**
 * What stands in a record, in an officer's words: names for codes, times for milliseconds, sentences for objects. Pure.
 *
 * @typedef {object} Voice
 * @property {(key: string, vars?: Record<string, string | number>) => string} t
 * @property {(key: string) => boolean} knows whether there is a text
 * @property {(kind: string, id: string) => string} called the name of a worker, street, community, grid or incident; the id
 *   where nobody knows one
 */
import { civil, hourMinute } from "../../panels/format.mjs";

/** Field -> the family of texts that names its values. @type {Readonly<Record<string, string>>} */
const NAMED = Object.freeze({
  status: "pane.status",
  urgency: "urgency",
  category: "pane.category",
  department: "pane.department",
  event_grade: "pane.grade",
  grade: "pane.grade",
  warning_level: "pane.level",
  level: "pane.level",
  located: "pane.located",
  provenance: "provenance",
  satisfaction: "pane.choice",
  outcome: "pane.choice",
  ground: "pane.choice",
  what: "pane.choice",
  role: "pane.role",
});

/** Field -> the kind of thing its value is the id of. @type {Readonly<Record<string, string>>} */
const CALLED = Object.freeze({
  worker: "worker",
  street: "streets",
  community: "communities",
  grid: "grids",
  merged_into: "incident",
  merged_from: "incident",
  into: "incident",
  whistle: "whistle",
  whistles: "whistle",
  out_of: "incident",
});

/** Yes and no in the words of the question. @type {Readonly<Record<string, string>>} */
const ANSWERED = Object.freeze({ found: "found", verified: "found", agrees: "agrees", checked: "agrees" });

/** @param {string} field such as "status" or "case.department" */
const last = (field) => field.slice(field.lastIndexOf(".") + 1);

/** What a field is called; one nobody named by its own name. @param {string} field @param {Voice} voice */
export function fieldWords(field, voice) {
  const key = `pane.field.${last(field)}`;
  return voice.knows(key) ? voice.t(key) : field;
}

/**
 * @param {string} field such as "status" or "case.department" @param {unknown} value @param {Voice} voice
 * @returns {string}
 */
export function valueWords(field, value, voice) {
  const name = last(field);
  if (value === null || value === undefined || value === "") return voice.t("pane.empty_value");
  if (typeof value === "boolean") return yesNo(name, value, voice);
  if (typeof value === "number") return numberWords(name, value);
  if (Array.isArray(value)) return listWords(name, value, voice);
  if (typeof value === "object") return objectWords(name, /** @type {Record<string, any>} */ (value), voice);
  return textWords(name, String(value), voice);
}

/** @param {string} name @param {boolean} value @param {Voice} voice */
function yesNo(name, value, voice) {
  if (Object.hasOwn(ANSWERED, name)) return voice.t(`pane.choice.${ANSWERED[name]}.${value ? "yes" : "no"}`);
  return voice.t(value ? "pane.yes" : "pane.no");
}

/** @param {string} name @param {number} value */
function numberWords(name, value) {
  if (name.endsWith("_ms")) return moment(value);
  return name === "lat" || name === "lon" ? value.toFixed(5) : String(value);
}

/** @param {string} name @param {unknown[]} value @param {Voice} voice */
function listWords(name, value, voice) {
  if (value.length === 0) return voice.t("pane.empty_value");
  return value.map((one) => valueWords(name, one, voice)).join(voice.t("pane.join"));
}

/** @param {string} name @param {string} value @param {Voice} voice */
function textWords(name, value, voice) {
  if (Object.hasOwn(CALLED, name)) return voice.called(CALLED[name], value);
  const key = `${NAMED[name]}.${value}`;
  const known = Object.hasOwn(NAMED, name) && voice.knows(key);
  if (!known) return value;
  return name === "category" ? `${voice.t(key)} ${value}` : voice.t(key);
}

/** @param {string} name @param {Record<string, any>} value @param {Voice} voice */
function objectWords(name, value, voice) {
  if (name === "term") return termWords(/** @type {any} */ (value), voice);
  if (name === "clock") return clockWords(value, voice);
  const parts = Object.entries(value).filter(([, one]) => one !== null);
  return parts
    .map(([field, one]) => voice.t("pane.colon", { name: fieldWords(field, voice), value: valueWords(field, one, voice) }))
    .join(voice.t("pane.join"));
}

/** The case's clock: its terms, and until when. @param {Record<string, any>} clock @param {Voice} voice */
function clockWords(clock, voice) {
  const parts = [termsWords(clock.terms ?? [], voice), voice.t("pane.due_at", { time: moment(clock.due_at_ms) })];
  if (clock.stopped_at_ms) parts.push(voice.t("pane.stopped", { time: moment(clock.stopped_at_ms) }));
  return parts.filter(Boolean).join(voice.t("pane.join"));
}

/** The first term, then every extension. @param {Array<{clock: string, count: number}>} terms @param {Voice} voice */
export function termsWords(terms, voice) {
  return terms.map((term) => termWords(term, voice)).join(voice.t("pane.plus"));
}

/** "4 工作时", "30 min". @param {{clock: string, count: number}} term @param {Voice} voice */
export function termWords({ clock, count }, voice) {
  const per = clock !== "working_day" && count % 60 === 0 ? 60 : 1;
  return voice.t(`pane.term.${clock}.${per}`, { n: count / per });
}

const two = (/** @type {number} */ n) => String(n).padStart(2, "0");

/** "11-22 14:05": the year only where it is not the one of `near`. @param {number} ms @param {number} [near] */
export function moment(ms, near = Date.now()) {
  const { year, month, day } = civil(ms);
  const date = `${two(month)}-${two(day)} ${hourMinute(ms)}`;
  return year === civil(near).year ? date : `${year}-${date}`;
}
