// @ts-check
/**
 * What marks cover of the map, told by the layers that draw them, kept off by the names. Told again only when it is another: names
 * must not be written anew with every second. Pure.
 */

/** @typedef {import("./placement.mjs").Box} Box */
/**
 * @typedef {object} Footprint a box about a place of the map
 * @property {number} x world pixels
 * @property {number} y
 * @property {number} left from the place to the box's left edge, in units
 * @property {number} top
 * @property {number} w units
 * @property {number} h
 * @property {number} [weight] how much a name over it suffers; without one none may ever lie there
 */

/** What hides most of a letter, and lines so thin that a name is read through them. */
export const SOLID = 6;
export const THIN = 1;

/** Places are compared in such parts of a world pixel: a screen pixel at the closest zoom. */
const FINE = 16;

export class Footprints {
  /** @type {Map<string, {key: string, marks: readonly Footprint[]}>} */
  #groups = new Map();
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** What a layer covers from now on. @param {string} group @param {readonly Footprint[]} marks @returns {boolean} whether it is another */
  set(group, marks) {
    const key = marks.map(keyOf).sort().join("|");
    if (key === (this.#groups.get(group)?.key ?? "")) return false;
    this.#groups.set(group, { key, marks });
    for (const listener of [...this.#listeners]) listener();
    return true;
  }

  /** What all of them cover. @param {{left: number, top: number, scale: number}} frame @param {number} u @returns {import("./placement.mjs").Ground[]} in pixels of the frame */
  boxes(frame, u) {
    const marks = [...this.#groups.values()].flatMap((group) => group.marks);
    return marks.map(({ x, y, left, top, w, h, weight }) => ({
      x: (x - frame.left) * frame.scale + left * u,
      y: (y - frame.top) * frame.scale + top * u,
      w: w * u,
      h: h * u,
      weight,
    }));
  }

  /** @param {() => void} listener @returns {() => void} stops listening */
  on(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** A square about a place. @param {number} x @param {number} y @param {number} reach to each side, in units @returns {Footprint} */
export const squareAbout = (x, y, reach) => ({ x, y, left: -reach, top: -reach, w: 2 * reach, h: 2 * reach });

/** How high and wide the boxes are that cover a disc between them, in radii. */
const DISC = Object.freeze([[1, 0.4], [0.92, 0.75], [0.67, 1]]);

/** A disc about a place, as boxes: names come nearer to it than to a square. @param {number} x @param {number} y @param {number} radius in units @returns {Footprint[]} */
export const discAbout = (x, y, radius) =>
  DISC.map(([across, down]) => ({ x, y, left: -across * radius, top: -down * radius, w: 2 * across * radius, h: 2 * down * radius }));

/** The same, which names may cover if need be. @param {number} weight @param {readonly Footprint[]} marks @returns {Footprint[]} */
export const weighing = (weight, marks) => marks.map((mark) => ({ ...mark, weight }));

/** @param {Footprint} mark */
const keyOf = ({ x, y, left, top, w, h, weight }) =>
  `${Math.round(x * FINE)} ${Math.round(y * FINE)} ${Math.round(left)} ${Math.round(top)} ${Math.round(w)} ${Math.round(h)} ${weight}`;

/** Those of a page, made by whichever layer asks first. @param {any} hub @returns {Footprints} */
export const footprintsOf = (hub) => (hub.footprints ??= new Footprints());
