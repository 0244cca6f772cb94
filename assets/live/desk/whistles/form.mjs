// @ts-check
/**
 * One command about a whistle being given: its fields, its sending, what came of it. What was typed stays until it is on disk or
 * given up. The fields' elements and the reading of them are the pane's.
 *
 * @typedef {import("../../hub.mjs").Hub} Hub
 * @typedef {import("../desk.mjs").Desk} Desk
 * @typedef {import("../pane/form_view.mjs").Control} Control
 * @typedef {import("../pane/orders.mjs").Order} Order
 * @typedef {import("./inputs.mjs").WhistleForm} Form
 * @typedef {import("./inputs.mjs").Input} Input
 * @typedef {object} Subject
 * @property {string} url where the order goes
 * @property {number} revision
 * @property {Form} form
 * @property {string} title
 * @property {import("./inputs.mjs").Known} known
 * @property {(answer: any) => string} done the sentence for when it is on disk
 * @property {() => void} closed
 * @property {() => void} stale the whistle has changed: look at it again
 */
import { make, note, show, write } from "../../panels/dom.mjs";
import { makeField } from "../pane/form_view.mjs";
import { commandOf } from "../pane/forms.mjs";
import { orderOf, outcomeOf, sameOrder } from "../pane/orders.mjs";
import { voiceOf } from "../pane/voice.mjs";
import { inputsOf } from "./inputs.mjs";

export class CommandForm {
  /** @type {Map<string, Control>} */
  #controls = new Map();
  /** @type {Order | null} sent, and nobody knows what became of it */
  #lost = null;
  #sending = false;

  /** @param {Hub} hub @param {Desk} desk @param {Subject} subject */
  constructor(hub, desk, subject) {
    this.hub = hub;
    this.desk = desk;
    this.subject = subject;
    this.revision = subject.revision;
    this.element = document.createElement("form");
    this.element.className = "order whistle-form";
    this.element.noValidate = true;
    this.element.setAttribute("aria-label", subject.title);
    this.line = make("p", "order-line");
    this.line.setAttribute("role", "alert");
    this.line.hidden = true;
    this.send = button("order-send", hub.t("whistle.form.send"), "submit");
    this.#build();
  }

  #build() {
    const { subject, hub, element } = this;
    const heading = make("h4", "order-title");
    write(heading, subject.title);
    const cancel = button("order-cancel", hub.t("whistle.form.cancel"), "button");
    cancel.addEventListener("click", () => this.close());
    const rows = inputsOf(subject.form, subject.known, hub.now()).map((input) => this.#field(input));
    element.append(make("header", "order-head", [heading]), ...rows, this.line, make("div", "order-buttons", [this.send, cancel]));
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
    });
  }

  /** @param {Input} input */
  #field(input) {
    const named = { ...input, name: `whistle-${input.name}` };
    const { row, control } = named.widget === "checks" ? makeChecks(named) : makeField({ ...named, widget: named.widget }, voiceOf(this.hub));
    row.hidden = input.widget === "checks" && input.options.length === 0;
    this.#controls.set(input.name, control);
    return row;
  }

  focus() {
    (this.#controls.values().next().value?.first ?? this.send).focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  async submit() {
    if (this.#sending) return;
    const values = Object.fromEntries([...this.#controls].map(([name, control]) => [name, control.read()]));
    const read = commandOf(this.subject.form, values);
    if ("wrong" in read) return this.#complain(read.wrong, read.why);
    const { summons } = this.subject.form;
    const command = summons === undefined ? read.command : { ...read.command, summons };
    const draft = orderOf(crypto.randomUUID(), this.desk.officer.now, this.revision, command);
    const order = this.#lost && sameOrder(this.#lost, draft) ? this.#lost : draft;
    this.#lost = null;
    this.#hold(true);
    this.#say("waiting", this.hub.t("whistle.form.sending"));
    const answer = await this.desk.order(this.subject.url, order);
    this.#hold(false);
    this.#take(answer, order);
  }

  /** @param {import("../orders.mjs").Answer} answer @param {Order} order */
  #take(answer, order) {
    const outcome = outcomeOf(answer, this.hub.lang);
    if (outcome.kind === "done") {
      this.desk.say(this.subject.done(answer.body), "done");
      return this.close();
    }
    if (outcome.kind === "lost") {
      this.#lost = order;
      return this.#say("refused", this.hub.t("whistle.lost", { sentence: outcome.sentence ?? "" }));
    }
    if (outcome.kind !== "changed") return this.#say("refused", outcome.sentence);
    this.revision = outcome.revision;
    this.#say("refused", this.hub.t("whistle.changed", { sentence: outcome.sentence }));
    this.subject.stale();
  }

  /** @param {string} field @param {"must" | "not_a_number"} why */
  #complain(field, why) {
    const named = this.hub.t(`whistle.field.${field}`);
    this.#say("refused", this.hub.t(why === "must" ? "whistle.form.must" : "whistle.form.number", { field: named }));
    this.#controls.get(field)?.first.focus();
  }

  /** @param {"waiting" | "refused"} tone @param {string} sentence */
  #say(tone, sentence) {
    note(this.line, "tone", tone);
    write(this.line, sentence);
    show(this.line, sentence !== "");
  }

  /** @param {boolean} sending */
  #hold(sending) {
    this.#sending = sending;
    this.send.disabled = sending;
  }

  close() {
    this.element.remove();
    this.subject.closed();
  }
}

/** @param {string} className @param {string} text @param {"submit" | "button"} type */
function button(className, text, type) {
  return Object.assign(document.createElement("button"), { className, type, textContent: text });
}

/** Several of a list; read as lines. @param {Input} input @returns {{row: HTMLElement, control: Control}} */
function makeChecks(input) {
  const chosen = new Set(input.value.split("\n"));
  const boxes = input.options.map(({ value }) => Object.assign(document.createElement("input"), { type: "checkbox", value, checked: chosen.has(value) }));
  const group = make("div", "whistle-checks", boxes.map((box, i) => make("label", "order-radio", [box, text(input.options[i].label)])));
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", input.label);
  const row = make("div", "order-field", [text(input.label, "order-label"), group]);
  row.dataset.field = input.name;
  const read = () => boxes.filter(({ checked }) => checked).map(({ value }) => value).join("\n");
  return { row, control: { element: group, first: boxes[0] ?? group, read } };
}

/** @param {string} words @param {string} [className] */
function text(words, className = "") {
  const element = make("span", className);
  write(element, words);
  return element;
}
