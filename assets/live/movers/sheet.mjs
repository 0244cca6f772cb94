// @ts-check
/**
 * The canvas of the movers on the map: where it lies, what of the world is on it, and which renderer draws it. It covers
 * the view exactly and is drawn again with every step of a pan; while Leaflet animates a zoom it is carried along.
 *
 * @typedef {import("./renderer.mjs").Renderer} Renderer
 * @typedef {import("./renderer.mjs").View} View
 * @typedef {import("leaflet").Map} LeafletMap
 */
import { readInk } from "../map/ink.mjs";
import { detailOf } from "../map/land_paint.mjs";
import { scaleAt } from "../map/mercator.mjs";
import { CanvasMovers } from "./canvas.mjs";
import { markUnits } from "./marks.mjs";
import { palette } from "./renderer.mjs";
import { NoWebGl, WebGlMovers } from "./webgl.mjs";

/** Above land, labels and cameras, below Leaflet's markers (600), where incidents are. */
const PANE = "wl-workers";
const PANE_Z = "550";
/** When a lost context is asked for anew: some browsers never say that it could be had again. */
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;

export class Sheet {
  /** Times the graphics context was lost. */
  contextLosses = 0;
  #map;
  #fleet;
  #ink;
  #pane;
  #renderer;
  #retry = 0;
  #size = { width: 0, height: 0, dpr: 0 };

  /**
   * @param {LeafletMap} map
   * @param {import("../fleet.mjs").Fleet} fleet
   * @param {boolean} webgl whether to try it
   * @param {() => void} onChange the renderer changed: everything must be drawn again
   */
  constructor(map, fleet, webgl, onChange) {
    this.#map = map;
    this.#fleet = fleet;
    this.#ink = readInk(map.getContainer());
    this.#pane = map.getPane(PANE) ?? map.createPane(PANE);
    this.#pane.style.zIndex = PANE_Z;
    this.#pane.style.pointerEvents = "none";
    this.onChange = onChange;
    this.#renderer = webgl ? this.#best() : this.#plain();
  }

  get name() {
    return this.#renderer.name;
  }

  #canvas() {
    const canvas = document.createElement("canvas");
    canvas.className = "leaflet-zoom-animated movers";
    this.#pane.append(canvas);
    return canvas;
  }

  /** @returns {Renderer} WebGL2 if this machine has it */
  #best() {
    const canvas = this.#canvas();
    try {
      const renderer = new WebGlMovers(canvas, this.#fleet, palette(this.#ink));
      canvas.addEventListener("webglcontextlost", (event) => this.#lost(event));
      canvas.addEventListener("webglcontextrestored", () => this.#askAgain(FIRST_RETRY_MS));
      return renderer;
    } catch (error) {
      if (!(error instanceof NoWebGl)) throw error;
      console.warn("movers are drawn by Canvas 2D:", error.message);
      canvas.remove();
      return this.#plain();
    }
  }

  /** @returns {Renderer} */
  #plain() {
    return new CanvasMovers(this.#canvas(), this.#fleet, palette(this.#ink));
  }

  /**
   * The context is gone: draw by Canvas 2D until the browser gives another, if ever.
   * @param {Event} event
   */
  #lost(event) {
    event.preventDefault();
    this.contextLosses += 1;
    this.#use(this.#plain());
    this.#askLater(FIRST_RETRY_MS);
  }

  /** @param {number} wait ms */
  #askLater(wait) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#askAgain(wait), wait);
  }

  /** @param {number} waited ms */
  #askAgain(waited) {
    if (this.name === "webgl2") return;
    const best = this.#best();
    if (best.name === "webgl2") return this.#use(best);
    best.destroy();
    this.#askLater(Math.min(waited * 2, LAST_RETRY_MS));
  }

  /** @param {Renderer} renderer */
  #use(renderer) {
    this.#renderer.canvas.remove();
    this.#renderer = renderer;
    this.#size = { width: 0, height: 0, dpr: 0 };
    this.onChange();
  }

  /** Whether the picture before is still being made. */
  get busy() {
    return this.#renderer.busy;
  }

  get finishMs() {
    return this.#renderer.finishMs;
  }

  /** @param {Uint32Array} rows ascending */
  upload(rows) {
    this.#renderer.upload(rows);
  }

  /** What the window's or the tokens' change may have changed: unit and colours. */
  refresh() {
    this.#ink = readInk(this.#map.getContainer());
  }

  /** @param {number} selected @returns {View} */
  view(selected) {
    const size = this.#map.getSize();
    const zoom = this.#map.getZoom();
    const scale = scaleAt(zoom);
    const corner = this.#map.getPixelOrigin().add(this.#map.containerPointToLayerPoint([0, 0]));
    return {
      left: corner.x / scale,
      top: corner.y / scale,
      scale,
      width: size.x,
      height: size.y,
      dpr: window.devicePixelRatio || 1,
      half: (markUnits(detailOf(zoom, this.#ink.u)) * this.#ink.u) / 2,
      selected,
    };
  }

  /**
   * @param {View} view
   * @param {number} now
   */
  draw(view, now) {
    if (view.width === 0 || view.height === 0) return;
    const { width, height, dpr } = this.#size;
    if (width !== view.width || height !== view.height || dpr !== view.dpr) {
      this.#size = { width: view.width, height: view.height, dpr: view.dpr };
      this.#renderer.resize(view.width, view.height, view.dpr);
    }
    L.DomUtil.setTransform(this.#renderer.canvas, this.#map.containerPointToLayerPoint([0, 0]), 1);
    this.#renderer.draw(view, now);
  }

  /**
   * Lie where an animated zoom is going, enlarged; the browser moves the canvas there with the rest of the map.
   * @param {View} view what is drawn on it
   * @param {import("leaflet").LatLng} center
   * @param {number} zoom
   */
  follow(view, center, zoom) {
    const map = /** @type {any} */ (this.#map);
    const scale = scaleAt(zoom);
    const origin = map._getNewPixelOrigin(center, zoom);
    const corner = L.point(view.left * scale, view.top * scale).subtract(origin);
    L.DomUtil.setTransform(this.#renderer.canvas, corner, scale / view.scale);
  }

  destroy() {
    clearTimeout(this.#retry);
    this.#renderer.destroy();
  }
}
