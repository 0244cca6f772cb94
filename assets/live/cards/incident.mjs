// @ts-check
/**
 * An incident's card: what, how urgent, where it stands, how long it has waited, who says so; and the others at the same place.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 */
import { isOpen } from "../counts.mjs";
import { metresBetween } from "../glide.mjs";
import { groundOf } from "../map/ground.mjs";
import { make, note, show, write } from "../panels/dom.mjs";
import { clockTime, span } from "../panels/format.mjs";
import { said, titleOf } from "../panels/incident.mjs";
import { placeOf } from "../panels/place.mjs";
import { Fields } from "./fields.mjs";

/** What lies so near is worth knowing before somebody sets out; on a small map, what shares the mark. */
const NEAR_M = 40;
const NEAR_UNITS = 26;
const MOST_NEAR = 5;
/** What parts a source's name: "demo|urn:city:12345". */
const PARTS = /[|:/.]/;

export class IncidentCard {
  kind = "card.incident";

  /** @param {Hub} hub @param {string} id */
  constructor(hub, id) {
    this.hub = hub;
    this.id = id;
    this.standing = make("p", "card-standing");
    this.fields = new Fields(hub.t);
    this.also = make("ul", "card-also");
    this.alsoTitle = make("h3", "card-also-title");
    write(this.alsoTitle, hub.t("card.also"));
    this.nodes = [this.standing, this.fields.element, this.alsoTitle, this.also];
    this.undo = [hub.on("second", () => this.update()), hub.on("records", ({ kinds }) => kinds.has("incident") && this.update())];
  }

  get #body() {
    return this.hub.records.get("incident", this.id) ?? null;
  }

  get place() {
    const body = this.#body;
    return body && Number.isFinite(body.lat) ? { lat: body.lat, lon: body.lon } : null;
  }

  get title() {
    const body = this.#body;
    return (body && titleOf(body, this.hub.lang)) || this.id;
  }

  update() {
    const { hub, fields } = this;
    const body = this.#body;
    if (!body) return write(this.standing, hub.t("card.gone"));
    const age = span((body.closed_at_ms ?? hub.now()) - body.opened_at_ms, hub.t);
    note(this.standing, "urgency", String(body.urgency));
    write(this.standing, [hub.t(`urgency.${body.urgency}`), said(body, "status", hub.lang), age].join(" · "));
    fields.set("card.category", [said(body, "category", hub.lang), codeOf(body)].filter(Boolean).join(" "));
    fields.set("card.place", placeOf(body, hub) || null);
    fields.set("card.street", body.street ? groundOf(hub).called("streets", String(body.street), hub.lang) : null);
    fields.set("card.opened", hub.t("card.opened_at", { time: clockTime(body.opened_at_ms), age }));
    const origin = hub.t("card.said", { source: sourceOf(hub, body), provenance: hub.t(`provenance.${body.provenance}`) });
    fields.set("card.source", origin, String(body.source ?? ""));
    fields.set("card.code", this.id);
    this.#near(body);
  }

  /** @param {Record<string, any>} body */
  #near(body) {
    const view = /** @type {{view?: import("../map/view.mjs").MapView}} */ (this.hub).view;
    const reach = Math.max(NEAR_M, NEAR_UNITS * (view?.metresPerUnit() ?? 0));
    const isNear = (/** @type {Record<string, any>} */ other) => isOpen(other) && metresBetween(body.lat, body.lon, other.lat, other.lon) <= reach;
    const near = [...this.hub.records.all("incident")].filter(([id, other]) => id !== this.id && isNear(other));
    show(this.also, near.length > 0);
    show(this.alsoTitle, near.length > 0);
    const key = near.map(([id]) => id).join(" ");
    if (this.also.dataset.key === key) return;
    this.also.dataset.key = key;
    this.also.replaceChildren(...near.slice(0, MOST_NEAR).map(([id, other]) => this.#link(id, other)));
  }

  /** @param {string} id @param {Record<string, any>} body */
  #link(id, body) {
    const button = make("button");
    button.setAttribute("type", "button");
    write(button, titleOf(body, this.hub.lang));
    button.addEventListener("click", () => this.hub.select("incident", id));
    return make("li", "", [button]);
  }

  remove() {
    for (const undo of this.undo.splice(0)) undo();
  }
}

/** The category's code, unless that is all its name says. @param {Record<string, any>} body */
function codeOf(body) {
  return body.category && (body.category_zh || body.category_en) ? String(body.category) : "";
}

/** By which way it was told, in words: its id is for the title. @param {Hub} hub @param {Record<string, any>} body @returns {string} */
function sourceOf(hub, { source }) {
  if (source == null) return hub.t("card.unknown_value");
  const tile = hub.sources.find((one) => one.name === source);
  if (tile) return said(tile, "title", hub.lang);
  const known = String(source).split(PARTS).filter((part) => Object.hasOwn(hub.config.words, `origin.${part}`));
  return hub.t(`origin.${known.at(-1) ?? "other"}`);
}
