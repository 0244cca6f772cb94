// @ts-check
/**
 * Forms of the administrators' page: from a list of fields to inputs and back to the values the server takes.
 *
 * @typedef {{id: string, name: string}} Choice
 * @typedef {object} Field
 * @property {string} name as the server calls it
 * @property {string} label
 * @property {"line" | "choice" | "choices" | "flag" | "lines"} kind
 * @property {unknown} [value] what stands in it at first
 * @property {ReadonlyArray<Choice>} [choices]
 * @property {string} [hint]
 * @property {boolean} [needed]
 */
import { make } from "../panels/dom.mjs";
import { makeOption } from "../desk/chips.mjs";
import { makeButton, worded } from "./table.mjs";

/**
 * @param {ReadonlyArray<Field>} fields
 * @param {{save: string, cancel: string, send: (values: Record<string, unknown>) => Promise<boolean>, close: () => void}} means `send`
 *   says whether it was taken; else what was typed stays
 */
export function makeForm(fields, { save, cancel, send, close }) {
  const form = /** @type {HTMLFormElement} */ (make("form", "admin-form", fields.map(makeField)));
  const submit = /** @type {HTMLButtonElement} */ (worded("button", save));
  form.append(make("div", "admin-form-end", [submit, makeButton(cancel, close)]));
  form.addEventListener("keydown", (event) => event.key === "Escape" && close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    const taken = await send(valuesOf(form, fields));
    submit.disabled = false;
    if (taken) close();
  });
  return form;
}

/** @param {Field} field */
function makeField(field) {
  if (field.kind === "choices") return makeChoices(field);
  const { label, name, kind, value, hint } = field;
  const input = makeInput(field);
  input.setAttribute("name", name);
  const text = worded("span", label);
  const parts = kind === "flag" ? [input, text] : [text, input];
  if (kind === "flag") /** @type {HTMLInputElement} */ (input).checked = value === true;
  else /** @type {HTMLInputElement} */ (input).value = Array.isArray(value) ? value.join("\n") : String(value ?? "");
  if (hint) parts.push(worded("small", hint));
  return make("label", `admin-field admin-${kind}`, parts);
}

/** @param {Field} field @returns {HTMLElement} */
function makeInput({ kind, choices = [], needed }) {
  if (kind === "choice") return make("select", "", choices.map(({ id, name }) => makeOption(id, name)));
  if (kind === "lines") return Object.assign(make("textarea"), { rows: 3, spellcheck: false });
  if (kind === "flag") return Object.assign(make("input"), { type: "checkbox" });
  return Object.assign(make("input"), { type: "text", autocomplete: "off", spellcheck: false, required: Boolean(needed) });
}

/** Several at once: boxes, for lists of many rows are hard to choose from by keyboard. @param {Field} field */
function makeChoices({ name, label, value, choices = [] }) {
  const boxes = choices.map((choice) => {
    const box = /** @type {HTMLInputElement} */ (make("input"));
    Object.assign(box, { type: "checkbox", name, value: choice.id, checked: Array.isArray(value) && value.includes(choice.id) });
    return make("label", "admin-box", [box, worded("span", choice.name)]);
  });
  return make("fieldset", "admin-choices", [worded("legend", label), ...boxes]);
}

/**
 * What is in the form, as the server takes it.
 * @param {HTMLFormElement} form @param {ReadonlyArray<Field>} fields
 */
function valuesOf(form, fields) {
  const data = new FormData(form);
  return Object.fromEntries(fields.map(({ name, kind }) => [name, valueOf(data.getAll(name).map(String), kind)]));
}

/** @param {string[]} said @param {Field["kind"]} kind @returns {unknown} */
export function valueOf(said, kind) {
  if (kind === "flag") return said.length > 0;
  if (kind === "choices") return said;
  const [text = ""] = said;
  if (kind === "choice") return text || null;
  if (kind === "line") return text.trim();
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
