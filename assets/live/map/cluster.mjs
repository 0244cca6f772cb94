// @ts-check
/**
 * Gathering many points into few rings: a uniform grid in world pixels, then neighbours whose middles would touch are joined.
 * The cells do not depend on the view, so panning never regroups anything; only the zoom level does.
 */

/**
 * @typedef {object} Points columns of equal length
 * @property {Float64Array} x world pixels
 * @property {Float64Array} y
 * @property {Uint8Array} state index of each point's state, 0 to 3
 */

/**
 * @typedef {object} Cluster
 * @property {number} x middle of its members, world pixels
 * @property {number} y
 * @property {number} count
 * @property {[number, number, number, number]} states members per state
 * @property {number} only index of the member when it is alone, else -1
 */

/** Room for rows and columns of cells in one safe integer. */
const ROW = 2 ** 26;

/**
 * @param {Points} points
 * @param {number} cell side of a cell in world pixels; 0 or less means no clustering at all
 * @param {(index: number) => boolean} [isFree] points that must stand alone (alarmed, selected)
 * @returns {Cluster[]}
 */
export function gather(points, cell, isFree = () => false) {
  /** @type {Cluster[]} */
  const alone = [];
  /** @type {Map<number, Cluster>} */
  const cells = new Map();
  for (let i = 0; i < points.x.length; i += 1) {
    if (cell <= 0 || isFree(i)) {
      alone.push(single(points, i));
      continue;
    }
    const key = Math.floor(points.y[i] / cell) * ROW + Math.floor(points.x[i] / cell);
    const cluster = cells.get(key);
    if (cluster) add(cluster, single(points, i));
    else cells.set(key, single(points, i));
  }
  return [...joinNear(cells, cell), ...alone];
}

/**
 * Two cells often cut one crowd: join what is nearer than 0.7 of a cell, into the larger one.
 * @param {Map<number, Cluster>} cells @param {number} cell @returns {Cluster[]}
 */
function joinNear(cells, cell) {
  const near = cell * 0.7;
  const order = [...cells].sort(([a, one], [b, other]) => other.count - one.count || a - b);
  for (const [key, cluster] of order) {
    if (cells.get(key) !== cluster) continue;
    for (const neighbour of [key - ROW - 1, key - ROW, key - ROW + 1, key - 1, key + 1, key + ROW - 1, key + ROW, key + ROW + 1]) {
      const other = cells.get(neighbour);
      if (!other || Math.hypot(other.x - cluster.x, other.y - cluster.y) > near) continue;
      add(cluster, other);
      cells.delete(neighbour);
    }
  }
  return [...cells.values()];
}

/** @param {Points} points @param {number} i @returns {Cluster} */
function single(points, i) {
  /** @type {[number, number, number, number]} */
  const states = [0, 0, 0, 0];
  states[points.state[i] & 3] = 1;
  return { x: points.x[i], y: points.y[i], count: 1, states, only: i };
}

/** @param {Cluster} into @param {Cluster} other */
function add(into, other) {
  const count = into.count + other.count;
  into.x += ((other.x - into.x) * other.count) / count;
  into.y += ((other.y - into.y) * other.count) / count;
  into.count = count;
  into.only = -1;
  for (let s = 0; s < 4; s += 1) into.states[s] += other.states[s];
}
