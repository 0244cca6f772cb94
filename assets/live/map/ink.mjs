// @ts-check
/** Colours and the unit for what is painted on canvases: read from the tokens, named nowhere else. */

/**
 * @typedef {object} Ink
 * @property {number} u CSS pixels of one unit
 * @property {string} font family list
 * @property {(token: string) => string} colour value of a token, without its dashes
 */

/**
 * Read once per drawing, never per mark: it asks the style engine.
 * @param {Element} element any element of the page's tree
 * @returns {Ink}
 */
export function readInk(element) {
  const style = getComputedStyle(element);
  /** @type {Map<string, string>} */
  const known = new Map();
  return {
    u: unitOf(element),
    font: style.getPropertyValue("--font").trim() || "sans-serif",
    colour(token) {
      let value = known.get(token);
      if (value === undefined) known.set(token, (value = style.getPropertyValue(`--${token}`).trim()));
      return value;
    },
  };
}

/**
 * `--u` is an expression (`calc(...)`), which only a laid-out box resolves.
 * @param {Element} element @returns {number}
 */
function unitOf(element) {
  const probe = document.createElement("div");
  probe.style.cssText = "position:absolute;visibility:hidden;height:0;width:calc(100 * var(--u))";
  element.append(probe);
  const width = probe.getBoundingClientRect().width;
  probe.remove();
  return width > 0 ? width / 100 : 1;
}

/**
 * A colour between two, for tints of tokens (a river's name, a glyph on land).
 * @param {string} from "#rrggbb" @param {string} to "#rrggbb" @param {number} part 0 is `from`, 1 is `to`
 * @returns {string}
 */
export function mix(from, to, part) {
  const blend = [1, 3, 5].map((at) => {
    const a = Number.parseInt(from.slice(at, at + 2), 16);
    const b = Number.parseInt(to.slice(at, at + 2), 16);
    return Math.round(a + (b - a) * part)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${blend.join("")}`;
}
