// @ts-check
/**
 * Web Mercator as Leaflet's EPSG:3857 has it, in pixels of one fixed zoom, so that a place is projected once and every
 * later zoom is one multiplication.
 */

/** The zoom whose pixels are the unit of every stored coordinate. */
export const WORLD_ZOOM = 16;

const WORLD_SIZE = 256 * 2 ** WORLD_ZOOM;
const METRES_AROUND_THE_EQUATOR = 40075016.686;

/** @param {number} lon degrees @returns {number} pixels east of the date line at WORLD_ZOOM */
export const worldX = (lon) => (lon / 360 + 0.5) * WORLD_SIZE;

/** @param {number} lat degrees @returns {number} pixels south of the map's northern edge at WORLD_ZOOM */
export function worldY(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD_SIZE;
}

/** @param {number} x @returns {number} degrees */
export const lonOf = (x) => (x / WORLD_SIZE - 0.5) * 360;

/** @param {number} y @returns {number} degrees */
export const latOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD_SIZE))) * 180) / Math.PI;

/** @param {number} zoom @returns {number} screen pixels of `zoom` to one world pixel */
export const scaleAt = (zoom) => 2 ** (zoom - WORLD_ZOOM);

/** @param {number} lat @returns {number} metres on the ground under one world pixel */
export const metresPerPixel = (lat) => (METRES_AROUND_THE_EQUATOR * Math.cos((lat * Math.PI) / 180)) / WORLD_SIZE;
