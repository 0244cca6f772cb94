// @ts-check
/**
 * The movers by Canvas 2D, where there is no WebGL2. Each look is drawn once as a sprite and copied, so that a thousand
 * marks cost a thousand copies and no paths.
 *
 * @typedef {import("../fleet.mjs").Fleet} Fleet
 * @typedef {import("./renderer.mjs").Renderer} Renderer
 * @typedef {import("./renderer.mjs").View} View
 * @typedef {import("./renderer.mjs").Palette} Palette
 * @typedef {import("./sprites.mjs").Look} Look
 */
import { GONE } from "../freshness.mjs";
import { worldX, worldY } from "../map/mercator.mjs";
import { SHAPE, heading, isSos } from "./marks.mjs";
import { fitCanvas } from "./renderer.mjs";
import { drawMark, ring } from "./sprites.mjs";

/** Directions a sprite is drawn in: 10 degrees apart, which nobody sees at these sizes. */
const HEADINGS = 36;

/** @implements {Renderer} */
export class CanvasMovers {
  name = "canvas2d";
  /** A picture is done when `draw` returns. */
  busy = false;
  finishMs = 0;
  #fleet;
  #colours;
  #context;
  /** @type {Map<number, HTMLCanvasElement>} sprites of one size, by look */
  #sprites = new Map();
  /** Device pixels of half a mark that the sprites are drawn for. */
  #spriteHalf = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Fleet} fleet
   * @param {Palette} colours
   */
  constructor(canvas, fleet, colours) {
    this.canvas = canvas;
    this.#fleet = fleet;
    this.#colours = colours;
    this.#context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {number} dpr
   */
  resize(width, height, dpr) {
    fitCanvas(this.canvas, width, height, dpr);
  }

  /** Nothing waits here: each drawing reads the fleet. */
  upload() {}

  /**
   * @param {View} view
   * @param {number} now
   */
  draw(view, now) {
    this.#sizeSprites(view.half * view.dpr);
    this.#context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const above = [];
    for (const row of this.#fleet.rows()) {
      if (row === view.selected || isSos(this.#fleet.status[row])) above.push(row);
      else this.#drawRow(row, view, now);
    }
    for (const row of above) this.#drawRow(row, view, now);
  }

  /**
   * @param {number} row
   * @param {View} view
   * @param {number} now
   */
  #drawRow(row, view, now) {
    const freshness = this.#fleet.freshnessCode(row, now);
    if (freshness === GONE) return;
    const [lat, lon] = this.#fleet.drawnAt(row, now);
    const x = (worldX(lon) - view.left) * view.scale * view.dpr;
    const y = (worldY(lat) - view.top) * view.scale * view.dpr;
    const reach = SHAPE.reach * this.#spriteHalf;
    if (x < -reach || y < -reach || x > this.canvas.width + reach || y > this.canvas.height + reach) return;
    const sprite = this.#sprite(row, freshness);
    this.#context.drawImage(sprite, x - sprite.width / 2, y - sprite.height / 2);
    if (row === view.selected) this.#lantern(x, y);
  }

  /**
   * @param {number} x device pixels
   * @param {number} y device pixels
   */
  #lantern(x, y) {
    this.#context.setTransform(this.#spriteHalf, 0, 0, this.#spriteHalf, x, y);
    ring(this.#context, SHAPE.lanternRing, this.#colours.lantern);
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** @param {number} half device pixels */
  #sizeSprites(half) {
    if (half === this.#spriteHalf) return;
    this.#spriteHalf = half;
    this.#sprites.clear();
  }

  /**
   * @param {number} row
   * @param {number} freshness
   */
  #sprite(row, freshness) {
    const { provenance, status, course, speed, kind, errand } = this.#fleet;
    const angle = heading(course[row], speed[row]);
    const turn = angle < 0 ? HEADINGS : Math.round((angle / (2 * Math.PI)) * HEADINGS) % HEADINGS;
    const sos = isSos(status[row]);
    const outline = (kind[row] * 2 + errand[row]) * 2 + (sos ? 1 : 0);
    const key = ((turn * 4 + provenance[row]) * 4 + freshness) * 16 + outline;
    const known = this.#sprites.get(key);
    if (known) return known;
    const direction = turn === HEADINGS ? -1 : (turn / HEADINGS) * 2 * Math.PI;
    const made = this.#paint({ provenance: provenance[row], freshness, sos, heading: direction, kind: kind[row], errand: errand[row] === 1 });
    this.#sprites.set(key, made);
    return made;
  }

  /** @param {Look} look */
  #paint(look) {
    const half = this.#spriteHalf;
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = Math.ceil(SHAPE.reach * half * 2);
    const context = /** @type {CanvasRenderingContext2D} */ (sprite.getContext("2d"));
    context.setTransform(half, 0, 0, half, sprite.width / 2, sprite.height / 2);
    drawMark(context, look, this.#colours);
    return sprite;
  }

  destroy() {
    this.canvas.remove();
  }
}
