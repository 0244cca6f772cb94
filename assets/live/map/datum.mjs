// @ts-check
/**
 * WGS-84 and GCJ-02, both ways, for tiles that were drawn in the other datum. The twin of `feeds/geo/datum.py`; a shared table
 * holds the two together.
 */

/** @typedef {[number, number]} Point latitude, longitude in degrees */

/** The box in which the distortion is applied. */
const MAINLAND = Object.freeze({ south: 0.8293, north: 55.8271, west: 72.004, east: 137.8347 });
const AXIS = 6378245;
const FLATNESS = 0.00669342162296594323;
const CONVERGED_DEG = 1e-12;
const ROUNDS = 30;

/** @param {number} lat @param {number} lon @param {number} [margin] degrees */
const inMainland = (lat, lon, margin = 0) =>
  lat >= MAINLAND.south - margin && lat <= MAINLAND.north + margin && lon >= MAINLAND.west - margin && lon <= MAINLAND.east + margin;

/**
 * @param {number} lat WGS-84 @param {number} lon @returns {Point} the same spot in GCJ-02
 */
export function toGcj02(lat, lon) {
  return inMainland(lat, lon) ? distorted(lat, lon) : [lat, lon];
}

/**
 * @param {number} lat GCJ-02 @param {number} lon @returns {Point} the WGS-84 point it stands for, to 1e-10 degree
 */
export function fromGcj02(lat, lon) {
  if (!inMainland(lat, lon, 0.1)) return [lat, lon];
  let guess = /** @type {Point} */ ([lat, lon]);
  for (let round = 0; round < ROUNDS; round++) {
    const image = distorted(...guess);
    const off = [image[0] - lat, image[1] - lon];
    guess = [guess[0] - off[0], guess[1] - off[1]];
    if (Math.abs(off[0]) < CONVERGED_DEG && Math.abs(off[1]) < CONVERGED_DEG) break;
  }
  return inMainland(...guess) ? guess : [lat, lon];
}

/** @param {number} lat @param {number} lon @returns {Point} */
function distorted(lat, lon) {
  const east = lon - 105;
  const north = lat - 35;
  const root = Math.sqrt(Math.abs(east));
  const ripple = waves(east, [20, 6], [20, 2]);
  const northM =
    -100 + 2 * east + 3 * north + 0.2 * north * north + 0.1 * east * north + 0.2 * root + ripple + waves(north, [20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30]);
  const eastM =
    300 + east + 2 * north + 0.1 * east * east + 0.1 * east * north + 0.1 * root + ripple + waves(east, [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30]);
  const phi = (lat * Math.PI) / 180;
  const bend = 1 - FLATNESS * Math.sin(phi) ** 2;
  const meridian = (AXIS * (1 - FLATNESS)) / (bend * Math.sqrt(bend));
  const parallel = (AXIS / Math.sqrt(bend)) * Math.cos(phi);
  return [lat + ((northM / meridian) * 180) / Math.PI, lon + ((eastM / parallel) * 180) / Math.PI];
}

/** Two thirds of the sum of amplitude * sin(frequency * pi * along). @param {number} along @param {Point[]} terms */
function waves(along, ...terms) {
  return (terms.reduce((sum, [amplitude, frequency]) => sum + amplitude * Math.sin(frequency * Math.PI * along), 0) * 2) / 3;
}
