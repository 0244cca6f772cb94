// @ts-check
/**
 * The inputs of a whistle's command, from the server's form. Pure; what the filled-in form comes to is the pane's `commandOf`.
 *
 * @typedef {import("../pane/forms.mjs").Field} Field
 * @typedef {import("../pane/forms.mjs").Option} Option
 * @typedef {import("../pane/forms.mjs").Form & {summons?: number}} WhistleForm
 * @typedef {Omit<import("../pane/forms.mjs").Input, "widget"> & {widget: import("../pane/forms.mjs").Widget | "checks"}} Input
 * @typedef {{t: (key: string, vars?: Record<string, string | number>) => string, units: Array<{id: string, name: string}>,
 *   streets: Array<{id: string, name: string}>, called: (kind: string, id: string) => string}} Known
 */
import { civil } from "../../panels/format.mjs";

/** @param {WhistleForm} form @param {Known} known @param {number} now @returns {Input[]} */
export function inputsOf(form, known, now) {
  return form.fields.map((field) => {
    const options = optionsOf(field, known);
    const widget = widgetOf(field, options);
    const label = known.t(`whistle.field.${field.name}`);
    return { name: field.name, label, widget, required: field.required, options, value: firstValue(field, widget, now), field };
  });
}

/** @param {Field} field @param {Option[]} options @returns {Input["widget"]} */
function widgetOf(field, options) {
  if (field.kind === "texts") return "checks";
  if (field.kind === "choice") return "radio";
  if (field.name.endsWith("_ms")) return "moment";
  if (field.kind === "integer" || field.kind === "number") return "number";
  return options.length > 0 ? "select" : "line";
}

/** @param {Field} field @param {Known} known @returns {Option[]} */
function optionsOf(field, { t, units, streets, called }) {
  const proposed = Array.isArray(field.default) ? field.default.map(String) : [];
  if (field.kind === "choice") return field.choices.map((value) => ({ value, label: t(`whistle.choice.${field.name}.${value}`) }));
  if (field.name === "departments") return foremost(units, proposed);
  if (field.name === "department") return [{ value: "", label: t("whistle.form.none") }, ...foremost(units, [])];
  if (field.name === "street") return streets.map(({ id, name }) => ({ value: id, label: name }));
  const kind = field.name === "incidents" ? "incident" : "whistle";
  return proposed.map((id) => ({ value: id, label: called(kind, id) }));
}

/** @param {Known["units"]} units @param {string[]} proposed these first @returns {Option[]} */
function foremost(units, proposed) {
  const rank = (/** @type {string} */ id) => (proposed.indexOf(id) + proposed.length + 1) % (proposed.length + 1);
  const first = units.filter(({ id }) => proposed.includes(id)).sort((a, b) => rank(a.id) - rank(b.id));
  return [...first, ...units.filter(({ id }) => !proposed.includes(id))].map(({ id, name }) => ({ value: id, label: name }));
}

/** Lists are held as lines. What may be a repeat is for the officer to say. @param {Field} field @param {Input["widget"]} widget @param {number} now */
function firstValue(field, widget, now) {
  const proposed = field.default;
  if (widget === "checks") return Array.isArray(proposed) && field.name !== "repeats" ? proposed.join("\n") : "";
  if (widget === "moment" && field.required) return `${localDay(now + 7 * 86_400_000)}T09:00`;
  if (proposed === null || proposed === undefined) return field.name === "grade" && field.required ? "ordinary" : "";
  return String(proposed);
}

/** @param {number} ms */
function localDay(ms) {
  const { year, month, day } = civil(ms);
  return [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}
