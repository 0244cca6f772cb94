// @ts-check
/**
 * What draws the movers. Two do, behind one contract: `webgl.mjs`, and `canvas.mjs` where there is no WebGL2.
 *
 * @typedef {object} View what of the world is on the canvas; see `map/mercator.mjs` for world pixels
 * @property {number} left world x of the canvas's left edge
 * @property {number} top world y of its upper edge
 * @property {number} scale canvas pixels to one world pixel
 * @property {number} width CSS pixels
 * @property {number} height CSS pixels
 * @property {number} dpr device pixels to one CSS pixel
 * @property {number} half half the nominal size of a mark, CSS pixels
 * @property {number} selected row with the lantern ring, -1 for none
 *
 * @typedef {object} Palette CSS colours "#rrggbb"
 * @property {string} worker
 * @property {string} stale
 * @property {string} sos
 * @property {string} lantern
 * @property {string} ground
 *
 * @typedef {object} Renderer
 * @property {string} name
 * @property {HTMLCanvasElement} canvas
 * @property {(width: number, height: number, dpr: number) => void} resize
 * @property {(rows: Uint32Array) => void} upload these rows of the fleet changed, ascending
 * @property {(view: View, now: number) => void} draw
 * @property {boolean} busy whether the picture before is still being made, elsewhere than on this thread
 * @property {number} finishMs how long the last one was
 * @property {() => void} destroy
 */

/** @param {Pick<import("../map/ink.mjs").Ink, "colour">} ink @returns {Palette} */
export function palette(ink) {
  return {
    worker: ink.colour("worker"),
    stale: ink.colour("stale"),
    sos: ink.colour("urgency-critical"),
    lantern: ink.colour("lantern"),
    ground: ink.colour("ground"),
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} width CSS pixels
 * @param {number} height CSS pixels
 * @param {number} dpr
 */
export function fitCanvas(canvas, width, height, dpr) {
  canvas.width = Math.round(width * dpr);
  canvas.height = Math.round(height * dpr);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}
