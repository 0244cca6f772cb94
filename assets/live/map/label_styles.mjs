// @ts-check
/**
 * What each kind of name looks like, from which detail (zoom of a 1080-line screen) it is wanted, and who yields to whom.
 * Sizes are units: 21 is the smallest a person reads from the usual place.
 */

/**
 * @typedef {object} Style
 * @property {number} size
 * @property {number} weight
 * @property {string} token colour
 * @property {[string, number]} [tint] another token and how far the colour goes towards it
 * @property {number} alpha
 * @property {number} from
 * @property {number} priority
 * @property {number} [spread] distance between the letters of a Chinese name, in letters
 */

/** @type {Readonly<Record<string, Style>>} */
export const STYLES = Object.freeze({
  street: { size: 27, weight: 600, token: "text", alpha: 0.94, from: 0, priority: 100, spread: 1.16 },
  streetSmall: { size: 22, weight: 600, token: "text", alpha: 0.94, from: 0, priority: 100 },
  sight: { size: 21, weight: 500, token: "stone", tint: ["text", 0.58], alpha: 0.97, from: 13.2, priority: 90 },
  water: { size: 22, weight: 500, token: "water-edge", tint: ["text", 0.62], alpha: 1, from: 12.8, priority: 85, spread: 1.7 },
  community: { size: 21, weight: 500, token: "text-2", alpha: 0.97, from: 14.4, priority: 60, spread: 1.04 },
  wall: { size: 21, weight: 500, token: "stone", tint: ["text", 0.5], alpha: 1, from: 14.2, priority: 55, spread: 1.6 },
  road: { size: 21, weight: 400, token: "label", alpha: 0.86, from: 13.9, priority: 50, spread: 1.25 },
  place: { size: 21, weight: 400, token: "label", alpha: 0.88, from: 14.2, priority: 45 },
  metro: { size: 21, weight: 400, token: "label", alpha: 0.86, from: 14.6, priority: 40 },
  grid: { size: 21, weight: 400, token: "text-3", alpha: 0.9, from: 16.4, priority: 20 },
});

/** Landmarks that everybody knows come first. */
const SIGHTS = new Set(["gate", "temple", "pagoda", "garden"]);

/** @param {string} kind of a landmark @returns {keyof typeof STYLES} */
export function styleOfLandmark(kind) {
  if (SIGHTS.has(kind)) return "sight";
  return kind === "metro" ? "metro" : "place";
}

/** The drawing that fits a landmark, where its kind alone does not say enough. */
const DRAWN_AS = Object.freeze({ dabaoen: "pagoda", zhanyuan: "garden", qiqiaoweng: "bridge" });
const KIND_DRAWN_AS = Object.freeze({ business: "old_town", school: "campus" });

/** @param {{code?: string, kind?: string}} landmark @returns {string} a key of LANDMARK_GLYPHS */
export function drawingOf({ code = "", kind = "" }) {
  const tail = /** @type {keyof typeof DRAWN_AS} */ (code.split(/[-/:]/).at(-1));
  return DRAWN_AS[tail] ?? KIND_DRAWN_AS[/** @type {keyof typeof KIND_DRAWN_AS} */ (kind)] ?? kind;
}

/**
 * The name people use: what a feature's brackets say of a river, what stands before them elsewhere.
 * @param {string} name @param {boolean} [popular] take what is in the brackets
 * @returns {string}
 */
export function spoken(name, popular = false) {
  const match = /^(.*?)\s*[（(](.+)[）)]\s*$/.exec(name) ?? /^(.*?), (East|South|West|North)$/.exec(name);
  if (!match) return name;
  return popular ? match[2] : match[1];
}
