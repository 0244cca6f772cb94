// @ts-check
/**
 * The incident's pane: follows the selection, and the record as the live lane brings it. Everything is written in place: an
 * update takes no focus, closes no form, and moves nothing that somebody reads.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./desk.mjs").Desk} Desk
 */
import { make, note, show, slot, write } from "../panels/dom.mjs";
import { groundOf } from "../map/ground.mjs";
import { clockTime } from "../panels/format.mjs";
import { said, titleOf } from "../panels/incident.mjs";
import { standing, standingNote } from "../panels/standing.mjs";
import { clocksOf, responseWords, shownClock } from "./pane/clocks.mjs";
import { ClockView } from "./pane/clock_view.mjs";
import { DeskOrders } from "./pane/desk_orders.mjs";
import { factsOf, scalesOf } from "./pane/facts.mjs";
import { Followed } from "./pane/followed.mjs";
import { News } from "./pane/news.mjs";
import { RowsView } from "./pane/rows_view.mjs";
import { voiceOf } from "./pane/voice.mjs";

const RETRY_S = 5;

/** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
export function mount(element, hub, desk) {
  const pane = new Pane(element, hub, desk);
  return () => pane.stop();
}

class Pane {
  #seconds = 0;
  /** The incident whose place the map has been shown; a person's hand on the map is never overruled. */
  #centred = "";
  /** The revision that an order of this desk came to, which the live record has yet to reach. */
  #awaited = 0;

  /** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
  constructor(element, hub, desk) {
    this.element = element;
    this.hub = hub;
    this.desk = desk;
    this.voice = voiceOf(hub);
    this.news = new News();
    this.clocks = new ClockView(slot(element, "clocks"));
    this.facts = new RowsView(slot(element, "facts"), hub.t, (id) => desk.open(id));
    this.followed = new Followed(hub, desk, () => this.draw());
    this.orders = new DeskOrders(element, hub, desk, this.voice, {
      redraw: () => this.draw(),
      done: (revision) => this.#ordered(revision),
      stale: () => this.#refresh(),
    });
    slot(element, "close").addEventListener("click", () => desk.open(null));
    slot(element, "again").addEventListener("click", () => void this.followed.fetch());
    this.undo = [
      hub.on("selection", () => this.#follow()),
      hub.on("records", ({ kinds, ids }) => kinds.has("incident") && this.#mine(ids) && this.followed.learn()),
      hub.on("second", () => this.#tick()),
      hub.on("link", () => this.#stand()),
      groundOf(hub).on(() => this.draw()), // the names of the grid have come
    ];
    this.#follow();
    this.draw();
  }

  /** The pane shows incidents; while a camera or a worker is chosen it keeps the one it has. */
  #follow() {
    const chosen = this.hub.selection;
    if (chosen !== null && chosen.kind !== "incident") return;
    this.#awaited = 0;
    this.#centred = "";
    this.news.reset();
    this.followed.follow(chosen?.id ?? null);
  }

  /** @param {ReadonlySet<string> | null} ids @returns {boolean} */
  #mine(ids) {
    return this.followed.id !== null && (ids === null || ids.has(this.followed.id));
  }

  /** Our own order is on disk; the live record follows, and what the lane does not carry is fetched. @param {number} revision */
  #ordered(revision) {
    this.#awaited = revision;
    this.news.own(revision);
    this.#refresh();
  }

  #refresh() {
    if (this.followed.standing !== "live") void this.followed.fetch();
    else this.draw();
  }

  draw() {
    const { followed, element } = this;
    const { body, standing: known } = followed;
    this.#stand();
    show(slot(element, "case"), body !== null);
    show(slot(element, "empty"), body === null);
    show(slot(element, "again"), known === "failed");
    write(slot(element, "empty"), this.#emptyWords());
    if (body === null) return this.orders.follow(null);
    this.#head(body);
    this.#scales(body);
    this.facts.show(factsOf(body, this.hub.lang, this.voice));
    this.orders.follow(/** @type {any} */ (body));
    this.news.learn(body, this.hub.now());
    this.#tell();
    this.#clocks(body);
    this.#centre(body);
  }

  /** The map may come after the record, and the record after the choice: whichever is last goes there, once. @param {Record<string, any>} body */
  #centre({ id, lat, lon }) {
    const { view } = /** @type {{view?: import("../map/view.mjs").MapView}} */ (/** @type {unknown} */ (this.hub));
    if (this.#centred === id || !view || typeof lat !== "number" || typeof lon !== "number") return;
    this.#centred = id;
    const name = `incident/${id}`;
    if (view.rule.visiting !== name && !view.locked) view.visit(name, lat, lon);
  }

  #emptyWords() {
    const { id, standing: known, why } = this.followed;
    const { t } = this.hub;
    if (known === "unknown") return t("pane.unknown", { id: id ?? "" });
    if (known === "failed") return t("pane.failed", { why });
    return t(known === "none" ? "pane.nothing" : "pane.loading");
  }

  /** @param {Record<string, any>} body */
  #head(body) {
    const { element, hub } = this;
    const [first, second] = [titleOf(body, hub.lang), hub.lang === "en" ? body.title : body.title_en];
    write(slot(element, "title"), first || String(body.id));
    write(slot(element, "other-title"), second && second !== first ? String(second) : "");
    write(slot(element, "status"), said(body, "status", hub.lang));
    note(slot(element, "status"), "status", String(body.status));
    note(element, "urgency", String(body.urgency));
  }

  /** @param {Record<string, any>} body */
  #scales(body) {
    const place = slot(this.element, "scales");
    const scales = scalesOf(body, this.voice);
    if (place.childElementCount === 0)
      place.append(...scales.map(({ key, scale }) => makeScale(this.hub.t(key), scale)));
    scales.forEach(({ value, text }, index) => {
      const element = /** @type {HTMLElement} */ (place.children[index]);
      note(element, "value", value);
      write(/** @type {HTMLElement} */ (element.lastElementChild), text);
    });
  }

  /** @param {Record<string, any>} body */
  #clocks(body) {
    const { hub, voice } = this;
    const now = hub.now();
    const clocks = body.open === false && body.status !== "CLOSED" ? [] : clocksOf(body, this.orders.legal.answer);
    const shown = clocks.map((clock) => shownClock(clock, Boolean(body.case?.suspended), now, voice));
    const response = responseWords(body, voice);
    const words = response ? voice.t("pane.colon", { name: voice.t("pane.response"), value: response }) : "";
    this.clocks.show(shown, words || (shown.length === 0 ? voice.t("pane.no_clock") : ""));
  }

  /** "Changed by ... just now", or that this one is not live. */
  #tell() {
    const { hub, followed, voice, element } = this;
    const news = this.news.words(hub.now(), voice);
    const kept = followed.standing === "kept" ? voice.t("pane.off_lane", { time: clockTime(followed.fetchedMs) }) : "";
    const notice = slot(element, "notice");
    note(notice, "tone", news ? "news" : "kept");
    write(notice, news || kept);
    show(notice, (news || kept) !== "");
  }

  #tick() {
    const { followed } = this;
    if (followed.body === null) return;
    this.#seconds += 1;
    this.#clocks(followed.body);
    this.#tell();
    this.#centre(/** @type {any} */ (followed.body));
    if (this.#seconds % RETRY_S !== 0) return;
    this.orders.retry();
    // the hint may be lost, the lane may not carry it: what we did must be seen
    if (this.#awaited > (followed.body.revision ?? 0)) void followed.fetch();
  }

  #stand() {
    note(this.element, "standing", standing(this.hub));
    this.element.title = standing(this.hub) === "held" ? standingNote(this.hub) : "";
  }

  stop() {
    for (const undo of this.undo) undo();
    this.followed.stop();
    this.orders.stop();
  }
}

/** @param {string} name @param {string} scale */
function makeScale(name, scale) {
  const [label, value] = [make("span", "scale-name"), make("strong", "scale-value")];
  write(label, name);
  const element = make("div", "scale", [label, value]);
  element.dataset.scale = scale;
  return element;
}
