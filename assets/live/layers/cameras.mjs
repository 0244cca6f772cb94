// @ts-check
/**
 * Cameras on one canvas: gathered in rings where they are dense, cones of view where one can tell them apart. Secondary on
 * purpose: muted, under the workers and the incidents. The pointer picks by arithmetic, the keyboard through one button; both
 * look at what stands in the view, never at all there are.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../map/cluster.mjs").Cluster} Cluster
 * @typedef {import("../map/canvas_layer.mjs").Frame} Frame
 */
import { CameraBook } from "../map/camera_book.mjs";
import { CONES_FROM, hasRings, paintCamera, paintCluster, ringRadius } from "../map/camera_paint.mjs";
import { canvasLayer } from "../map/canvas_layer.mjs";
import { discAbout, footprintsOf } from "../map/footprints.mjs";
import { readInk } from "../map/ink.mjs";
import { detailOf } from "../map/land_paint.mjs";
import { latOf, lonOf, scaleAt, worldX, worldY } from "../map/mercator.mjs";
import { PointIndex } from "../map/point_index.mjs";
import { RovingKeys } from "../map/roving_keys.mjs";
import { said } from "../panels/incident.mjs";

/** From this detail a few cameras in a cell stand alone, from the second all do. */
const FEW_FROM = 16;
const ALONE_FROM = 18.4;
const FEW = 6;
/** Side of a cell, in units: about as many rings on a screen as a person takes in. */
const CELL = 165;
/** How far a pointer may be off, in units. */
const REACH = 16;
/** A ring is larger than a camera. */
const RING_REACH = 1.4;
/** A click on a ring goes so many levels closer. */
const CLOSER = 1.5;
/** What may reach in from beyond the edge of the canvas, in units. */
const EDGE = 60;

/** @type {import("./index.mjs").Layer} */
export const cameras = {
  name: "cameras",
  add(map, hub) {
    const layer = new CameraLayer(map, hub);
    layer.add();
    return { remove: () => layer.remove() };
  },
};

class CameraLayer {
  /** @type {Cluster[]} as painted, in the view and a little round it */
  #shown = [];
  #index = new PointIndex(64);
  /** Units and canvas pixels to a world pixel, as painted. */
  #scale = 1;
  #u = 1;
  /** @type {Array<() => void>} */
  #undo = [];

  /** @param {import("leaflet").Map} map @param {Hub} hub */
  constructor(map, hub) {
    this.map = map;
    this.hub = hub;
    this.book = new CameraBook();
    this.keys = new RovingKeys(map.getContainer(), {
      inView: () => this.#inView().map((one) => this.#keyOf(one)),
      words: (key) => this.#words(key),
      act: (key) => this.#act(this.#inView().find((one) => this.#keyOf(one) === key)),
      changed: () => this.sheet.repaint(),
    });
    this.sheet = canvasLayer(map, "wl-cameras", (context, frame) => this.#paint(context, frame));
  }

  add() {
    const events = {
      click: (/** @type {any} */ event) => this.#click(event.containerPoint),
      mousemove: (/** @type {any} */ event) => this.#hover(event.containerPoint),
    };
    this.map.on(events);
    this.#undo.push(
      () => this.map.off(events),
      this.hub.on("records", ({ kinds, ids }) => kinds.has("camera") && this.#read(ids)),
      this.hub.on("selection", () => this.sheet.repaint()),
    );
    this.#read(null);
  }

  remove() {
    for (const undo of this.#undo.splice(0)) undo();
    this.keys.remove();
    this.sheet.remove();
    footprintsOf(this.hub).set("cameras", []);
  }

  /** @param {ReadonlySet<string> | null} ids of records that changed, some of them cameras; null after a snapshot */
  #read(ids) {
    if (ids === null) this.book = new CameraBook(this.hub.records.all("camera"));
    else for (const id of ids) this.book.update(id);
    this.sheet.repaint();
  }

  /** @param {CanvasRenderingContext2D} context @param {Frame} frame */
  #paint(context, frame) {
    const ink = readInk(this.map.getContainer());
    const detail = detailOf(frame.zoom, ink.u);
    this.book.choose(this.#chosen());
    this.#u = ink.u;
    this.#scale = frame.scale;
    this.#shown = this.#gather(frame, detail);
    this.#index = new PointIndex((CELL * ink.u) / frame.scale);
    this.#shown.forEach(({ x, y }, i) => this.#index.add(i, x, y));
    const chosen = this.book.indexOf(this.#chosen() ?? "");
    for (const cluster of this.#shown) {
      const x = (cluster.x - frame.left) * frame.scale;
      const y = (cluster.y - frame.top) * frame.scale;
      const held = cluster.only < 0 && this.#keyOf(cluster) === this.keys.held;
      if (cluster.only < 0) paintCluster(context, ink, { x, y, cluster, detail, held });
      else paintCamera(context, ink, { x, y, camera: this.book.at(cluster.only), detail, chosen: chosen === cluster.only });
    }
    const rings = this.#shown.filter(({ only }) => only < 0);
    footprintsOf(this.hub).set("cameras", rings.flatMap(({ x, y, count }) => discAbout(x, y, ringRadius(count))));
    if (detail >= CONES_FROM) for (const { only } of this.#shown) if (only >= 0) this.hub.records.get("camera", this.book.at(only).id);
    this.keys.refresh();
  }

  /** Rings and single cameras that the canvas shows, what stands alone on every map last. @param {Frame} frame @param {number} detail */
  #gather(frame, detail) {
    const edge = (EDGE * this.#u) / frame.scale;
    const rect = {
      left: frame.left - edge,
      top: frame.top - edge,
      right: frame.left + frame.width / frame.scale + edge,
      bottom: frame.top + frame.height / frame.scale + edge,
    };
    const level = Math.floor(frame.zoom * 2) / 2;
    const cell = (CELL * this.#u) / scaleAt(level);
    const found = !hasRings(detail)
      ? []
      : detail < FEW_FROM
        ? this.book.gathered(cell)
        : this.book.about(rect, cell, detail < ALONE_FROM ? FEW : Infinity);
    return [...found, ...this.book.free()].filter(
      ({ x, y }) => x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom,
    );
  }

  /** @returns {string | null} the selected or keyboard-held camera */
  #chosen() {
    const { held } = this.keys;
    if (held !== null && this.book.indexOf(held) >= 0) return held;
    return this.hub.selection?.kind === "camera" ? this.hub.selection.id : null;
  }

  /** @param {{x: number, y: number}} point */
  #click(point) {
    const hit = this.#hit(point);
    if (hit !== null) return this.#act(hit);
    if (this.hub.selection?.kind === "camera" || this.hub.selection?.kind === "incident") this.hub.select(null);
  }

  /** A camera is chosen, a ring gone closer to. @param {Cluster | undefined} one */
  #act(one) {
    if (!one) return;
    if (one.only >= 0) return this.hub.select("camera", this.book.at(one.only).id);
    /** @type {any} */ (this.hub).view?.gesture();
    this.map.flyTo([latOf(one.y), lonOf(one.x)], this.map.getZoom() + CLOSER, { duration: 0.6 });
  }

  /** @param {{x: number, y: number}} point */
  #hover(point) {
    this.map.getContainer().classList.toggle("over-camera", this.#hit(point) !== null);
  }

  /**
   * What lies under a point of the container: the nearest, and of several cameras on one pole the one after the selected.
   * @param {{x: number, y: number}} point @returns {Cluster | null}
   */
  #hit(point) {
    const { lat, lng } = this.map.containerPointToLatLng([point.x, point.y]);
    const [x, y] = [worldX(lng), worldY(lat)];
    const reach = (REACH * this.#u) / this.#scale;
    const wide = reach * RING_REACH;
    const away = (/** @type {Cluster} */ one) => Math.hypot(one.x - x, one.y - y);
    const near = this.#index
      .near(x - wide, y - wide, x + wide, y + wide)
      .map((i) => this.#shown[i])
      .filter((one) => away(one) <= (one.only < 0 ? wide : reach));
    near.sort((a, b) => away(a) - away(b));
    const chosen = this.book.indexOf(this.#chosen() ?? "");
    return near.find((one) => one.only !== chosen || chosen < 0) ?? near[0] ?? null;
  }

  /** Cameras and rings within the view itself, from west to east. */
  #inView() {
    const bounds = this.map.getBounds();
    return this.#shown
      .filter(({ x, y }) => bounds.contains([latOf(y), lonOf(x)]))
      .sort((a, b) => a.x - b.x || a.y - b.y);
  }

  /** @param {Cluster} one @returns {string} the camera's id; a ring is named by its place */
  #keyOf({ only, x, y }) {
    return only >= 0 ? this.book.at(only).id : `ring ${Math.round(x)} ${Math.round(y)}`;
  }

  /** What the keyboard's button says. @param {string | null} key @returns {string} */
  #words(key) {
    const { hub } = this;
    const inView = this.#inView();
    if (key === null) {
      const count = inView.reduce((sum, one) => sum + one.count, 0);
      return count > 0 ? hub.t("mark.cameras", { n: count }) : hub.t("mark.cameras_far");
    }
    const body = hub.records.get("camera", key);
    if (!body) {
      const ring = inView.find((one) => this.#keyOf(one) === key);
      return hub.t("mark.camera_ring", { n: ring?.count ?? 0, dead: ring?.states[1] ?? 0 });
    }
    const state = hub.t(body.state === "alive" ? "mark.camera_alive" : "mark.camera_dead");
    return hub.t("mark.camera", { name: said(body, "name", hub.lang) || key, state });
  }
}
