// @ts-check
/**
 * Open incidents as diamonds, and those closed a while ago as hollow ones. A record that changed changes its own mark and no other; nothing is ever cleared and drawn
 * again. Marks that share a spot are one mark with a count (see `map/spots.mjs`).
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../wire.mjs").RecordBody} RecordBody
 * @typedef {import("../map/spots.mjs").Spot} Spot
 */
import { isJustClosed, isOpen } from "../counts.mjs";
import { agesWithRoom } from "../map/ages.mjs";
import { IncidentMark } from "../map/incident_mark.mjs";
import { readInk } from "../map/ink.mjs";
import { detailOf } from "../map/land_paint.mjs";
import { rankOf, spots } from "../map/spots.mjs";
import { roughSpan } from "../panels/format.mjs";

/** Normal incidents nearer than this share a mark, in units. */
const SHARE = 26;
/** On a smaller map a normal incident is its diamond alone. */
const NEAR_FROM = 14.2;
/** How long an incident counts as new. */
const NEW_MS = 60_000;
/** Ages are written in minutes: looking again every few seconds is enough. */
const AGE_EVERY_MS = 5_000;

/** @type {import("./index.mjs").Layer} */
export const incidents = {
  name: "incidents",
  add(map, hub) {
    const layer = new IncidentLayer(map, hub);
    layer.add();
    return { remove: () => layer.remove() };
  },
};

class IncidentLayer {
  /** @type {Map<string, IncidentMark>} by the incident that leads the spot */
  #marks = new Map();
  /** @type {Set<string>} incidents already seen, so that a new one is announced once */
  #known = new Set();
  /** @type {Set<string>} to be announced with the next drawing */
  #fresh = new Set();
  /** @type {Array<() => void>} */
  #undo = [];
  /** @type {Spot[]} as drawn */
  #spots = [];
  #request = 0;
  #agedMs = 0;

  /** @param {import("leaflet").Map} map @param {Hub} hub */
  constructor(map, hub) {
    this.map = map;
    this.hub = hub;
    /** Marks of a page that has just got its snapshot are not news. */
    this.learning = true;
  }

  add() {
    const wish = () => this.#wish();
    this.map.on("zoomend resize", wish);
    this.#undo.push(
      () => this.map.off("zoomend resize", wish),
      this.hub.on("records", ({ kinds, ids }) => kinds.has("incident") && this.#heard(ids)),
      this.hub.on("selection", wish),
      this.hub.on("second", (now) => this.#age(now)),
    );
    this.#heard(null);
  }

  remove() {
    for (const undo of this.#undo.splice(0)) undo();
    cancelAnimationFrame(this.#request);
    for (const mark of this.#marks.values()) mark.remove();
    this.#marks.clear();
  }

  /** @param {ReadonlySet<string> | null} ids changed ones; null after a snapshot */
  #heard(ids) {
    const open = this.hub.records.all("incident");
    for (const [id, body] of open) {
      if (this.#known.has(id)) continue;
      this.#known.add(id);
      if (ids?.has(id) && this.hub.now() - body.opened_at_ms < NEW_MS) this.#fresh.add(id);
    }
    for (const id of this.#known) if (!open.has(id)) this.#known.delete(id);
    this.#wish();
  }

  #wish() {
    this.#request ||= requestAnimationFrame(() => {
      this.#request = 0;
      this.#draw();
    });
  }

  #draw() {
    const { u } = readInk(this.map.getContainer());
    this.map.getContainer().classList.toggle("map-far", detailOf(this.map.getZoom(), u) < NEAR_FROM);
    const selected = this.hub.selection?.kind === "incident" ? this.hub.selection.id : null;
    const found = [...spots(this.#placed(), SHARE * u, selected), ...this.#closed()];
    const leads = new Set(found.map((spot) => spot.lead));
    for (const [lead, mark] of this.#marks) {
      if (leads.has(lead)) continue;
      mark.remove();
      this.#marks.delete(lead);
    }
    for (const spot of found) this.#show(spot, selected);
    this.#fresh.clear();
    this.#spots = found;
    this.#writeAges(u);
  }

  /** @param {number} u */
  #writeAges(u) {
    const now = this.hub.now();
    const open = this.#spots.filter(({ lead }) => isOpen(/** @type {RecordBody} */ (this.#marks.get(lead)?.body)));
    const aged = open.map(({ lead, x, y }) => {
      const body = /** @type {RecordBody} */ (this.#marks.get(lead)?.body);
      const text = roughSpan(now - body.opened_at_ms, this.hub.t);
      const chosen = this.hub.selection?.kind === "incident" && this.hub.selection.id === lead;
      return { lead, x, y, rank: rankOf(body.urgency), openedMs: body.opened_at_ms, text, chosen };
    });
    const written = agesWithRoom(aged, u);
    for (const [lead, mark] of this.#marks) mark.crowded(!written.has(lead));
  }

  /** Open incidents with a place, in pixels of the zoom as it is. */
  #placed() {
    const placed = [];
    for (const [id, body] of this.hub.records.all("incident")) {
      if (!isOpen(body) || !isPlaced(body)) continue;
      const { x, y } = this.map.project([body.lat, body.lon]);
      placed.push({ id, x, y, urgency: body.urgency, opened_at_ms: body.opened_at_ms });
    }
    return placed;
  }

  /** Each by itself, under all that is open. @returns {Spot[]} */
  #closed() {
    const now = this.hub.now();
    const closed = [...this.hub.records.all("incident")].filter(([, body]) => isPlaced(body) && isJustClosed(body, now));
    return closed.map(([id, body]) => ({ lead: id, members: [id], ...this.map.project([body.lat, body.lon]) }));
  }

  /** @param {Spot} spot @param {string | null} selected */
  #show(spot, selected) {
    const body = /** @type {RecordBody} */ (this.hub.records.get("incident", spot.lead));
    let mark = this.#marks.get(spot.lead);
    if (!mark) {
      mark = new IncidentMark(this.map, this.hub, spot.lead, body);
      this.#marks.set(spot.lead, mark);
    }
    mark.update(body, spot.members.length, spot.lead === selected, this.hub.now());
    if (spot.members.some((id) => this.#fresh.has(id))) mark.announce();
  }

  /** @param {number} now */
  #age(now) {
    if (now - this.#agedMs < AGE_EVERY_MS) return;
    this.#agedMs = now;
    if (this.#spots.some(({ lead }) => isOver(this.#marks.get(lead)?.body, now))) return this.#wish();
    for (const mark of this.#marks.values()) mark.age(now);
    this.#writeAges(readInk(this.map.getContainer()).u);
  }
}

/** @param {RecordBody} body */
const isPlaced = (body) => Number.isFinite(body.lat) && Number.isFinite(body.lon);

/** Whether it was closed long enough ago to go. @param {RecordBody | undefined} body @param {number} now */
const isOver = (body, now) => body !== undefined && !isOpen(body) && !isJustClosed(body, now);
