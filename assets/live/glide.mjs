// @ts-check
/** How a mark gets from where it is drawn to a new fix. Never beyond the fix: nobody knows what lies there. */

const LONGEST_MS = 10_000;
/** For fixes whose times do not say how far apart they are (another source took over). */
const UNTOLD_MS = 1_000;
const JUMP_M = 300;
const FASTEST_MPS = 60;
const METRES_PER_DEGREE = 111_195;

const RADIAN = Math.PI / 180;

/**
 * Metres between two places a short way apart, to some hundred-thousandths. Asked for every report of a city: Math.hypot and
 * Math.cos would take several times as long as all the rest of it.
 * @param {number} lat1
 * @param {number} lon1
 * @param {number} lat2
 * @param {number} lon2
 */
export function metresBetween(lat1, lon1, lat2, lon2) {
  const north = (lat2 - lat1) * METRES_PER_DEGREE;
  const square = ((lat1 + lat2) * 0.5 * RADIAN) ** 2;
  const cosine = 1 - (square / 2) * (1 - (square / 12) * (1 - (square / 30) * (1 - (square / 56) * (1 - square / 90))));
  const east = (lon2 - lon1) * METRES_PER_DEGREE * cosine;
  return Math.sqrt(north * north + east * east);
}

/**
 * For how many ms to glide; 0 means jump there at once.
 * A glide ends before its fix is stale, so that a stale mark stands where it was last seen and not on the way.
 * @param {number} metres from where the mark is drawn to the new fix
 * @param {number} gapMs time of the new fix minus time of the one before
 * @param {number} leftMs until the new fix is stale
 */
export function glideMs(metres, gapMs, leftMs) {
  const wished = gapMs > 0 ? Math.min(gapMs, LONGEST_MS) : UNTOLD_MS;
  const duration = Math.min(wished, leftMs);
  if (duration <= 0 || metres > JUMP_M || metres / (duration / 1000) > FASTEST_MPS) return 0;
  return duration;
}
