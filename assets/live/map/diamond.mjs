// @ts-check
/**
 * The diamond of an incident, the same on the map and in the list, so that who sees one finds the other. Its look follows from
 * `data-urgency`, `data-provenance`, `data-clock`, `data-going`, `data-over` and `data-dimmed` of the element of class `diamond` it
 * stands in (`assets/diamond.css`).
 */
import { note } from "../panels/dom.mjs";
import { incidentGlyph } from "./glyphs.mjs";

const SVG = "http://www.w3.org/2000/svg";

const DIAMOND = "M32 16L48 32L32 48L16 32z";
const OUTER_DIAMOND = "M32 9L55 32L32 55L9 32z";
const STRIPES = "M20 32L32 20M24 36L36 24M28 40L40 28M32 44L44 32";
const BASE = "M22 53H42";
const WHOLE = "0 0 64 64";
const CLOSE = "7 7 50 50";
/** What stands for the category once it is over: a tick. */
const OVER = "M5.5 12.5L10 17L18.5 7.5";
/** What stands at twelve o'clock of a clock that stands still: two bars while it is suspended, a stop once it is answered. */
const STILL = { paused: "M29.5 0V6M34.5 0V6", stopped: "M29.5 .5H34.5V5.5H29.5z" };

export class Diamond {
  /** @param {boolean} [ringed] whether there is room for the clock; else the diamonds alone */
  constructor(ringed = true) {
    this.svg = shape("svg", { viewBox: ringed ? WHOLE : CLOSE, "aria-hidden": "true" });
    const turned = { cx: 32, cy: 32, pathLength: 100, transform: "rotate(-90 32 32)" };
    this.ring = shape("circle", { class: "ring-clock", r: 29, ...turned });
    this.still = shape("path", { class: "clock-still" });
    this.glyph = shape("path", { class: "glyph", transform: "translate(23.5 23.5) scale(0.71)" });
    this.svg.append(
      shape("circle", { class: "halo halo-twice", r: 37.5, ...turned }),
      shape("circle", { class: "halo", r: 33.5, ...turned }),
      shape("circle", { class: "ring-chosen", cx: 32, cy: 32, r: 29 }),
      shape("path", { class: "outer", d: OUTER_DIAMOND }),
      shape("path", { class: "body", d: DIAMOND }),
      shape("path", { class: "stripes", d: STRIPES }),
      shape("path", { class: "base", d: BASE }),
      shape("circle", { class: "ring-track", cx: 32, cy: 32, r: 29 }),
      this.ring,
      this.still,
      this.glyph,
    );
  }

  /** @param {string | null | undefined} code a category code @param {boolean} [over] closed: a tick instead */
  category(code, over = false) {
    set(this.glyph, "d", over ? OVER : incidentGlyph(code));
  }

  /**
   * How full the ring is, in which light, and whether it stands still; its colours follow from the data of the root.
   * @param {HTMLElement} root the element of class `diamond` @param {import("../deadline.mjs").Deadline} deadline
   */
  clock(root, { light, going, share }) {
    note(root, "clock", light);
    note(root, "going", going);
    set(this.ring, "stroke-dasharray", `${Math.round(share * 1000) / 10} 100`);
    set(this.still, "d", light === "none" || going === "running" ? "" : STILL[going]);
  }
}

/** @param {Element} element @param {string} name @param {string} value */
function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** @param {string} tag @param {Record<string, string | number>} attributes @returns {SVGElement} */
function shape(tag, attributes) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
