// @ts-check
/**
 * Cameras on one canvas: gathered in rings where they are dense, cones of view where one can tell them apart. Secondary on
 * purpose: muted, under the workers and the incidents. The pointer picks by arithmetic, the keyboard through one button.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../map/cluster.mjs").Cluster} Cluster
 * @typedef {import("../map/canvas_layer.mjs").Frame} Frame
 */
import { CameraBook } from "../map/camera_book.mjs";
import { CameraKeys } from "../map/camera_keys.mjs";
import { hasRings, paintCamera, paintCluster } from "../map/camera_paint.mjs";
import { canvasLayer } from "../map/canvas_layer.mjs";
import { readInk } from "../map/ink.mjs";
import { detailOf } from "../map/land_paint.mjs";
import { latOf, lonOf, scaleAt, worldX, worldY } from "../map/mercator.mjs";

/** From this detail every camera stands alone. */
const ALONE_FROM = 16;
/** Side of a cell, in units: about as many rings on a screen as a person takes in. */
const CELL = 165;
/** How far a pointer may be off, in units. */
const REACH = 16;
/** A ring is larger than a camera. */
const RING_REACH = 1.4;
/** A click on a ring goes so many levels closer. */
const CLOSER = 1.5;

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
  /** @type {{key: string, clusters: Cluster[]} | null} */
  #gathered = null;
  /** @type {Array<() => void>} */
  #undo = [];

  /** @param {import("leaflet").Map} map @param {Hub} hub */
  constructor(map, hub) {
    this.map = map;
    this.hub = hub;
    this.book = new CameraBook();
    this.u = 1;
    this.keys = new CameraKeys(map.getContainer(), hub, {
      inView: () => this.#aloneInView(),
      changed: () => this.sheet.repaint(),
    });
    this.sheet = canvasLayer(map, "wl-cameras", (context, frame) => this.#paint(context, frame));
  }

  add() {
    const events = {
      click: (/** @type {any} */ event) => this.#click(event.containerPoint),
      mousemove: (/** @type {any} */ event) => this.#hover(event.containerPoint),
      moveend: () => this.keys.refresh(),
    };
    this.map.on(events);
    this.#undo.push(
      () => this.map.off(events),
      this.hub.on("records", ({ kinds }) => kinds.has("camera") && this.#read()),
      this.hub.on("selection", () => this.sheet.repaint()),
    );
    this.#read();
  }

  remove() {
    for (const undo of this.#undo.splice(0)) undo();
    this.keys.remove();
    this.sheet.remove();
  }

  #read() {
    this.book = new CameraBook(this.hub.records.all("camera"));
    this.#gathered = null;
    this.sheet.repaint();
    this.keys.refresh();
  }

  /** @param {CanvasRenderingContext2D} context @param {Frame} frame */
  #paint(context, frame) {
    const ink = readInk(this.map.getContainer());
    this.u = ink.u;
    const detail = detailOf(frame.zoom, ink.u);
    const chosen = this.#chosen();
    for (const cluster of this.#clusters()) {
      const x = (cluster.x - frame.left) * frame.scale;
      const y = (cluster.y - frame.top) * frame.scale;
      const edge = 60 * ink.u;
      if (x < -edge || y < -edge || x > frame.width + edge || y > frame.height + edge) continue;
      if (cluster.only < 0) paintCluster(context, ink, { x, y, cluster, detail });
      else paintCamera(context, ink, { x, y, camera: this.book.at(cluster.only), detail, chosen: chosen === cluster.only });
    }
  }

  /** Rings and single cameras at the zoom as it is; gathered again only when the level, the records or the choice change. */
  #clusters() {
    const level = Math.floor(this.map.getZoom() * 2) / 2;
    const chosen = this.#chosen();
    const key = `${level} ${chosen} ${this.u}`;
    if (this.#gathered?.key === key) return this.#gathered.clusters;
    const cell = detailOf(level, this.u) >= ALONE_FROM ? 0 : (CELL * this.u) / scaleAt(level);
    const all = this.book.gather(cell, chosen);
    const clusters = hasRings(detailOf(level, this.u)) ? all : all.filter(({ only }) => only >= 0 && this.book.isSpecial(only, chosen));
    this.#gathered = { key, clusters };
    return clusters;
  }

  /** @returns {number} index of the selected or keyboard-held camera, -1 without one */
  #chosen() {
    const id = this.keys.held ?? (this.hub.selection?.kind === "camera" ? this.hub.selection.id : null);
    return id === null ? -1 : this.book.indexOf(id);
  }

  /** @param {{x: number, y: number}} point */
  #click(point) {
    const hit = this.#hit(point);
    if (hit === null) {
      if (this.hub.selection?.kind === "camera" || this.hub.selection?.kind === "incident") this.hub.select(null);
      return;
    }
    if (hit.only >= 0) return this.hub.select("camera", this.book.at(hit.only).id);
    /** @type {any} */ (this.hub).view?.gesture();
    this.map.flyTo([latOf(hit.y), lonOf(hit.x)], this.map.getZoom() + CLOSER, { duration: 0.6 });
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
    const reach = (REACH * this.u) / scaleAt(this.map.getZoom());
    const away = (/** @type {Cluster} */ one) => Math.hypot(one.x - x, one.y - y);
    const near = this.#clusters().filter((one) => away(one) <= (one.only < 0 ? reach * RING_REACH : reach));
    near.sort((a, b) => away(a) - away(b));
    const chosen = this.#chosen();
    return near.find((one) => one.only !== chosen || chosen < 0) ?? near[0] ?? null;
  }

  /** Ids of the single cameras in view, from west to east. */
  #aloneInView() {
    const bounds = this.map.getBounds();
    return this.#clusters()
      .filter(({ only, x, y }) => only >= 0 && bounds.contains([latOf(y), lonOf(x)]))
      .sort((a, b) => a.x - b.x || a.y - b.y)
      .map(({ only }) => this.book.at(only).id);
  }
}
