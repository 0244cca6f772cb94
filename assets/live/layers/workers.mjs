// @ts-check
/**
 * Everything that moves, as one layer: draws while something moves, picks by pointer, keeps the chosen one ringed.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("leaflet").Map} LeafletMap
 */
import { GONE } from "../freshness.mjs";
import { metresPerPixel, worldX, worldY } from "../map/mercator.mjs";
import { noteErrands, sentOut } from "../movers/errands.mjs";
import { EARLY_MS, Pace } from "../movers/pace.mjs";
import { GridIndex } from "../movers/pick.mjs";
import { Sheet } from "../movers/sheet.mjs";

/** A finger's or a laser pointer's tolerance, CSS pixels. */
const REACH_PX = 14;
/** Marks move at walking pace: an index this old still finds them. */
const INDEX_MS = 250;
/** One frame of the usual display. */
const DISPLAY_MS = 17;
/** How often a picture that is not finished is looked after. */
const LOOK_MS = 30;

export const workers = {
  name: "workers",
  /**
   * @param {LeafletMap} map
   * @param {Hub} hub
   */
  add(map, hub) {
    const layer = new WorkersLayer(map, hub);
    layer.add();
    return { remove: () => layer.remove(), report: () => layer.report() };
  },
};

class WorkersLayer {
  #map;
  #hub;
  #sheet;
  #pace = new Pace();
  /** @type {import("../movers/renderer.mjs").View | null} what is drawn */
  #view = null;
  #zooming = false;
  #dirty = true;
  /** @type {(() => void) | null} cancels the drawing that is due next */
  #pending = null;
  #draws = 0;
  /** Server time as of which marks were last drawn. @type {number | null} */
  #drawnMs = null;
  /** Whether the picture before was not finished when the next was due. */
  #overdue = false;
  /** @type {{index: GridIndex, at: number, key: string} | null} */
  #index = null;
  /** Whether somebody may have been sent out, or called back, since it was last asked. */
  #errandsChanged = true;
  /** @type {Array<() => void>} */
  #undo = [];

  /**
   * @param {LeafletMap} map
   * @param {Hub} hub
   */
  constructor(map, hub) {
    this.#map = map;
    this.#hub = hub;
    this.#sheet = new Sheet(map, hub.fleet, hub.config.screen?.renderer !== "canvas", () => this.#uploadAll());
  }

  add() {
    const events = {
      move: () => this.#drawNow(),
      zoom: () => this.#drawNow(),
      moveend: () => this.#drawNow(),
      viewreset: () => this.#drawNow(),
      resize: () => this.#resized(),
      zoomend: () => this.#zoomed(),
      zoomanim: (/** @type {any} */ event) => this.#zoomTo(event.center, event.zoom),
      click: (/** @type {any} */ event) => this.#click(event.containerPoint),
      mousemove: (/** @type {any} */ event) => this.#hover(event.containerPoint),
    };
    this.#map.on(events);
    this.#undo.push(
      () => this.#map.off(events),
      this.#hub.on("frame", ({ changed }) => this.#changed(changed)),
      this.#hub.on("selection", () => this.#drawNow()),
      this.#hub.on("second", () => this.#second()),
      this.#hub.on("records", ({ kinds }) => void (this.#errandsChanged ||= kinds.has("incident"))),
      this.#hub.on("rows", (rows) => this.#renamed(rows)),
    );
    this.#uploadAll();
  }

  remove() {
    for (const undo of this.#undo.splice(0)) undo();
    this.#pending?.();
    this.#sheet.destroy();
  }

  /** What `window.wanglou.status()` says of the drawing. */
  report() {
    return {
      name: this.#sheet.name,
      fps: Math.round(this.#pace.fps * 10) / 10,
      wantedFps: Math.round(this.#pace.wanted * 10) / 10,
      slow: this.#pace.slow,
      finishMs: Math.round(this.#sheet.finishMs),
      drawMs: Math.round(this.#pace.costMs * 100) / 100,
      draws: this.#draws,
      contextLosses: this.#sheet.contextLosses,
      markPx: this.#view ? this.#view.half * 2 : null,
      drawnMs: this.#drawnMs,
    };
  }

  #uploadAll() {
    const rows = new Uint32Array(this.#hub.fleet.size);
    for (let row = 0; row < rows.length; row++) rows[row] = row;
    this.#changed(rows);
  }

  /** @param {Uint32Array} rows */
  #changed(rows) {
    this.#sheet.upload(rows);
    this.#wish();
  }

  /** Time alone changes freshness, and ends glides. */
  #second() {
    this.#hub.fleet.fastestMps(this.#hub.now());
    if (this.#errandsChanged) this.#errands();
    this.#wish();
  }

  /** The facts of these rows are new: so may be their outlines. Who has no place yet is drawn with his first. @param {ReadonlyArray<number>} rows */
  #renamed(rows) {
    this.#errandsChanged = true;
    const drawn = rows.filter((row) => row < this.#hub.fleet.size);
    if (drawn.length === 0) return;
    this.#sheet.upload(Uint32Array.from(drawn).sort());
    this.#wish();
  }

  #errands() {
    this.#errandsChanged = false;
    const { fleet, records } = this.#hub;
    this.#sheet.upload(noteErrands(fleet, sentOut(records.all("incident").values())));
  }

  /** Draw again, at the pace this machine keeps. */
  #wish() {
    this.#dirty = true;
    this.#schedule();
  }

  /** Long waits by timer: asking for every display frame would keep the whole browser painting. */
  #schedule() {
    if (this.#pending) return;
    const wait = this.#pace.wait(performance.now());
    if (wait <= DISPLAY_MS) return this.#nextFrame();
    const timer = setTimeout(() => this.#nextFrame(), wait - DISPLAY_MS);
    this.#pending = () => clearTimeout(timer);
  }

  #nextFrame() {
    const frame = requestAnimationFrame((at) => this.#step(at));
    this.#pending = () => cancelAnimationFrame(frame);
  }

  /** @param {number} mono */
  #step(mono) {
    this.#pending = null;
    if (!this.#zooming && this.#pace.wait(mono) <= EARLY_MS) this.#drawNow(mono);
    if (this.#dirty || this.#hub.now() < this.#hub.fleet.glides.untilMs) this.#schedule();
  }

  /**
   * Draw at once: a pan's step must not lag behind the land.
   * @param {number} [mono] for pictures in time, not for those the map asked for
   */
  #drawNow(mono) {
    if (this.#zooming) return;
    if (this.#sheet.busy) return this.#later();
    this.#pace.finished(this.#overdue ? this.#sheet.finishMs : null);
    this.#overdue = false;
    const began = performance.now();
    this.#view = this.#sheet.view(this.#selectedRow());
    this.#drawnMs = this.#hub.now();
    this.#sheet.draw(this.#view, this.#drawnMs);
    this.#dirty = false;
    this.#draws += 1;
    if (mono !== undefined) this.#keepPace(mono, performance.now() - began, this.#view);
  }

  /** The picture before is still being made: the old one moves along with the land meanwhile. */
  #later() {
    this.#dirty = this.#overdue = true;
    if (this.#pending) return;
    const timer = setTimeout(() => this.#step(performance.now()), LOOK_MS);
    this.#pending = () => clearTimeout(timer);
  }

  /**
   * @param {number} mono
   * @param {number} costMs
   * @param {import("../movers/renderer.mjs").View} view
   */
  #keepPace(mono, costMs, { scale, dpr }) {
    this.#pace.drew(mono, costMs);
    this.#pace.follow((this.#hub.fleet.glides.fastestMps / metresPerPixel(this.#map.getCenter().lat)) * scale * dpr);
  }

  #selectedRow() {
    const chosen = this.#hub.selection;
    return chosen?.kind === "worker" ? (this.#hub.fleet.rowOf(chosen.id) ?? -1) : -1;
  }

  #resized() {
    this.#sheet.refresh();
    this.#drawNow();
  }

  /**
   * @param {import("leaflet").LatLng} center
   * @param {number} zoom
   */
  #zoomTo(center, zoom) {
    if (this.#view) this.#sheet.follow(this.#view, center, zoom);
    this.#zooming = true;
  }

  #zoomed() {
    this.#zooming = false;
    this.#drawNow();
  }

  /** @param {{x: number, y: number}} point */
  #click(point) {
    const row = this.#rowAt(point);
    const facts = row === null ? null : this.#hub.fleet.facts(row);
    if (facts) this.#hub.select("worker", facts.id);
    else if (this.#hub.selection?.kind === "worker") this.#hub.select(null);
  }

  /** @param {{x: number, y: number}} point */
  #hover(point) {
    this.#map.getContainer().style.cursor = this.#rowAt(point) === null ? "" : "pointer";
  }

  /** @param {{x: number, y: number}} point container pixels */
  #rowAt({ x, y }) {
    if (!this.#view || this.#zooming) return null;
    return this.#indexNow(this.#view).nearest(x, y, Math.max(REACH_PX, this.#view.half * 1.2));
  }

  /** @param {import("../movers/renderer.mjs").View} view */
  #indexNow(view) {
    const now = this.#hub.now();
    const key = `${view.left} ${view.top} ${view.scale}`;
    if (this.#index?.key === key && Math.abs(now - this.#index.at) < INDEX_MS) return this.#index.index;
    const index = new GridIndex();
    const { fleet } = this.#hub;
    for (const row of fleet.rows()) {
      if (fleet.freshnessCode(row, now) === GONE) continue;
      const [lat, lon] = fleet.drawnAt(row, now);
      index.add(row, (worldX(lon) - view.left) * view.scale, (worldY(lat) - view.top) * view.scale);
    }
    this.#index = { index, at: now, key };
    return index;
  }
}
