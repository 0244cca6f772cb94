// @ts-check
/**
 * What the map looks at. Panels reach it as `hub.view`:
 * `visit(name, lat, lon)` goes to a place and, called again with the same name, back to the exact former view; `back()` ends a
 * visit; `home()` resumes. The rules of when it may move by itself are in `fit.mjs`.
 */
import { FitRule, fitOf } from "./fit.mjs";
import { rankOf } from "./spots.mjs";
import { groundOf } from "./ground.mjs";
import { readInk } from "./ink.mjs";
import { latOf, lonOf, metresPerPixel, scaleAt } from "./mercator.mjs";

/** How close a visit goes; never further away than the view already is. */
const VISIT_ZOOM = 16.5;
/** What a resting map leaves free round its scope, in parts of the smaller side of the view. */
const PADDING = 0.035;
/** Keys that bring the map back to rest. */
const HOME_KEYS = new Set(["Home", "0"]);
/** Zooms the map may have: below, the district is a dot; above, not even an aerial picture says more. */
const ZOOMS = Object.freeze({ least: 10, most: 20 });

/** @typedef {{center: import("leaflet").LatLng, zoom: number}} View */

export class MapView {
  /** @param {import("leaflet").Map} map @param {import("../hub.mjs").Hub} hub */
  constructor(map, hub) {
    this.map = map;
    this.hub = hub;
    this.ground = groundOf(hub);
    /** @type {FitRule<View>} */
    this.rule = new FitRule(fitOf(location.search));
    /** @type {HTMLElement} */
    this.state = document.createElement("button");
    this.prepare();
  }

  prepare() {
    const { map, state } = this;
    Object.assign(map.options, { zoomSnap: 0, zoomDelta: 0.5, wheelPxPerZoomLevel: 120, bounceAtZoomLimits: false });
    map.setMinZoom(ZOOMS.least).setMaxZoom(ZOOMS.most);
    state.className = "map-resume";
    state.setAttribute("type", "button");
    state.hidden = true;
    state.addEventListener("click", () => this.home());
    L.DomEvent.disableClickPropagation(state);
    map.getContainer().append(state);
  }

  /** A person holds the map. */
  get locked() {
    return this.rule.locked;
  }

  /** Rest: show the whole scope again and move no more than the rules allow. */
  home() {
    this.rule.resume();
    this.rest(true);
    this.show();
  }

  /**
   * @param {string} name what is visited, such as "incident/E-17"
   * @param {number} lat @param {number} lon
   * @param {boolean} [moving] whether the way there is shown
   */
  visit(name, lat, lon, moving = true) {
    const now = { center: this.map.getCenter(), zoom: this.map.getZoom() };
    const answer = this.rule.visit(name, now);
    if (answer.go) this.move(L.latLng(lat, lon), Math.max(now.zoom, VISIT_ZOOM), moving);
    else this.move(answer.to.center, answer.to.zoom, moving);
    this.show();
  }

  /** End a visit; without one nothing happens. @param {boolean} [moving] whether the way there is shown */
  back(moving = true) {
    const former = this.rule.leave();
    if (former) this.move(former.center, former.zoom, moving);
    this.show();
  }

  /** Metres on the ground under one unit of the screen. */
  metresPerUnit() {
    const { u } = readInk(this.map.getContainer());
    return (metresPerPixel(this.map.getCenter().lat) / scaleAt(this.map.getZoom())) * u;
  }

  /** A person's hand on the map. */
  gesture() {
    this.rule.gesture();
    this.show();
  }

  /** The set of incidents that need somebody may have changed. */
  reconsider() {
    const open = [...this.hub.records.all("incident").values()].filter(isAlarm);
    if (this.rule.alarms(open.map((one) => String(one.id)))) this.rest(true);
  }

  /** The window has another shape, or the land has come: a map nobody holds stays at rest. */
  settle() {
    if (!this.rule.locked && this.rule.visiting === null) this.rest(false);
  }

  /** @param {boolean} moving whether the way there is shown */
  rest(moving) {
    const bounds = this.target();
    const size = this.map.getSize();
    if (!bounds || size.x === 0) return;
    const padding = Math.min(size.x, size.y) * PADDING;
    const zoom = this.map.getBoundsZoom(bounds, false, L.point(padding, padding).multiplyBy(2));
    this.move(middleOnScreen(this.map, bounds, zoom), zoom, moving);
  }

  /** @returns {import("leaflet").LatLngBounds | null} */
  target() {
    const scope = this.scopeBounds();
    if (this.rule.mode !== "alarms" || !scope) return scope;
    const alarms = [...this.hub.records.all("incident").values()].filter(isAlarm);
    const places = alarms.map((one) => L.latLng(one.lat, one.lon));
    return places.length > 0 ? L.latLngBounds(places).pad(0.15) : scope;
  }

  /** @returns {import("leaflet").LatLngBounds | null} of the street or district, as drawn; else as configured */
  scopeBounds() {
    const { scope, map } = this.hub.config;
    const mine = this.ground.get("streets").find((one) => String(one.properties.code) === scope);
    const drawn = mine ?? (scope.length > 6 ? undefined : this.ground.get("district")[0]);
    if (!drawn) return map.bounds ? L.latLngBounds(map.bounds) : null;
    const [west, north, east, south] = drawn.box;
    const { x, y } = this.ground.origin;
    return L.latLngBounds([latOf(south + y), lonOf(west + x)], [latOf(north + y), lonOf(east + x)]);
  }

  /** @param {import("leaflet").LatLng} center @param {number} zoom @param {boolean} [moving] */
  move(center, zoom, moving = true) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (moving && !calm) this.map.flyTo(center, zoom, { duration: 0.9, easeLinearity: 0.4 });
    else this.map.setView(center, zoom, { animate: false });
  }

  show() {
    const visiting = this.rule.visiting !== null;
    this.state.hidden = !this.rule.locked && !visiting;
    this.state.textContent = this.hub.t(visiting ? "map.visiting" : "map.resume");
  }
}

/** @type {import("../layers/index.mjs").Layer} */
export const view = {
  name: "view",
  add(map, hub) {
    const seen = new MapView(map, hub);
    /** @type {any} */ (hub).view = seen;
    const container = map.getContainer();
    const hold = () => seen.gesture();
    const onKey = (/** @type {KeyboardEvent} */ event) => keyed(seen, event);
    container.addEventListener("wheel", hold, { passive: true });
    container.addEventListener("dblclick", hold);
    container.addEventListener("touchmove", hold, { passive: true });
    document.addEventListener("keydown", onKey);
    map.on("dragstart", hold);
    const onResize = () => seen.settle();
    map.on("resize", onResize);
    const deaf = [
      hub.on("records", ({ kinds }) => kinds.has("incident") && seen.reconsider()),
      seen.ground.on((name) => (name === "district" || name === "streets") && seen.settle()),
    ];
    seen.settle();
    return {
      remove() {
        deaf.forEach((stop) => stop());
        map.off("dragstart", hold).off("resize", onResize);
        for (const event of ["wheel", "dblclick", "touchmove"]) container.removeEventListener(event, hold);
        document.removeEventListener("keydown", onKey);
        seen.state.remove();
      },
    };
  },
};

/** @param {MapView} seen @param {KeyboardEvent} event */
function keyed(seen, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, [contenteditable]")) return;
  if (HOME_KEYS.has(event.key)) {
    event.preventDefault();
    seen.home();
  } else if (target === seen.map.getContainer() && /^(Arrow|[+\-=_]$)/.test(event.key)) seen.gesture();
}

/** @param {any} incident */
function isAlarm(incident) {
  return incident.closed_at_ms == null && rankOf(incident.urgency) > 0;
}

/**
 * The middle of the bounds on the projected plane, so that equal margins stay on both sides.
 * @param {import("leaflet").Map} map @param {import("leaflet").LatLngBounds} bounds @param {number} zoom
 */
function middleOnScreen(map, bounds, zoom) {
  const a = map.project(bounds.getSouthWest(), zoom);
  const b = map.project(bounds.getNorthEast(), zoom);
  return map.unproject(a.add(b).divideBy(2), zoom);
}
