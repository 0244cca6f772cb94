// @ts-check
/**
 * One board of the administrators' page: what the server says, as a table, and a form above it to add or change one.
 *
 * @typedef {import("../sign_in/identity.mjs").Answer} Answer
 * @typedef {import("./form.mjs").Field} Field
 * @typedef {object} Desk what all boards share
 * @property {(key: string, vars?: Record<string, string | number>) => string} t
 * @property {string} lang
 * @property {(url: string, body?: object) => Promise<Answer>} ask
 * @property {(answer: Answer) => string} why a refusal in one sentence
 * @property {(sentence: string, tone: "done" | "refused") => void} say
 * @property {{roles: Choice[], units: Choice[], scopes: Choice[]}} choices
 * @typedef {import("./form.mjs").Choice} Choice
 */
/**
 * @template {{id: string}} R
 * @typedef {object} Kind
 * @property {string} url
 * @property {string} list the name of the rows in the answer
 * @property {ReadonlyArray<import("./table.mjs").Column<R>>} columns
 * @property {(section: Section<R>) => ReadonlyArray<import("./table.mjs").Action<R>>} [actions]
 * @property {(section: Section<R>) => HTMLElement[]} tools above the table
 * @property {(row: R) => boolean} [gone] drawn as what was
 */
import { make, write } from "../panels/dom.mjs";
import { makeForm } from "./form.mjs";
import { makeButton, makeTable, worded } from "./table.mjs";

/** @template {{id: string}} R */
export class Section {
  /** @type {R[]} */
  rows = [];
  #count = make("span", "admin-count");
  #form = make("div", "admin-form-place");
  #table = make("div", "admin-table");
  /** @type {Element | null} what opened the form */
  #before = null;

  /** @param {HTMLElement} element @param {Desk} desk @param {Kind<R>} kind */
  constructor(element, desk, kind) {
    this.desk = desk;
    this.kind = kind;
    element.replaceChildren(make("div", "admin-tools", [...kind.tools(this), this.#count]), this.#form, this.#table);
    this.#table.append(worded("p", desk.t("admin.loading"), "quiet"));
  }

  /** Ask for the rows and draw them. */
  async load() {
    const { desk, kind } = this;
    const answer = await desk.ask(kind.url);
    if (answer.status !== 200) return desk.say(desk.t("admin.failed", { why: desk.why(answer) }), "refused");
    this.rows = answer.body[kind.list];
    this.#draw();
  }

  #draw() {
    const { desk, kind, rows } = this;
    write(this.#count, desk.t("admin.count", { n: rows.length }));
    const { activeElement } = document;
    const held = activeElement instanceof HTMLElement && this.#table.contains(activeElement) ? activeElement : null;
    const place = held && { id: held.closest("tr")?.dataset.id, what: held.dataset.do };
    const means = { sure: desk.t("admin.sure"), gone: kind.gone ?? (() => false) };
    const table = makeTable(kind.columns, kind.actions?.(this) ?? [], rows, means);
    this.#table.replaceChildren(rows.length > 0 ? table : worded("p", desk.t("admin.none"), "quiet"));
    if (place) this.#focus(place.id, place.what);
  }

  /** The keyboard stays where it was. @param {string | undefined} id @param {string | undefined} what */
  #focus(id, what) {
    const row = [...this.#table.querySelectorAll("tr")].find((one) => one.dataset.id === id);
    const button = [...(row?.querySelectorAll("button") ?? [])].find((one) => one.dataset.do === what);
    (button ?? row?.querySelector("button"))?.focus();
  }

  /**
   * Send one order, say what came of it, and show the rows as they are now.
   * @param {string} url @param {object} body @param {string} what whose name the line says
   * @returns {Promise<any>} the answer's body, or null when it was refused
   */
  async order(url, body, what) {
    const { desk } = this;
    const answer = await desk.ask(url, body);
    const taken = answer.status >= 200 && answer.status < 300;
    desk.say(taken ? desk.t("admin.saved", { what }) : desk.t("admin.refused", { why: desk.why(answer) }), taken ? "done" : "refused");
    if (!taken) return null;
    await this.load();
    return answer.body ?? {};
  }

  /**
   * Open a form; `send` says whether it was taken.
   * @param {ReadonlyArray<Field>} fields @param {(values: Record<string, any>) => Promise<boolean>} send
   */
  open(fields, send) {
    const { t } = this.desk;
    this.#before = document.activeElement;
    const form = makeForm(fields, { save: t("admin.save"), cancel: t("admin.cancel"), send, close: () => this.close() });
    this.#form.replaceChildren(form);
    const first = form.querySelector("input, select, textarea");
    if (first instanceof HTMLElement) first.focus();
  }

  close() {
    this.#form.replaceChildren();
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
  }

  /** A button above the table. @param {string} name @param {string} label @param {() => unknown} run */
  tool(name, label, run) {
    const button = makeButton(label, run);
    button.dataset.do = name;
    return button;
  }
}
