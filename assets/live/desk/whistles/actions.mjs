// @ts-check
/**
 * What the officer may do with the chosen whistle: its own commands, then each summons' under the department's name, as buttons;
 * and what officers wrote about it. Asked of the server for every revision and role.
 *
 * @typedef {import("../../hub.mjs").Hub} Hub
 * @typedef {import("../desk.mjs").Desk} Desk
 * @typedef {import("./inputs.mjs").WhistleForm} Form
 * @typedef {{number: number, unit_zh: string, unit_en: string, commands: Form[]}} Lines
 * @typedef {{revision: number, role: string, commands: Form[], summons: Lines[], record: Record<string, any>}} Legal
 */
import { make, note, write } from "../../panels/dom.mjs";
import { Latest } from "../pane/latest.mjs";

export class Actions {
  #key = "";

  /** @param {Hub} hub @param {Desk} desk @param {{redraw: () => void, start: (form: Form, subject: string) => void}} tell */
  constructor(hub, desk, tell) {
    this.hub = hub;
    this.desk = desk;
    this.tell = tell;
    this.element = make("div", "slip-actions");
    /** @type {Latest<Legal>} */
    this.legal = new Latest(desk, hub.lang, tell.redraw);
  }

  /** @param {string} id @param {number} revision */
  draw(id, revision) {
    const { role, unit } = this.desk.officer.now;
    const asked = new URLSearchParams(unit === null ? { role } : { role, unit });
    this.legal.want(`${id} ${revision} ${role} ${unit}`, `/api/whistles/${encodeURIComponent(id)}/commands?${asked}`);
    const { answer, why, answered } = this.legal;
    const key = `${answered} ${why}`;
    if (key === this.#key || !(why || answered?.startsWith(`${id} `))) return;
    this.#key = key;
    const parts = why ? [line(this.hub.t("whistle.unreadable", { why }), "slip-said")] : this.#parts(/** @type {Legal} */ (answer), role);
    this.element.replaceChildren(...parts);
  }

  /** The revision that the buttons are for. */
  get revision() {
    return this.legal.answer?.revision ?? 0;
  }

  /** @param {Legal} legal @param {string} role */
  #parts(legal, role) {
    const { hub } = this;
    const own = legal.commands.map((form) => this.#button(form, ""));
    const groups = legal.summons
      .filter(({ commands }) => commands.length > 0)
      .map((one) => {
        const unit = hub.lang === "en" ? one.unit_en : one.unit_zh;
        return make("div", "slip-group", [line(unit, "slip-label"), ...one.commands.map((form) => this.#button(form, unit))]);
      });
    const nothing = own.length + groups.length > 0 ? [] : [line(hub.t("whistle.nothing_to_do", { role: this.#named(role) }), "slip-said")];
    const first = own.length > 0 ? [make("div", "slip-group", own)] : [];
    return [...wordsOf(legal.record, hub).map((words) => line(words, "slip-said")), ...nothing, ...groups, ...first];
  }

  /** @param {string} role */
  #named(role) {
    const known = /** @type {any} */ (this.hub.config).desk?.roles ?? [];
    return known.find((/** @type {{id: string}} */ one) => one.id === role)?.name ?? role;
  }

  /** @param {Form} form @param {string} unit */
  #button(form, unit) {
    const words = this.hub.lang === "en" ? form.en : form.zh;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "case-order" });
    note(button, "moves", String(form.to !== null));
    button.dataset.do = form.do;
    write(button, words);
    button.addEventListener("click", () => this.tell.start(form, unit ? `${unit} · ${words}` : words));
    return button;
  }

  stop() {
    this.legal.forget();
  }
}

/** What officers wrote, which the live lane does not carry. @param {Record<string, any>} record @param {Hub} hub */
export function wordsOf(record, { t, lang }) {
  const found = [record.reason && t("whistle.reason", { text: record.reason }), record.result && t("whistle.result", { text: record.result })];
  for (const summons of record.summons ?? []) {
    const unit = `${lang === "en" ? summons.unit_en : summons.unit_zh} `;
    if (summons.declined_reason) found.push(unit + t("whistle.declined", { text: summons.declined_reason }));
    if (summons.check_in) found.push(unit + t("whistle.came", { text: [summons.check_in.attendee, summons.check_in.place].filter(Boolean).join(" · ") }));
    if (summons.answer) found.push(unit + t("whistle.answered", { text: summons.answer.measure }));
  }
  return found.filter(Boolean);
}

/** @param {string} words @param {string} className */
function line(words, className) {
  const element = make("p", className);
  write(element, words);
  return element;
}
