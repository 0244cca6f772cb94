// @ts-check
/**
 * The whistle board: open whistles by what is due next, the chosen one with what may be done with it, and a draft about the
 * incident in the pane.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./desk.mjs").Desk} Desk
 * @typedef {import("../whistle.mjs").Whistle} Whistle
 * @typedef {import("./whistles/inputs.mjs").WhistleForm} Form
 */
import { show, slot, write } from "../panels/dom.mjs";
import { drawOn } from "../panels/draw.mjs";
import { whole } from "../panels/format.mjs";
import { said, titleOf } from "../panels/incident.mjs";
import { Rows } from "../panels/rows.mjs";
import { heldNote, standing, standingNote } from "../panels/standing.mjs";
import { byDue, readWhistle } from "../whistle.mjs";
import { refusalWords } from "./pane/orders.mjs";
import { Actions } from "./whistles/actions.mjs";
import { Card } from "./whistles/card.mjs";
import { CommandForm } from "./whistles/form.mjs";
import { Past, rateWords } from "./whistles/past.mjs";

const FIGURES_APART_MS = 60_000;

/** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
export function mount(element, hub, desk) {
  const board = new Board(element, hub, desk);
  return () => board.stop();
}

class Board {
  /** @type {Map<string, Card>} */
  #cards = new Map();
  /** @type {string | null} */
  #chosen = null;
  /** Drafted here, and not yet told by the live lane. @type {string | null} */
  #coming = null;
  /** @type {CommandForm | null} */
  #form = null;
  #figuresMs = -Infinity;

  /** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
  constructor(element, hub, desk) {
    this.element = element;
    this.hub = hub;
    this.desk = desk;
    /** @type {Rows<Whistle>} */
    this.rows = new Rows(slot(element, "rows"), (item) => this.#make(item), (_row, item) => this.#cards.get(item.key)?.draw(item, item.key === this.#chosen));
    this.past = new Past(element, hub);
    this.actions = new Actions(hub, desk, { redraw: () => this.draw(), start: (form, title) => this.#start(form, title) });
    slot(element, "new").addEventListener("click", () => void this.draft());
    this.undo = [
      drawOn(element, hub, ["records", "second", "link"], () => this.draw()),
      desk.officer.on(() => this.draw()),
      desk.on("view", () => this.draw()),
      hub.on("selection", () => this.draw()),
      ...this.#keys(),
    ];
  }

  #keys() {
    const { keys } = this.desk;
    const here = () => this.desk.view === "whistles";
    const group = "keys.whistles";
    return [
      keys.bind({ key: "h", label: "keys.whistle_draft", group, when: () => this.#subject !== null && !this.#reported, run: () => void this.draft() }),
      keys.bind({ key: "j", label: "keys.whistle_next", group, when: here, run: () => this.#step(1) }),
      keys.bind({ key: "k", label: "keys.whistle_before", group, when: here, run: () => this.#step(-1) }),
    ];
  }

  /** The incident a new whistle would be about. */
  get #subject() {
    return this.desk.opened;
  }

  /** There the key asks for a verification: nobody blows about what nobody has taken in. The button does it all the same. */
  get #reported() {
    return this.hub.records.get("incident", this.#subject ?? "")?.status === "REPORTED";
  }

  draw() {
    const { hub, element } = this;
    const now = hub.now();
    const all = [...hub.records.all("whistle")].map(([id, body]) => readWhistle(id, body, hub.lang, now));
    const open = all.filter((whistle) => whistle.open).sort(byDue);
    const tab = document.querySelector('[data-slot="whistles-count"]');
    if (tab) write(tab, open.length > 0 ? whole(open.length) : "");
    /** @type {HTMLButtonElement} */ (slot(element, "new")).disabled = this.#subject === null;
    if (this.desk.view !== "whistles") return;
    const came = open.some(({ key }) => key === this.#coming) ? this.#coming : null;
    if (came !== null || !open.some(({ key }) => key === this.#chosen)) this.#choose(came ?? open[0]?.key ?? null);
    const loading = standing(hub) === "loading";
    show(slot(element, "empty"), open.length === 0);
    write(slot(element, "empty"), loading ? standingNote(hub) : hub.t("whistles.none"));
    write(slot(element, "note"), heldNote(hub) || (open.length > 0 ? hub.t("whistles.open", { n: whole(open.length) }) : ""));
    this.rows.show(open);
    if (came !== null) {
      this.#coming = null;
      this.#cards.get(came)?.element.scrollIntoView({ block: "nearest" });
    }
    for (const key of this.#cards.keys()) if (!open.some((one) => one.key === key)) this.#cards.delete(key);
    const chosen = open.find(({ key }) => key === this.#chosen);
    if (chosen) this.actions.draw(chosen.key, chosen.revision);
    this.past.draw(all);
    void this.#figures();
  }

  /** @param {Whistle} item */
  #make(item) {
    const card = new Card(this.hub, item.key, { choose: () => this.#toggle(item.key), open: (id) => this.desk.open(id) });
    this.#cards.set(item.key, card);
    if (item.key === this.#chosen) card.more.append(this.actions.element);
    return card.element;
  }

  /** @param {string} key */
  #toggle(key) {
    this.#choose(key);
    this.draw();
  }

  /** A half-filled form goes with the whistle it was about. @param {string | null} key */
  #choose(key) {
    if (key === this.#chosen) return;
    this.#chosen = key;
    if (this.#form?.element.closest(".slip-more")) this.#form.close();
    if (key !== null) this.#cards.get(key)?.more.append(this.actions.element);
  }

  /** @param {number} by */
  #step(by) {
    const keys = [...this.rows.list.children].map((one) => /** @type {HTMLElement} */ (one).dataset.whistle ?? "");
    const next = keys[keys.indexOf(this.#chosen ?? "") + by];
    if (next === undefined) return;
    this.#toggle(next);
    this.#cards.get(next)?.head.focus();
  }

  /** @param {Form} form @param {string} title */
  #start(form, title) {
    const id = this.#chosen;
    const card = this.#cards.get(id ?? "");
    if (id === null || !card) return;
    const { hub } = this;
    const named = said(hub.records.get("whistle", id) ?? {}, "title", hub.lang) || id;
    this.#open(card.more, {
      url: `/api/whistles/${encodeURIComponent(id)}/commands`,
      revision: this.actions.revision,
      form,
      title,
      done: (answer) => hub.t("whistle.done", { title: named, command: title, state: said(answer, "status", hub.lang) }),
    });
  }

  /** The form of a new whistle about the incident in the pane, filled in with what the server suggests. */
  async draft() {
    const incident = this.#subject;
    if (incident === null) return;
    const { hub, desk } = this;
    desk.show("whistles");
    const { role } = desk.officer.now;
    const { status, body } = await desk.ask(`/api/whistles/suggestions?${new URLSearchParams({ incident, role })}`);
    if (status !== 200) return desk.say(refusalWords(body, hub.lang), "refused");
    const [form] = body.commands;
    if (!form) return desk.say(hub.t("whistle.draft_denied", { role: this.#role(role) }), "refused");
    const title = titleOf(hub.records.get("incident", incident) ?? {}, hub.lang) || body.title;
    this.#open(slot(this.element, "draft"), {
      url: "/api/whistles",
      revision: 0,
      form,
      title: hub.t("whistle.draft_title", { title }),
      done: (answer) => this.#drafted(answer, title),
      repeats: body.repeats,
    });
  }

  /** @param {{id: string}} answer @param {string} title */
  #drafted({ id }, title) {
    this.#coming = id;
    return this.hub.t("whistle.drafted", { title });
  }

  /**
   * @param {HTMLElement} place
   * @param {{url: string, revision: number, form: Form, title: string, done: (answer: any) => string, repeats?: any[]}} subject
   */
  #open(place, { repeats = [], ...subject }) {
    this.#form?.close();
    const known = this.#known(repeats);
    const form = new CommandForm(this.hub, this.desk, { ...subject, known, closed: () => this.#closed(form), stale: () => this.draw() });
    this.#form = form;
    place.append(form.element);
    form.focus();
  }

  /** @param {CommandForm} form */
  #closed(form) {
    if (this.#form === form) this.#form = null;
    this.draw();
  }

  /** @param {any[]} repeats what the server says of earlier whistles @returns {import("./whistles/inputs.mjs").Known} */
  #known(repeats) {
    const { t, lang, records, config } = this.hub;
    const { units, streets } = /** @type {any} */ (config).desk;
    return { t, units, streets, called: (kind, id) => (kind === "whistle" ? this.#repeat(repeats, id) : titleOf(records.get("incident", id) ?? {}, lang) || id) };
  }

  /** @param {any[]} repeats @param {string} id */
  #repeat(repeats, id) {
    const { t, lang } = this.hub;
    const one = repeats.find((each) => each.id === id);
    if (!one) return id;
    const why = one.same_incident ? t("whistle.similar.same") : t("whistle.similar.near", { metres: one.distance_m });
    return `${t("whistle.similar", { title: said(one, "title", lang), state: said(one, "status", lang) })} · ${why}`;
  }

  /** @param {string} role */
  #role(role) {
    const known = /** @type {any} */ (this.hub.config).desk.roles;
    return known.find((/** @type {{id: string}} */ one) => one.id === role)?.name ?? role;
  }

  async #figures() {
    if (performance.now() - this.#figuresMs < FIGURES_APART_MS) return;
    this.#figuresMs = performance.now();
    const { status, body } = await this.desk.ask("/api/whistles/figures");
    write(slot(this.element, "rate"), status === 200 ? rateWords(body, this.hub.t) : refusalWords(body, this.hub.lang));
  }

  stop() {
    for (const undo of this.undo) undo();
    this.actions.stop();
  }
}
