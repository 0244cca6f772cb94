// @ts-check
/**
 * One canvas in a pane of the map, painted when the view has come to rest, carried along while it moves. It is larger than
 * the view, so that a short pan shows no edge; a long one is painted again on the way.
 */
import { scaleAt } from "./mercator.mjs";

/** Panes from the ground up; Leaflet's markers are at 600, and what moves lies between. None of ours takes the pointer. */
export const PANES = Object.freeze({ "wl-land": 210, "wl-cameras": 300, "wl-labels": 330, "wl-trail": 545, "wl-names": 560 });

/** How far the canvas reaches beyond each side of the view, as a part of the view. */
const MARGIN = 0.2;

/**
 * @typedef {object} Frame what a painter needs to know; lengths in CSS pixels of the canvas
 * @property {number} width
 * @property {number} height
 * @property {number} zoom
 * @property {number} scale canvas pixels to one world pixel
 * @property {number} left world x of the canvas's left edge
 * @property {number} top world y of its upper edge
 * @property {number} dpr device pixels to one CSS pixel
 * @property {{x: number, y: number}} offset container point of the canvas's corner when it was painted
 */

/**
 * @param {import("leaflet").Map} map
 * @param {keyof typeof PANES} pane
 * @param {(context: CanvasRenderingContext2D, frame: Frame) => void} paint
 * @returns {{canvas: HTMLCanvasElement, repaint(): void, remove(): void}} `repaint` gathers calls into one before the next picture
 */
export function canvasLayer(map, pane, paint) {
  const canvas = document.createElement("canvas");
  canvas.className = "leaflet-zoom-animated map-canvas";
  paneOf(map, pane).append(canvas);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const sheet = new Sheet(map, canvas, context, paint);
  const events = {
    moveend: () => sheet.repaint(),
    viewreset: () => sheet.repaint(),
    resize: () => sheet.repaint(),
    move: () => sheet.keepCovered(),
    zoom: () => sheet.follow(map.getCenter(), map.getZoom()),
    zoomanim: (/** @type {any} */ event) => sheet.follow(event.center, event.zoom),
  };
  map.on(events);
  sheet.repaint();
  return {
    canvas,
    repaint: () => sheet.repaint(),
    remove() {
      map.off(events);
      sheet.stop();
      canvas.remove();
    },
  };
}

/**
 * @param {import("leaflet").Map} map @param {keyof typeof PANES} name @returns {HTMLElement}
 */
export function paneOf(map, name) {
  const held = map.getPane(name);
  if (held) return held;
  const pane = map.createPane(name);
  pane.style.zIndex = String(PANES[name]);
  pane.style.pointerEvents = "none";
  return pane;
}

class Sheet {
  /**
   * @param {import("leaflet").Map} map @param {HTMLCanvasElement} canvas @param {CanvasRenderingContext2D} context
   * @param {(context: CanvasRenderingContext2D, frame: Frame) => void} paint
   */
  constructor(map, canvas, context, paint) {
    this.map = map;
    this.canvas = canvas;
    this.context = context;
    this.paint = paint;
    this.request = 0;
    this.center = map.getCenter();
    this.zoom = map.getZoom();
  }

  repaint() {
    this.request ||= requestAnimationFrame(() => {
      this.request = 0;
      this.draw();
    });
  }

  stop() {
    cancelAnimationFrame(this.request);
  }

  /** Paint the whole sheet for the view as it is now. */
  draw() {
    const { map, canvas, context } = this;
    const size = map.getSize();
    if (size.x === 0 || size.y === 0) return;
    const margin = size.multiplyBy(MARGIN).round();
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
    const frame = this.frameAt(corner, size.add(margin.multiplyBy(2)));
    frame.offset = map.layerPointToContainerPoint(corner);
    this.center = map.getCenter();
    this.zoom = map.getZoom();
    fit(canvas, frame);
    L.DomUtil.setTransform(canvas, corner, 1);
    context.setTransform(frame.dpr, 0, 0, frame.dpr, 0, 0);
    context.clearRect(0, 0, frame.width, frame.height);
    this.paint(context, frame);
  }

  /** @param {import("leaflet").Point} corner @param {import("leaflet").Point} size @returns {Frame} */
  frameAt(corner, size) {
    const zoom = this.map.getZoom();
    const scale = scaleAt(zoom);
    const origin = this.map.getPixelOrigin().add(corner);
    return {
      width: size.x,
      height: size.y,
      zoom,
      scale,
      left: origin.x / scale,
      top: origin.y / scale,
      dpr: window.devicePixelRatio || 1,
      offset: corner,
    };
  }

  /** A long drag comes to the end of the sheet: paint again under way. */
  keepCovered() {
    const size = this.map.getSize();
    const now = this.map.project(this.map.getCenter(), this.zoom);
    const then = this.map.project(this.center, this.zoom);
    const moved = now.subtract(then);
    if (Math.abs(moved.x) > size.x * MARGIN || Math.abs(moved.y) > size.y * MARGIN) this.repaint();
  }

  /**
   * Lie where the view is going, enlarged, until it has arrived.
   * @param {import("leaflet").LatLng} center @param {number} zoom
   */
  follow(center, zoom) {
    const map = /** @type {any} */ (this.map);
    const scale = map.getZoomScale(zoom, this.zoom);
    const half = map.getSize().multiplyBy(0.5 + MARGIN);
    const offset = half.multiplyBy(-scale).add(map.project(this.center, zoom)).subtract(map._getNewPixelOrigin(center, zoom));
    L.DomUtil.setTransform(this.canvas, offset, scale);
  }
}

/** @param {HTMLCanvasElement} canvas @param {Frame} frame */
function fit(canvas, frame) {
  const width = Math.round(frame.width * frame.dpr);
  const height = Math.round(frame.height * frame.dpr);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.style.width = `${frame.width}px`;
  canvas.style.height = `${frame.height}px`;
}
