// @ts-check
/**
 * The diamond of an incident, the same on the map and in the list, so that who sees one finds the other. Its look follows from
 * `data-urgency` and `data-provenance` of the element of class `diamond` it stands in (`assets/diamond.css`).
 */
import { incidentGlyph } from "./glyphs.mjs";

const SVG = "http://www.w3.org/2000/svg";

const DIAMOND = "M32 16L48 32L32 48L16 32z";
const OUTER_DIAMOND = "M32 9L55 32L32 55L9 32z";
const STRIPES = "M20 32L32 20M24 36L36 24M28 40L40 28M32 44L44 32";
const BASE = "M22 53H42";
/** All of it, with room for the rings; and the diamonds alone. */
const WHOLE = "0 0 64 64";
const CLOSE = "7 7 50 50";

export class Diamond {
  /** @param {boolean} ringed whether it has the rings of age and choice */
  constructor(ringed) {
    this.svg = shape("svg", { viewBox: ringed ? WHOLE : CLOSE, "aria-hidden": "true" });
    this.ring = shape("circle", { class: "ring-age", cx: 32, cy: 32, r: 29, pathLength: 100, transform: "rotate(-90 32 32)" });
    this.glyph = shape("path", { class: "glyph", transform: "translate(23.5 23.5) scale(0.71)" });
    const chosen = shape("circle", { class: "ring-chosen", cx: 32, cy: 32, r: 29 });
    this.svg.append(
      ...(ringed ? [chosen] : []),
      shape("path", { class: "outer", d: OUTER_DIAMOND }),
      shape("path", { class: "body", d: DIAMOND }),
      shape("path", { class: "stripes", d: STRIPES }),
      shape("path", { class: "base", d: BASE }),
      ...(ringed ? [this.ring] : []),
      this.glyph,
    );
  }

  /** @param {string | null | undefined} code a category code */
  category(code) {
    categorise(this.glyph, code);
  }

  /** How far the ring of age is filled. @param {number} part 0 to 1 */
  age(part) {
    set(this.ring, "stroke-dasharray", `${Math.round(part * 100)} 100`);
  }
}

/** @param {Element} glyph of a diamond @param {string | null | undefined} code a category code */
export function categorise(glyph, code) {
  set(glyph, "d", incidentGlyph(code));
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
