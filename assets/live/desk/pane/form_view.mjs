// @ts-check
/** A form's inputs as elements: made once from their model, read as texts, never rebuilt while somebody fills them in. */
import { make, write } from "../../panels/dom.mjs";
import { TERM_UNITS } from "./forms.mjs";

/**
 * @typedef {import("./forms.mjs").Input} Input
 * @typedef {import("./values.mjs").Voice} Voice
 * @typedef {{element: HTMLElement, first: HTMLElement, read: () => string, offer?: (options: import("./forms.mjs").Option[], value: string) => void}} Control
 */

/** How many characters a text may have. */
const TEXT_CHARACTERS = 2_000;

/** @param {Input} input @param {Voice} voice @returns {{row: HTMLElement, control: Control}} */
export function makeField(input, voice) {
  const control = MAKERS[input.widget](input, voice);
  const label = make("label", "order-label");
  write(label, input.label);
  if (input.required) {
    const mark = make("span", "order-required");
    write(mark, voice.t("pane.required"));
    label.append(mark);
  }
  const row = make("div", "order-field", [label, control.element]);
  row.dataset.field = input.name;
  name(control.first, label, input);
  return { row, control };
}

/** @param {HTMLElement} first @param {HTMLElement} label @param {Input} input */
function name(first, label, input) {
  const id = `order-${input.name}`;
  if (first.matches("[type=radio]")) {
    label.id = `${id}-label`;
    first.closest("[role=radiogroup]")?.setAttribute("aria-labelledby", label.id);
    return;
  }
  first.id = id;
  label.setAttribute("for", id);
  if (input.required) first.setAttribute("aria-required", "true");
}

/** @type {Readonly<Record<import("./forms.mjs").Widget, (input: Input, voice: Voice) => Control>>} */
const MAKERS = Object.freeze({
  line: (input) => typed(field("text", input.value)),
  number: (input) => typed(Object.assign(field("text", input.value), { inputMode: "decimal" })),
  moment: (input) => typed(field("datetime-local", input.value)),
  lines: makeLines,
  select: (input) => makeSelect(input),
  radio: makeRadios,
  check: makeCheck,
  term: makeTerm,
});

/** @param {string} type @param {string} value */
function field(type, value) {
  const element = document.createElement("input");
  Object.assign(element, { type, value, maxLength: TEXT_CHARACTERS, autocomplete: "off" });
  return element;
}

/** @param {HTMLInputElement} element @returns {Control} */
const typed = (element) => ({ element, first: element, read: () => element.value });

/** @param {Input} input @param {Voice} voice @returns {Control} */
function makeLines(input, voice) {
  const element = document.createElement("textarea");
  Object.assign(element, { rows: 2, value: input.value, placeholder: voice.t("pane.per_line") });
  return { element, first: element, read: () => element.value };
}

/** @param {Input} input @returns {Control} */
function makeSelect(input) {
  const element = document.createElement("select");
  const fill = (/** @type {Input["options"]} */ options, /** @type {string} */ value) => {
    element.replaceChildren(...options.map(option));
    element.value = value;
  };
  fill(input.options, input.value);
  let touched = false;
  element.addEventListener("change", () => (touched = true));
  return {
    element,
    first: element,
    read: () => element.value,
    offer: (options, value) => !touched && fill(options, value),
  };
}

/** @param {{value: string, label: string}} one */
function option({ value, label }) {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = label;
  return element;
}

/** @param {Input} input @returns {Control} */
function makeRadios(input) {
  const group = make("div", "order-radios");
  group.setAttribute("role", "radiogroup");
  const inputs = input.options.map(({ value, label }) => {
    const radio = document.createElement("input");
    Object.assign(radio, { type: "radio", name: `order-${input.name}`, value, checked: value === input.value && (value !== "" || !input.required) });
    const words = make("span");
    write(words, label);
    group.append(make("label", "order-radio", [radio, words]));
    return radio;
  });
  const first = inputs.find(({ checked }) => checked) ?? inputs[0];
  return { element: group, first, read: () => inputs.find(({ checked }) => checked)?.value ?? "" };
}

/** @param {Input} input @returns {Control} */
function makeCheck(input) {
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", checked: input.value === "yes" });
  return { element: box, first: box, read: () => (box.checked ? "yes" : "") };
}

/** How many, and of what. @param {Input} input @param {Voice} voice @returns {Control} */
function makeTerm(input, voice) {
  const [count, unit] = input.value.split(" ");
  const number = Object.assign(field("text", count), { inputMode: "numeric" });
  const units = document.createElement("select");
  units.append(...TERM_UNITS.map((value) => option({ value, label: voice.t(`pane.unit.${value}`) })));
  units.value = unit;
  units.setAttribute("aria-label", input.label);
  const element = make("div", "order-term", [number, units]);
  return { element, first: number, read: () => (number.value.trim() === "" ? "" : `${number.value.trim()} ${units.value}`) };
}
