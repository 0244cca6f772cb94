// @ts-check
/**
 * A command's form as the page draws it, made from the server's answer, and the command it comes to. Pure.
 *
 * @typedef {import("./values.mjs").Voice} Voice
 * @typedef {{name: string, kind: string, required: boolean, nullable: boolean, choices: string[], default?: unknown}} Field
 * @typedef {{do: string, zh: string, en: string, to: string | null, fields: Field[]}} Form
 * @typedef {{value: string, label: string, fit?: boolean}} Option `value` is what an input holds: a text; `fit` false: offered,
 *   not proposed
 * @typedef {"line" | "lines" | "radio" | "select" | "check" | "number" | "term" | "moment"} Widget
 * @typedef {object} Input
 * @property {string} name
 * @property {string} label
 * @property {Widget} widget
 * @property {boolean} required
 * @property {Option[]} options
 * @property {string} value what it holds at first
 * @property {Field} field
 * @typedef {{worker: Option[], into: Option[]}} Near who and what is near, best first; empty while nobody has said
 */
import { civil } from "../../panels/format.mjs";
import { fieldWords, valueWords } from "./values.mjs";

/** More options than these stand in a list. */
const MOST_RADIOS = 5;
/** Fields that hold the id of something with a name. @type {Readonly<Record<string, string>>} */
const LISTED = Object.freeze({ department: "pane.department", category: "pane.category" });
/** Per unit of a term: the clock, and how many of its counts. */
export const TERM_UNITS = Object.freeze(["emergency_hour.60", "emergency_hour.1", "working_hour.60", "working_hour.1", "working_day.1"]);
const WEEK_MS = 7 * 86_400_000;
const ZONE_MS = 8 * 3_600_000;
const ANSWERS = Object.freeze({ found: "found", agrees: "agrees" });

/**
 * @param {Form} form
 * @param {{voice: Voice, words: Record<string, string>, near: Near, now: number}} known `words` are the page's texts, which
 *   list departments and categories
 * @returns {Input[]}
 */
export function inputsOf(form, known) {
  return form.fields.map((field) => {
    const options = optionsOf(field, known);
    const widget = widgetOf(field, options);
    const label = fieldWords(field.name, known.voice);
    return { name: field.name, label, widget, required: field.required, options, value: firstValue(field, widget, options, known.now), field };
  });
}

/** Whether it goes with one key and a confirmation: nothing must be filled in. @param {Form} form */
export const goesAtOnce = (form) => form.fields.every((field) => !field.required);

/** @param {Field} field @param {Option[]} options @returns {Widget} */
function widgetOf(field, options) {
  if (field.kind === "term") return "term";
  if (field.kind === "texts") return "lines";
  if (field.kind === "boolean") return field.required || field.nullable ? "radio" : "check";
  if (field.kind === "integer" && field.name.endsWith("_ms")) return "moment";
  if (field.kind === "integer" || field.kind === "number") return "number";
  if (options.length === 0) return "line";
  return options.length > MOST_RADIOS || !isChoice(field) ? "select" : "radio";
}

/** @param {Field} field */
const isChoice = (field) => field.kind === "choice" || field.kind === "boolean";

/** @param {Field} field @param {{voice: Voice, words: Record<string, string>, near: Near}} known @returns {Option[]} */
function optionsOf(field, { voice, words, near }) {
  if (field.kind === "boolean") return answers(field, voice);
  if (field.kind === "choice") return choices(field, voice);
  if (Object.hasOwn(LISTED, field.name)) return [...empty(field, voice, "pane.choice.pick"), ...listed(LISTED[field.name], words, field)];
  if (field.name === "worker") return people(field, voice, near.worker);
  return field.name === "into" && near.into.length > 0 ? [...empty(field, voice, "pane.choice.pick"), ...near.into] : [];
}

/** @param {Field} field @param {Voice} voice @returns {Option[]} */
function answers(field, voice) {
  const words = (/** @type {boolean} */ yes) =>
    Object.hasOwn(ANSWERS, field.name) ? voice.t(`pane.choice.${field.name}.${yes ? "yes" : "no"}`) : voice.t(yes ? "pane.yes" : "pane.no");
  const both = [
    { value: "yes", label: words(true) },
    { value: "no", label: words(false) },
  ];
  return field.nullable ? [...both, { value: "", label: voice.t("pane.choice.unsaid") }] : both;
}

/** @param {Field} field @param {Voice} voice @returns {Option[]} */
function choices(field, voice) {
  const all = field.choices.map((value) => ({ value, label: valueWords(field.name, value, voice) }));
  return field.nullable ? [...all, { value: "", label: voice.t("pane.choice.none") }] : all;
}

/** @param {string} family @param {Record<string, string>} words @param {Field} field @returns {Option[]} the proposed one first */
function listed(family, words, field) {
  const prefix = `${family}.`;
  const all = Object.keys(words).filter((key) => key.startsWith(prefix));
  const options = all.map((key) => {
    const value = key.slice(prefix.length);
    return { value, label: field.name === "category" ? `${value} ${words[key]}` : words[key] };
  });
  const proposed = options.filter(({ value }) => value === field.default);
  return [...proposed, ...options.filter(({ value }) => value !== field.default)];
}

/** @param {Field} field @param {Voice} voice @param {Option[]} near @returns {Option[]} */
function people(field, voice, near) {
  const current = field.default ?? null;
  const held = current !== null && !near.some(({ value }) => value === current);
  const known = held ? [{ value: String(current), label: voice.called("worker", String(current)) }, ...near] : near;
  return known.length === 0 ? [] : [...known, { value: "", label: voice.t("pane.choice.nobody") }];
}

/** A first line that is no answer, where nothing is proposed. @param {Field} field @param {Voice} voice @param {string} key @returns {Option[]} */
function empty(field, voice, key) {
  return field.default === null || field.default === undefined || field.nullable ? [{ value: "", label: voice.t(key) }] : [];
}

/** @param {Field} field @param {Widget} widget @param {Option[]} options @param {number} now */
function firstValue(field, widget, options, now) {
  const proposed = field.default;
  if (widget === "term") return termValue(/** @type {any} */ (proposed));
  if (widget === "moment") return proposed ? localTime(Number(proposed)) : `${localTime(now + WEEK_MS).slice(0, 11)}09:00`;
  if (proposed === null || proposed === undefined) return field.name === "worker" && options[0]?.fit !== false ? (options[0]?.value ?? "") : "";
  if (typeof proposed === "boolean") return proposed ? "yes" : "no";
  return String(proposed);
}

/** A term as its two inputs hold it: "4 working_hour.60". @param {{clock: string, count: number} | null | undefined} term */
function termValue(term) {
  if (!term) return " working_hour.60";
  const per = term.clock !== "working_day" && term.count % 60 === 0 ? 60 : 1;
  return `${term.count / per} ${term.clock}.${per}`;
}

/** In the form an input of date and time takes: the wall's own zone. @param {number} ms */
function localTime(ms) {
  const { year, month, day, hour, minute } = civil(ms);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/**
 * The command that the filled-in form is. What is left blank and need not be given is left out.
 * @param {Form} form @param {Record<string, string>} values by field, as the inputs hold them
 * @returns {{command: Record<string, unknown>} | {wrong: string, why: "must" | "not_a_number"}} or the first field that is wrong
 */
export function commandOf(form, values) {
  /** @type {Record<string, unknown>} */
  const command = { do: form.do };
  for (const field of form.fields) {
    const read = readValue(field, values[field.name] ?? "");
    if (read === NOT_A_NUMBER) return { wrong: field.name, why: "not_a_number" };
    if (read === undefined && field.required && !field.nullable) return { wrong: field.name, why: "must" };
    if (read !== undefined) command[field.name] = read;
    else if (field.required) command[field.name] = null;
  }
  return { command };
}

const NOT_A_NUMBER = Symbol("not a number");

/** @param {Field} field @param {string} text @returns {unknown} undefined: left blank */
function readValue(field, text) {
  const trimmed = text.trim();
  if (field.kind === "term") return readTerm(trimmed);
  if (trimmed === "") return undefined;
  if (field.kind === "boolean") return trimmed === "yes";
  if (field.kind === "texts") return trimmed.split("\n").map((line) => line.trim()).filter(Boolean);
  if (field.kind === "integer" && field.name.endsWith("_ms")) return readTime(trimmed);
  if (field.kind === "integer" || field.kind === "number") return Number.isFinite(Number(trimmed)) ? Number(trimmed) : NOT_A_NUMBER;
  return trimmed;
}

/** @param {string} text */
function readTerm(text) {
  const [count, unit] = text.split(" ");
  if (unit === undefined) return undefined;
  const [clock, per] = unit.split(".");
  const n = Math.round(Number(count) * Number(per));
  return Number.isFinite(n) && n >= 1 ? { clock, count: n } : NOT_A_NUMBER;
}

/** @param {string} text "2026-11-29T09:00" of the wall's zone */
function readTime(text) {
  const ms = Date.parse(`${text}:00Z`);
  return Number.isFinite(ms) ? ms - ZONE_MS : NOT_A_NUMBER;
}
