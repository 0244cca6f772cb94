// @ts-check
/**
 * Which cameras serve a place: those whose field of view covers it come before those that merely stand near. Pure.
 *
 * @typedef {import("../wire.mjs").RecordBody} RecordBody
 * @typedef {{key: string, camera: RecordBody, metres: number, sees: boolean}} NearCamera
 */
import { metresBetween } from "../glide.mjs";

/** A camera farther away than this shows nothing of the place. */
export const REACH_M = 400;
/** What it is worth to look the right way, and to have a picture at all, in metres of distance. */
const SEEING_M = 60;
const DEAD_M = 250;

/**
 * @param {ReadonlyMap<string, RecordBody>} cameras
 * @param {number} lat @param {number} lon
 * @param {number} wanted how many at most
 * @returns {NearCamera[]} best first; none when none is near
 */
export function camerasNear(cameras, lat, lon, wanted) {
  /** @type {Array<NearCamera & {cost: number}>} */
  const near = [];
  for (const [key, camera] of cameras) {
    const metres = metresBetween(lat, lon, camera.lat, camera.lon);
    if (!(metres <= REACH_M)) continue;
    const sees = covers(camera, bearing(camera.lat, camera.lon, lat, lon));
    const cost = metres - (sees ? SEEING_M : 0) + (camera.state === "alive" ? 0 : DEAD_M);
    near.push({ key, camera, metres, sees, cost });
  }
  near.sort((a, b) => a.cost - b.cost || (a.key < b.key ? -1 : 1));
  return near.slice(0, wanted).map(({ key, camera, metres, sees }) => ({ key, camera, metres, sees }));
}

/** @param {RecordBody} camera @param {number} towards degrees true */
function covers(camera, towards) {
  if (typeof camera.heading !== "number" || typeof camera.fov !== "number") return false;
  const off = Math.abs(((towards - camera.heading + 540) % 360) - 180);
  return off <= camera.fov / 2;
}

/**
 * Degrees true from one place to another, on the plane: cameras see no farther than it is flat.
 * @param {number} lat @param {number} lon @param {number} toLat @param {number} toLon
 */
export function bearing(lat, lon, toLat, toLon) {
  const east = (toLon - lon) * Math.cos((lat * Math.PI) / 180);
  return ((Math.atan2(east, toLat - lat) * 180) / Math.PI + 360) % 360;
}

/** So many of the nearest are looked at before the best are chosen. */
const LOOKED_AT = 48;

/**
 * Of the nearest those of which the page knows too little to say whether they look the right way.
 * @param {ReadonlyMap<string, RecordBody>} cameras @param {number} lat @param {number} lon @returns {string[]}
 */
export function littleKnown(cameras, lat, lon) {
  return camerasNear(cameras, lat, lon, LOOKED_AT)
    .filter(({ camera }) => camera.little)
    .map(({ key }) => key);
}
