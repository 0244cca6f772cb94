// @ts-check
/**
 * The orders of the open incident: what is legal for the officer's role, their keys, and the one form that is open. A
 * half-filled form outlives changes of the record and a look at another incident.
 *
 * @typedef {import("../../hub.mjs").Hub} Hub
 * @typedef {import("../desk.mjs").Desk} Desk
 * @typedef {import("./forms.mjs").Form} Form
 * @typedef {import("./values.mjs").Voice} Voice
 * @typedef {{id: string, revision: number, case?: Record<string, any> | null}} Subject the record
 */
import { show, slot, write } from "../../panels/dom.mjs";
import { ButtonsView } from "./buttons_view.mjs";
import { ORDER_KEYS, worthwhile } from "./keys.mjs";
import { Latest } from "./latest.mjs";
import { NOBODY, nearOptions } from "./near.mjs";
import { OrderForm } from "./order_form.mjs";

export class DeskOrders {
  /** @type {Subject | null} */
  #subject = null;
  /** @type {OrderForm | null} */
  #open = null;
  /** @type {Map<string, OrderForm>} forms left half filled, by incident */
  #left = new Map();
  /** @type {Element | null} what had the focus before the form */
  #before = null;
  /** @type {Array<() => void>} */
  #undo;

  /**
   * @param {HTMLElement} element the pane @param {Hub} hub @param {Desk} desk @param {Voice} voice
   * @param {{redraw: () => void, done: (revision: number) => void, stale: () => void}} tell
   */
  constructor(element, hub, desk, voice, tell) {
    this.element = element;
    this.hub = hub;
    this.desk = desk;
    this.voice = voice;
    this.tell = tell;
    /** @type {Latest<{role: string, revision: number, commands: Form[], clocks: any[]}>} */
    this.legal = new Latest(desk, hub.lang, tell.redraw);
    /** @type {Latest<any>} */
    this.near = new Latest(desk, hub.lang, () => this.#offer());
    this.buttons = new ButtonsView(slot(element, "buttons"), hub.lang, (order) => this.start(order));
    const holds = /** @type {any} */ (hub).holdWhile?.(() => this.#open !== null || this.#left.size > 0) ?? (() => {});
    this.#undo = [this.#bindKeys(), desk.officer.on(() => this.draw()), holds].flat();
  }

  #bindKeys() {
    const { keys } = this.desk;
    const escape = { key: "Escape", label: "pane.cancel", group: "pane.keys", typing: true, when: () => this.#open !== null, run: () => this.#open?.close() };
    const orders = Object.entries(ORDER_KEYS).map(([order, key]) =>
      keys.bind({ key, label: `pane.do.${order}`, group: "pane.keys", when: () => this.#can(order), run: () => this.start(order) }),
    );
    return [...orders, keys.bind(escape)];
  }

  /** What may be done now; none until the server's answer is of this incident. @returns {Form[]} */
  get #forms() {
    const subject = this.#subject;
    if (!subject || !this.legal.answered?.startsWith(`${subject.id} `)) return [];
    return (this.legal.answer?.commands ?? []).filter((form) => worthwhile(form.do, subject.case));
  }

  /** @param {string} order */
  #can(order) {
    return this.desk.view === "incidents" && this.#open?.do !== order && this.#forms.some((form) => form.do === order);
  }

  /** Another incident, another revision of it, or none. @param {Subject | null} subject */
  follow(subject) {
    if (subject?.id !== this.#subject?.id) this.#exchange(subject?.id ?? null);
    this.#subject = subject;
    if (subject) this.#want(subject);
    this.draw();
  }

  /** @param {Subject} subject */
  #want({ id, revision }) {
    const { role } = this.desk.officer.now;
    this.legal.want(`${id} ${revision} ${role}`, this.#legalUrl(id));
    this.near.want(id, `/api/incidents/${encodeURIComponent(id)}/nearby`);
  }

  /** @param {string} id */
  #legalUrl(id) {
    return `/api/incidents/${encodeURIComponent(id)}/commands?role=${encodeURIComponent(this.desk.officer.now.role)}`;
  }

  /** Ask again for what could not be had. */
  retry() {
    if (this.#subject) this.legal.again(this.#legalUrl(this.#subject.id));
  }

  /** @param {string | null} id the incident that comes */
  #exchange(id) {
    if (this.#open && this.#subject) this.#left.set(this.#subject.id, this.#open);
    this.#open?.element.remove();
    this.#open = null;
    this.legal.forget();
    this.near.forget();
    const left = id === null ? undefined : this.#left.get(id);
    if (!left || id === null) return;
    this.#left.delete(id);
    this.#open = left;
    slot(this.element, "form").append(left.element);
  }

  draw() {
    const { voice, desk } = this;
    const subject = this.#subject;
    if (!subject) return;
    this.#want(subject);
    const role = voice.t(`pane.role.${desk.officer.now.role}`);
    write(slot(this.element, "as"), voice.t("pane.as", { role }));
    const forms = this.#forms;
    this.buttons.show(forms, this.#open?.do ?? null);
    const open = this.#open;
    if (open && this.legal.answered === this.legal.key) open.possible(forms.some((form) => form.do === open.do), role);
    const note = this.#note(forms, role);
    write(slot(this.element, "orders-note"), note);
    show(slot(this.element, "orders-note"), note !== "");
  }

  /** @param {Form[]} forms @param {string} role */
  #note(forms, role) {
    const { voice } = this;
    if (this.legal.why) return voice.t("pane.orders_failed", { why: this.legal.why });
    if (this.legal.answer === null) return voice.t("pane.asking");
    const { why } = this.desk.officer;
    if (why !== null) return voice.t(why === "officer.needed" ? "pane.no_name" : why);
    return forms.length > 0 ? "" : voice.t("pane.nothing_legal", { role });
  }

  /** Open the form of a command. @param {string} order */
  start(order) {
    const form = this.#forms.find((one) => one.do === order);
    const subject = this.#subject;
    if (!form || !subject || this.#open?.do === order) return this.#open?.focus();
    this.#open?.element.remove();
    this.#before = this.element.contains(document.activeElement) ? null : document.activeElement;
    const near = this.near.answer ? nearOptions(this.near.answer, this.voice, this.hub.lang) : NOBODY;
    const told = { incident: subject.id, revision: subject.revision, form, near };
    /** @type {OrderForm} */
    const opened = new OrderForm(this.hub, this.desk, this.voice, told, {
      closed: () => this.#closed(opened),
      done: (revision) => this.#done(revision),
      changed: () => this.tell.stale(),
    });
    this.#open = opened;
    slot(this.element, "form").replaceChildren(opened.element);
    this.draw();
    opened.focus();
  }

  /** What was legal is not so any more; the record as it is now says what is. @param {number} revision */
  #done(revision) {
    this.legal.forget();
    this.tell.done(revision);
  }

  /** @param {OrderForm} form */
  #closed(form) {
    for (const [id, left] of this.#left) if (left === form) this.#left.delete(id);
    if (this.#open !== form) return;
    this.#open = null;
    const back = this.#before instanceof HTMLElement && this.#before.isConnected ? this.#before : this.element;
    back.focus({ preventScroll: true });
    this.draw();
  }

  #offer() {
    if (this.#open && this.near.answer) this.#open.offer(nearOptions(this.near.answer, this.voice, this.hub.lang));
  }

  stop() {
    for (const undo of this.#undo) undo();
    this.legal.forget();
    this.near.forget();
  }
}
