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
import { deadlineOf } from "../deadline.mjs";
import { agesWithRoom } from "../map/ages.mjs";
import { discAbout, footprintsOf, SOLID, squareAbout, THIN, weighing } from "../map/footprints.mjs";
import { holds } from "../map/geo.mjs";
import { groundOf } from "../map/ground.mjs";
import { IncidentKeys } from "../map/incident_keys.mjs";
import { IncidentMark } from "../map/incident_mark.mjs";
import { IncidentRing } from "../map/incident_ring.mjs";
import { badgeOf, bodyOf, coverOf, reachOf, RING_SIDE, sideOf } from "../map/incident_size.mjs";
import { readInk } from "../map/ink.mjs";
import { detailOf } from "../map/land_paint.mjs";
import { scaleAt, worldX, worldY } from "../map/mercator.mjs";
import { asideOf } from "../map/ring_room.mjs";
import { crowds, rankOf } from "../map/spots.mjs";
import { roughSpan } from "../panels/format.mjs";

/** Normal incidents nearer than this share a mark; more than so many in one cell are a ring. In units. */
const SHARE = 26;
const CELL = 110;
const FEW = 5;
/** On a smaller map a normal incident is its diamond alone. */
const NEAR_FROM = 14.2;
/** How long an incident counts as new. */
const NEW_MS = 60_000;
/** Ages are written in minutes: looking again every few seconds is enough, at a part of them each second. */
const AGE_EVERY_MS = 5_000;
const AGED_AT_LEAST = 20;
/** How far rings keep off a mark's middle where they can, by rank; in units. */
const REACHES = Object.freeze([14, 30, 40]);
/** About where a mark's badge is, up and to the right, and how far a ring keeps off it. */
const BADGE = { off: 24, reach: 14 };
/** A mark that is drawn no farther than this from its middle is its diamond, in units. */
const DISC_FROM = 24;
/** Marks stand so far beyond each side of the view, as a part of it. */
const MARGIN = 0.25;
/** From so many marks in the view on they are drawn smaller. */
const CROWDED_FROM = 150;
/** A click on a ring goes so many levels closer. */
const CLOSER = 1.5;

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
  /** @type {Map<string, IncidentRing>} */
  #rings = new Map();
  /** @type {Map<string, {body: RecordBody, x: number, y: number}>} where incidents are, in world pixels, as long as their record stands */
  #places = new Map();
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
    this.keys = new IncidentKeys(/** @type {HTMLElement} */ (map.getPane("markerPane")));
  }

  add() {
    const wish = () => this.#wish();
    this.map.on("moveend zoomend resize", wish);
    this.#undo.push(
      () => this.map.off("moveend zoomend resize", wish),
      this.hub.on("records", ({ kinds, ids }) => kinds.has("incident") && this.#heard(ids)),
      this.hub.on("selection", wish),
      this.hub.on("second", (now) => this.#age(now)),
      groundOf(this.hub).on((name) => name === "district" && wish()),
    );
    this.#heard(null);
  }

  remove() {
    for (const undo of this.#undo.splice(0)) undo();
    cancelAnimationFrame(this.#request);
    this.keys.remove();
    for (const mark of [...this.#marks.values(), ...this.#rings.values()]) mark.remove();
    footprintsOf(this.hub).set("incidents", []);
    this.#marks.clear();
    this.#rings.clear();
  }

  /** @param {ReadonlySet<string> | null} ids changed ones; null after a snapshot: what it brings is no news */
  #heard(ids) {
    const all = this.hub.records.all("incident");
    for (const id of ids ?? all.keys()) {
      const body = all.get(id);
      if (!body) {
        this.#known.delete(id);
        this.#places.delete(id);
      } else if (!this.#known.has(id)) {
        this.#known.add(id);
        if (ids && this.hub.now() - body.opened_at_ms < NEW_MS) this.#fresh.add(id);
      }
    }
    if (ids === null) for (const held of [this.#known, this.#places]) for (const id of held.keys()) if (!all.has(id)) held.delete(id);
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
    const now = this.hub.now();
    const gathered = crowds(this.#placed(now), { radius: SHARE * u, cell: CELL * u, most: FEW, selected });
    const seen = this.#isSeen();
    const found = [...gathered.spots, ...this.#closed(now)].filter(seen);
    this.map.getContainer().classList.toggle("map-crowded", found.length >= CROWDED_FROM);
    const focused = this.keys.focused;
    keepOnly(this.#marks, new Set(found.map((spot) => spot.lead)));
    const rings = new Map(this.#roomy(gathered.rings.filter(seen), found, u).map((ring) => [`${this.map.getZoom()} ${ring.key}`, ring]));
    keepOnly(this.#rings, rings);
    for (const spot of found) this.#show(spot, selected, now);
    for (const [key, ring] of rings) this.#showRing(key, ring);
    this.#fresh.clear();
    this.#spots = found;
    this.keys.set(this.#stops(found, rings), focused, selected);
    this.#writeAges(u);
  }

  /** Rings that step aside for what stands alone, most for what is worse. @param {import("../map/spots.mjs").Ring[]} rings @param {Spot[]} found @param {number} u */
  #roomy(rings, found, u) {
    const marks = found.flatMap(({ lead, members, x, y }) => {
      const body = /** @type {RecordBody} */ (this.hub.records.get("incident", lead));
      const mark = { x, y, reach: REACHES[isOpen(body) ? rankOf(body.urgency) : 0] * u };
      return members.length > 1 ? [mark, { x: x + BADGE.off * u, y: y - BADGE.off * u, reach: BADGE.reach * u }] : [mark];
    });
    return asideOf(rings, marks, { cell: CELL * u, reach: (RING_SIDE / 2) * u, isGround: this.#isGround() });
  }

  /** Whether a place, in pixels of the zoom, lies in the district; everywhere until its outline has come. @returns {import("../map/ring_room.mjs").IsGround} */
  #isGround() {
    const { origin } = groundOf(this.hub);
    const scale = scaleAt(this.map.getZoom());
    const district = groundOf(this.hub).get("district");
    return (x, y) => district.length === 0 || district.some((one) => holds(one, x / scale - origin.x, y / scale - origin.y));
  }

  /** Ages where they have room; and what all this covers of the map, so that names make room. @param {number} u */
  #writeAges(u) {
    const scale = scaleAt(this.map.getZoom());
    const aged = this.#spots.map((spot) => this.#aged(spot));
    const half = (RING_SIDE / 2) * u;
    const rings = [...this.#rings.values()].map(({ ring: { x, y } }) => ({ x: x - half, y: y - half, w: 2 * half, h: 2 * half }));
    const badges = aged.flatMap(({ x, y, badge }) => (badge ? [{ x: x + badge.left * u, y: y + badge.top * u, w: badge.w * u, h: badge.h * u }] : []));
    const written = agesWithRoom(aged, u, [...rings, ...badges]);
    for (const [lead, mark] of this.#marks) mark.putAge(written.get(lead)?.side ?? "none");
    const ages = [...written.values()].map(({ box: { x, y, w, h } }) => ({ x: (x + w / 2) / scale, y: (y + h / 2) / scale, left: -w / 2 / u, top: -h / 2 / u, w: w / u, h: h / u }));
    const thin = aged.flatMap(({ x, y, cover }) => (cover > DISC_FROM ? discAbout(x / scale, y / scale, cover) : [squareAbout(x / scale, y / scale, cover)]));
    const bodies = aged.map(({ x, y, body }) => squareAbout(x / scale, y / scale, body));
    const badged = aged.flatMap(({ x, y, badge }) => (badge ? [{ x: x / scale, y: y / scale, ...badge }] : []));
    const ringed = [...this.#rings.values()].flatMap(({ ring: { x, y } }) => discAbout(x / scale, y / scale, RING_SIDE / 2));
    footprintsOf(this.hub).set("incidents", [...weighing(THIN, thin), ...weighing(SOLID, [...bodies, ...badged, ...ringed, ...ages])]);
  }

  /** @param {Spot} spot */
  #aged({ lead, members, x, y }) {
    const mark = /** @type {IncidentMark} */ (this.#marks.get(lead));
    const { body } = mark;
    const open = isOpen(body);
    const chosen = this.hub.selection?.kind === "incident" && this.hub.selection.id === lead;
    const { classList } = this.map.getContainer();
    const look = { rank: open ? rankOf(body.urgency) : 0, light: mark.light, chosen, crowded: classList.contains("map-crowded"), far: classList.contains("map-far"), over: !open };
    const text = open && (chosen || !look.crowded) ? roughSpan(this.hub.now() - body.opened_at_ms, this.hub.t) : "";
    return { lead, x, y, rank: look.rank, openedMs: body.opened_at_ms, text, chosen, side: sideOf(look), reach: reachOf(look), cover: coverOf(look), body: bodyOf(look), badge: badgeOf(look, members.length) };
  }

  /** Open incidents with a place, in pixels of the zoom as it is. @param {number} now */
  #placed(now) {
    const scale = scaleAt(this.map.getZoom());
    const placed = [];
    for (const [id, body] of this.hub.records.all("incident")) {
      if (!isOpen(body) || !isPlaced(body)) continue;
      const { x, y } = this.#place(id, body);
      const { light } = deadlineOf(body, now);
      const calls = light === "red" || light === "twice" || now - body.opened_at_ms < NEW_MS;
      placed.push({ id, x: x * scale, y: y * scale, urgency: body.urgency, opened_at_ms: body.opened_at_ms, calls, amber: light === "amber" });
    }
    return placed;
  }

  /** @param {string} id @param {RecordBody} body */
  #place(id, body) {
    const held = this.#places.get(id);
    if (held?.body === body) return held;
    const place = { body, x: worldX(body.lon), y: worldY(body.lat) };
    this.#places.set(id, place);
    return place;
  }

  /** Each by itself, under all that is open. @param {number} now @returns {Spot[]} */
  #closed(now) {
    const scale = scaleAt(this.map.getZoom());
    const closed = [...this.hub.records.all("incident")].filter(([, body]) => isPlaced(body) && isJustClosed(body, now));
    return closed.map(([id, body]) => {
      const { x, y } = this.#place(id, body);
      return { lead: id, members: [id], x: x * scale, y: y * scale };
    });
  }

  /** Whether a point is in the view, or so near that a short pan shows it. @returns {(point: {x: number, y: number}) => boolean} */
  #isSeen() {
    const { min, max } = /** @type {{min: import("leaflet").Point, max: import("leaflet").Point}} */ (this.map.getPixelBounds());
    const size = this.map.getSize().multiplyBy(MARGIN);
    return ({ x, y }) => x >= min.x - size.x && x <= max.x + size.x && y >= min.y - size.y && y <= max.y + size.y;
  }

  /** @param {Spot} spot @param {string | null} selected @param {number} now */
  #show(spot, selected, now) {
    const body = /** @type {RecordBody} */ (this.hub.records.get("incident", spot.lead));
    let mark = this.#marks.get(spot.lead);
    if (!mark) {
      mark = new IncidentMark(this.map, this.hub, spot.lead, body);
      this.#marks.set(spot.lead, mark);
    }
    mark.update(body, spot.members.length, spot.lead === selected, now);
    if (spot.members.some((id) => this.#fresh.has(id))) mark.announce();
  }

  /** @param {string} key @param {import("../map/spots.mjs").Ring} ring */
  #showRing(key, ring) {
    const held = this.#rings.get(key);
    if (held) return held.update(ring);
    /** @type {IncidentRing} */
    const made = new IncidentRing(this.map, this.hub, ring, () => {
      /** @type {any} */ (this.hub).view?.gesture();
      this.map.flyTo(made.marker.getLatLng(), this.map.getZoom() + CLOSER, { duration: 0.6 });
    });
    this.#rings.set(key, made);
  }

  /** The order of the arrow keys: as the list has them, the rings last. @param {Spot[]} found @param {Map<string, unknown>} rings */
  #stops(found, rings) {
    /** @type {Map<string, IncidentMark | IncidentRing>} */
    const stops = new Map();
    for (const { lead } of found) stops.set(lead, /** @type {IncidentMark} */ (this.#marks.get(lead)));
    for (const key of rings.keys()) stops.set(key, /** @type {IncidentRing} */ (this.#rings.get(key)));
    return stops;
  }

  /** @param {number} now */
  #age(now) {
    this.#ageSome(now);
    if (now - this.#agedMs < AGE_EVERY_MS) return;
    this.#agedMs = now;
    // a clock that runs out leaves its ring, what was closed long ago leaves the map
    if (this.#rings.size > 0 || this.#spots.some(({ lead }) => isOver(this.#marks.get(lead)?.body, now))) return this.#wish();
    this.#writeAges(readInk(this.map.getContainer()).u);
  }

  /** @param {number} now */
  #ageSome(now) {
    let left = Math.max(AGED_AT_LEAST, Math.ceil(this.#marks.size / (AGE_EVERY_MS / 1000)));
    for (const mark of this.#marks.values()) {
      if (now - mark.agedMs < AGE_EVERY_MS - 500) continue;
      if (left === 0) return;
      left -= 1;
      mark.age(now);
    }
  }
}

/** @param {Map<string, {remove(): void}>} held @param {{has(key: string): boolean}} wanted */
function keepOnly(held, wanted) {
  for (const [key, mark] of held) {
    if (wanted.has(key)) continue;
    mark.remove();
    held.delete(key);
  }
}

/** @param {RecordBody} body */
const isPlaced = (body) => Number.isFinite(body.lat) && Number.isFinite(body.lon);

/** Whether it was closed long enough ago to go. @param {RecordBody | undefined} body @param {number} now */
const isOver = (body, now) => body !== undefined && !isOpen(body) && !isJustClosed(body, now);
