// @ts-check
/**
 * One command being given: its form, its sending, and what came of it. What an officer typed stays until it is on disk or
 * they give it up: a refusal, a lost network and a record that changed meanwhile all leave it as it is.
 *
 * @typedef {import("../../hub.mjs").Hub} Hub
 * @typedef {import("../desk.mjs").Desk} Desk
 * @typedef {import("./forms.mjs").Form} Form
 * @typedef {import("./forms.mjs").Near} Near
 * @typedef {import("./form_view.mjs").Control} Control
 * @typedef {import("./values.mjs").Voice} Voice
 * @typedef {{incident: string, revision: number, form: Form, near: Near}} Subject
 */
import { make, note, show, write } from "../../panels/dom.mjs";
import { Conflict } from "./conflict.mjs";
import { makeField } from "./form_view.mjs";
import { commandOf, inputsOf } from "./forms.mjs";
import { orderOf, outcomeOf, sameOrder } from "./orders.mjs";
import { valueWords } from "./values.mjs";

/** An answer that takes longer than this has not come at the first attempt. */
const SLOW_MS = 1_500;

export class OrderForm {
  /** @type {Map<string, Control>} */
  #controls = new Map();
  /** @type {import("./orders.mjs").Order | null} sent, and nobody knows what became of it */
  #lost = null;
  #sending = false;
  #removed = false;

  /**
   * @param {Hub} hub @param {Desk} desk @param {Voice} voice @param {Subject} subject
   * @param {{closed: () => void, done: (revision: number) => void, changed: (revision: number) => void}} tell
   */
  constructor(hub, desk, voice, subject, tell) {
    this.hub = hub;
    this.desk = desk;
    this.voice = voice;
    this.tell = tell;
    this.form = subject.form;
    this.incident = subject.incident;
    this.revision = subject.revision;
    this.element = document.createElement("form");
    this.element.className = "order";
    this.element.noValidate = true;
    this.line = make("p", "order-line");
    this.line.setAttribute("role", "alert");
    this.gone = make("p", "order-gone");
    this.gone.hidden = true;
    this.conflict = new Conflict(voice, () => this.#lookAgain());
    this.send = this.#button("order-send", voice.t("pane.send"), "submit");
    this.#build(subject.near);
  }

  get do() {
    return this.form.do;
  }

  get title() {
    return this.hub.lang === "en" ? this.form.en : this.form.zh;
  }

  /** @param {Near} near */
  #build(near) {
    const { element, voice, form } = this;
    const heading = make("h4", "order-title");
    write(heading, this.title);
    const to = make("span", "order-to");
    if (form.to) write(to, voice.t("pane.leads_to", { status: valueWords("status", form.to, voice) }));
    const fields = this.#inputs(near).map((input) => {
      const { row, control } = makeField(input, voice);
      this.#controls.set(input.name, control);
      return row;
    });
    const cancel = this.#button("order-cancel", voice.t("pane.cancel"), "button");
    cancel.addEventListener("click", () => this.close());
    element.append(make("header", "order-head", [heading, to]), ...fields, this.gone, this.conflict.element, this.line, make("div", "order-buttons", [this.send, cancel]));
    element.setAttribute("aria-label", this.title);
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    element.addEventListener("keydown", (event) => this.#keyed(event));
  }

  /** @param {Near} near */
  #inputs(near) {
    const { voice, form, hub } = this;
    return inputsOf(form, { voice, words: hub.config.words, near, now: hub.now() });
  }

  /** @param {string} className @param {string} text @param {"submit" | "button"} type */
  #button(className, text, type) {
    const button = document.createElement("button");
    Object.assign(button, { className, type, textContent: text });
    return button;
  }

  /** Enter sends, but in a text of several lines, where Ctrl+Enter does; Escape gives up. @param {KeyboardEvent} event */
  #keyed(event) {
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      return this.close();
    }
    if (event.key !== "Enter" || event.isComposing) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (!event.ctrlKey && (target instanceof HTMLTextAreaElement || target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    if (this.conflict.shown) this.#lookAgain();
    else void this.submit();
  }

  /** Whether the command can still be given; what was typed stays either way. @param {boolean} legal @param {string} role in words */
  possible(legal, role) {
    write(this.gone, legal ? "" : this.voice.t("pane.not_now", { role, what: this.title }));
    show(this.gone, !legal);
  }

  focus() {
    const first = this.#controls.values().next().value?.first ?? this.send;
    first.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** Who is near came after the form was opened: offered where nobody has chosen yet. @param {Near} near */
  offer(near) {
    for (const input of this.#inputs(near)) {
      const control = this.#controls.get(input.name);
      if (input.name !== "worker" && input.name !== "into") continue;
      if (control?.offer) control.offer(input.options, input.value);
      else if (control && input.widget === "select" && control.read() === "") this.#exchange(input);
    }
  }

  /** A line becomes a list, keeping the focus. @param {import("./forms.mjs").Input} input */
  #exchange(input) {
    const old = this.#controls.get(input.name);
    const row = old?.element.closest(".order-field");
    if (!old || !row) return;
    const held = old.element.contains(document.activeElement);
    const { row: fresh, control } = makeField(input, this.voice);
    row.replaceWith(fresh);
    this.#controls.set(input.name, control);
    if (held) control.first.focus({ preventScroll: true });
  }

  async submit() {
    if (this.#sending || this.conflict.shown) return;
    const values = Object.fromEntries([...this.#controls].map(([name, control]) => [name, control.read()]));
    const read = commandOf(this.form, values);
    if ("wrong" in read) return this.#complain(read.wrong, read.why);
    const draft = orderOf(crypto.randomUUID(), this.desk.officer.now, this.revision, read.command);
    const order = this.#lost && sameOrder(this.#lost, draft) ? this.#lost : draft;
    this.#lost = null;
    this.#say("waiting", this.voice.t("pane.sending"));
    this.#hold(true);
    const slow = setTimeout(() => this.#say("waiting", this.voice.t("pane.not_yet")), SLOW_MS);
    const answer = await this.desk.order(`/api/incidents/${encodeURIComponent(this.incident)}/commands`, order);
    clearTimeout(slow);
    this.#hold(false);
    this.#take(outcomeOf(answer, this.hub.lang), order);
  }

  /** @param {import("./orders.mjs").Outcome} outcome @param {import("./orders.mjs").Order} order */
  #take(outcome, order) {
    const { t } = this.voice;
    switch (outcome.kind) {
      case "done":
        this.desk.say(t("pane.done", { what: this.title, status: valueWords("status", outcome.status, this.voice) }), "done");
        this.tell.done(outcome.revision);
        return this.close();
      case "changed":
        this.revision = outcome.revision;
        this.#say("refused", "");
        this.send.disabled = true; // first what changed is looked at
        this.conflict.show(outcome.sentence, outcome.differences);
        this.element.scrollIntoView({ block: "nearest" });
        return this.tell.changed(outcome.revision);
      case "lost":
        this.#lost = order;
        return this.#say("refused", t("pane.not_sent", { why: outcome.sentence || t("pane.unreachable") }));
      default:
        this.#say("refused", t("pane.refused", { why: outcome.sentence }));
        this.#controls.get(outcome.field ?? "")?.first.focus();
    }
  }

  /** @param {string} field @param {"must" | "not_a_number"} why */
  #complain(field, why) {
    const label = this.element.querySelector(`[data-field="${field}"] .order-label`)?.firstChild?.textContent ?? field;
    this.#say("refused", why === "must" ? this.voice.t("pane.must", { name: label }) : this.voice.t("pane.not_a_number", { name: label }));
    this.#controls.get(field)?.first.focus();
  }

  /** The officer has seen what changed: the next sending is a new click on the record as it is. */
  #lookAgain() {
    this.conflict.hide();
    this.send.disabled = false;
    this.#say("waiting", this.voice.t("pane.looked"));
    this.focus();
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
    note(this.element, "sending", String(sending));
  }

  close() {
    if (this.#removed) return;
    this.#removed = true;
    this.element.remove();
    this.tell.closed();
  }
}
