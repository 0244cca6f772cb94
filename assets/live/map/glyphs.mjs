// @ts-check
/**
 * The small drawings of the map, as paths in a box of 24 by 24, drawn for this project. Incident glyphs are strokes of
 * weight 2; landmark glyphs are silhouettes filled by the even-odd rule.
 */

export const GLYPH_BOX = 24;

/** By major class: the first two digits of a category code. */
export const INCIDENT_GLYPHS = Object.freeze({
  "01": "M12 4.5a7.5 7.5 0 1 0 .01 0zM7 9.5h10M5.5 13h13M8 16.5h8",
  "02": "M8.5 3.5h7v13h-7zM12 7v.01M12 10v.01M12 13v.01M12 16.5v4",
  "03": "M6 8h12M10 8V5h4v3M7.5 8l1 12h7l1-12M12 11.5v5",
  "04": "M5.5 18.5C5 9.5 10.5 5 19 5c.5 8.5-4 13.5-12 13M5 19.5l7.5-8",
  "05": "M4 11.5L12 5l8 6.5M6.5 10v9.5h11V10M10.5 19.5v-5h3v5",
  "06": "M6 8h12M10 8V5h4v3M7.5 8l1 12h7l1-12M12 11.5v5",
  "07": "M4.5 4.5h15v9.5h-15zM12 14v6M9 20h6M8 9.2h8",
  "08": "M12 4l5 15H7zM9.3 12.5h5.4M4.5 19.5h15",
  "09": "M4 9.5L6.5 4.5h11L20 9.5zM6 9.5V20M18 9.5V20M6 14h12",
  "10": "M13.5 3.5L6.5 13.5H11.5L10 20.5L17.5 10H12.5z",
  21: "M3.5 5.5h10.5v7.5H8.5l-3 3v-3h-2zM17 9h3.5v7.5h-1.5v3l-3-3h-4.5",
  22: "M12.5 3.5c.5 4 4.5 6 4.5 10.5a5 5 0 0 1-10 .3c0-2.6 1.6-3.8 2.2-5.8 1.2.8 1.7 1.9 1.9 3 1.3-2.2 1.8-5 1.4-8z",
  23: "M12 19.5s-7.5-4.5-7.5-9.3a3.9 3.9 0 0 1 7.5-1.7 3.9 3.9 0 0 1 7.5 1.7c0 4.8-7.5 9.3-7.5 9.3z",
  24: "M12 3.5l7 2.5v6c0 4.3-3 7-7 8.5-4-1.5-7-4.2-7-8.5V6z",
  25: "M12 4.5V19M8 19.5h8M5.5 7.5h13M5.5 7.5l-2.5 6h5zM18.5 7.5l-2.5 6h5z",
  26: "M12 3.5s6.5 6.8 6.5 11a6.5 6.5 0 0 1-13 0c0-4.2 6.5-11 6.5-11z",
  other: "M7 12v.01M12 12v.01M17 12v.01",
});

/** @param {string | null | undefined} category a category code @returns {string} path data */
export function incidentGlyph(category) {
  const major = String(category ?? "").slice(0, 2);
  return Object.hasOwn(INCIDENT_GLYPHS, major)
    ? INCIDENT_GLYPHS[/** @type {keyof typeof INCIDENT_GLYPHS} */ (major)]
    : INCIDENT_GLYPHS.other;
}

/** By kind of landmark. */
export const LANDMARK_GLYPHS = Object.freeze({
  gate: "M2.5 21V8h2.8v2.2h2.6V5h2.7v2.2h2.8V5h2.7v5.2h2.6V8h2.8v13h-6.5v-4.5a3 3 0 0 0-6 0V21z",
  pagoda: "M12 1l1 2.5 4 3h-2.2v2.7h1.4l3 3h-2.7V15h1.7l3.3 3h-3v3.5h-4v-3a2.5 2.5 0 0 0-5 0v3h-4V18h-3l3.3-3h1.7v-2.8H4.8l3-3h1.4V6.5H7l4-3z",
  temple: "M1.5 10.5c4-.5 7.5-2.8 10.5-6 3 3.2 6.5 5.5 10.5 6l-1.5 2.2h-2V20h-4v-5.5H9V20H5v-7.3H3z",
  park: "M12 2.5a5 5 0 0 1 4.6 7 4.3 4.3 0 0 1-3.3 7.3V21.5h-2.6v-4.7a4.3 4.3 0 0 1-3.3-7.3 5 5 0 0 1 4.6-7z",
  garden: "M12 3a8.5 8.5 0 0 1 5.5 15H21v3H3v-3h3.5A8.5 8.5 0 0 1 12 3zM12 6a5.5 5.5 0 0 0-3 10.1V18h6v-1.9A5.5 5.5 0 0 0 12 6z",
  museum: "M12 2.5l9.5 5V10h-19V7.5zM4.5 11.5h3V18h-3zM10.5 11.5h3V18h-3zM16.5 11.5h3V18h-3zM2.5 19.5h19V22h-19z",
  old_town: "M1 12.5L7.5 6l6.5 6.5h-1.5V20h-10v-7.5zM14 9.5L17 6l6 6.5h-1.5V20h-7v-7.5h1.5zM6 20v-4.5h3V20z",
  metro: "M7 3h10a3 3 0 0 1 3 3v9a3 3 0 0 1-2.6 3l2.1 3.5h-2.8L15 18.5H9l-1.7 3H4.5L6.6 18A3 3 0 0 1 4 15V6a3 3 0 0 1 3-3zM7 6v5.5h10V6zM8 13.5a1.2 1.2 0 1 0 .01 0zM16 13.5a1.2 1.2 0 1 0 .01 0z",
  campus: "M12 4.5l11 5-11 5-11-5zM5.5 13l6.5 3 6.5-3v4.5c-2.5 3-10.5 3-13 0z",
  bridge: "M1.5 9c6-4.5 15-4.5 21 0v3.5h-1.8V19h-3.5a5.2 5.2 0 0 0-10.4 0H3.3v-6.5H1.5z",
  mall: "M5.5 8.5h13L20 21H4zM8 8a4 4 0 0 1 8 0h-2a2 2 0 0 0-4 0z",
  place: "M12 5.5l6.5 6.5-6.5 6.5L5.5 12z",
});

/** @param {string | null | undefined} kind @returns {string} path data */
export function landmarkGlyph(kind) {
  return Object.hasOwn(LANDMARK_GLYPHS, String(kind))
    ? LANDMARK_GLYPHS[/** @type {keyof typeof LANDMARK_GLYPHS} */ (kind)]
    : LANDMARK_GLYPHS.place;
}
