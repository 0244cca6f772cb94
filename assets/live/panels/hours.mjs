// @ts-check
/** The day by the hour as small bars: what was reported stands up, what was closed hangs down, the hour that runs is brighter. */
import { make } from "./dom.mjs";

const NS = "http://www.w3.org/2000/svg";
const HOURS = 24;
/** Geometry in units of the drawing: a bar's pitch and width, the height of each half, the gap at the axis. */
const PITCH = 14;
const BAR = 9;
const HALF = 40;
const GAP = 1.5;
const WIDTH = HOURS * PITCH;
/** Figures below this draw short bars: three incidents must not look like a wave. */
const LEAST_TOP = 6;

const LABELLED = [0, 6, 12, 18];

/** @param {number} hour */
function label(hour) {
  const text = make("span");
  text.textContent = String(hour);
  return text;
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function svg(name, attributes) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/**
 * Heights of both halves on one scale. Pure.
 * @param {number[]} up @param {number[]} down
 * @returns {{top: number, up: number[], down: number[]}} heights; a figure that is not 0 is always seen
 */
export function barHeights(up, down) {
  const top = Math.max(LEAST_TOP, ...up, ...down);
  const height = (/** @type {number} */ n) => (n > 0 ? Math.max(1.5, (n / top) * (HALF - GAP)) : 0);
  return { top, up: up.map(height), down: down.map(height) };
}

export class Hours {
  /** @type {Array<{up: SVGElement, down: SVGElement}>} */
  #bars = [];

  /** @param {HTMLElement} place */
  constructor(place) {
    const drawing = svg("svg", {
      viewBox: `0 0 ${WIDTH} ${2 * HALF}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    });
    for (let hour = 0; hour < HOURS; hour++) drawing.append(...this.#hour(hour));
    drawing.append(svg("line", { class: "hours-axis", x1: 0, x2: WIDTH, y1: HALF, y2: HALF }));
    place.replaceChildren(drawing, make("div", "hours-labels", LABELLED.map(label)));
  }

  /** @param {number} hour */
  #hour(hour) {
    const x = hour * PITCH + (PITCH - BAR) / 2;
    const up = svg("rect", { class: "hours-up", x, width: BAR });
    const down = svg("rect", { class: "hours-down", x, width: BAR, y: HALF + GAP });
    this.#bars.push({ up, down });
    return [up, down];
  }

  /** @param {number[]} reported @param {number[]} closed @param {number} running the hour that runs now */
  show(reported, closed, running) {
    const heights = barHeights(reported, closed);
    this.#bars.forEach(({ up, down }, hour) => {
      set(up, "height", heights.up[hour]);
      set(up, "y", HALF - GAP - heights.up[hour]);
      set(down, "height", heights.down[hour]);
      for (const bar of [up, down]) bar.classList.toggle("is-running", hour === running);
    });
  }
}

/** @param {SVGElement} element @param {string} name @param {number} value */
function set(element, name, value) {
  const text = value.toFixed(1);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}
