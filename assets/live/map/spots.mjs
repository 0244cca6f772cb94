// @ts-check
/**
 * Incidents that share a spot: one mark with a count, led by the worst and then the oldest of them. An urgent, critical, overdue, new or
 * selected incident is never swallowed by a neighbour; it shares a mark only with what lies under the very same point. Where
 * the others crowd, they are gathered in rings, as cameras are. Pure.
 */
import { CellGrid } from "./cluster.mjs";
import { PointIndex } from "./point_index.mjs";

/**
 * @typedef {object} Placed
 * @property {string} id
 * @property {number} x pixels of the current zoom
 * @property {number} y
 * @property {string} urgency
 * @property {number} opened_at_ms
 * @property {boolean} [calls] it stands alone though it is of normal urgency: overdue, or just come
 * @property {boolean} [amber] its clock is in its last part
 *
 * @typedef {{lead: string, members: string[], x: number, y: number}} Spot `members` begins with the lead
 * @typedef {{key: string, x: number, y: number, count: number, amber: number, members: ReadonlyArray<{x: number, y: number}>}} Ring so many normal incidents, of them those whose
 *   clock is amber, and where they are
 */

/** How bad, larger is worse. */
export const RANK = Object.freeze({ normal: 0, urgent: 1, critical: 2 });

/** @param {string} urgency @returns {number} an unknown word counts as urgent: better looked at than overlooked */
export const rankOf = (urgency) => (urgency in RANK ? RANK[/** @type {keyof typeof RANK} */ (urgency)] : RANK.urgent);

/** The very same point, in pixels. */
const SAME = 1;

/**
 * @param {Placed[]} incidents
 * @param {number} radius pixels within which a normal incident joins a spot
 * @param {string | null} [selected]
 * @returns {Spot[]}
 */
export function spots(incidents, radius, selected = null) {
  const order = [...incidents].sort((a, b) => before(a, b, selected));
  /** @type {Spot[]} */
  const found = [];
  const index = new PointIndex(Math.max(radius, SAME));
  for (const incident of order) {
    const reach = standsAlone(incident, selected) ? SAME : radius;
    const spot = nearest(found, index, incident, reach);
    if (spot) spot.members.push(incident.id);
    else {
      index.add(found.length, incident.x, incident.y);
      found.push({ lead: incident.id, members: [incident.id], x: incident.x, y: incident.y });
    }
  }
  return found;
}

/**
 * Rings where more than so many of those that do not stand alone share a cell; all others as spots.
 * @param {Placed[]} incidents
 * @param {{radius: number, cell: number, most: number, selected: string | null}} how in pixels
 * @returns {{spots: Spot[], rings: Ring[]}}
 */
export function crowds(incidents, { radius, cell, most, selected }) {
  const grid = new CellGrid(cell);
  const quiet = incidents.filter((one) => !standsAlone(one, selected));
  /** @type {Map<string, Placed[]>} */
  const members = new Map();
  quiet.forEach((one, i) => {
    grid.add(i, one.x, one.y, one.amber ? 1 : 0);
    const key = cellOf(one, cell);
    const others = members.get(key);
    if (others) others.push(one);
    else members.set(key, [one]);
  });
  /** @type {Ring[]} */
  const rings = [];
  /** @type {Placed[]} */
  let shown = incidents;
  grid.split(
    most,
    ({ x, y, count, states }) => {
      const key = cellOf({ x, y }, cell);
      rings.push({ key, x, y, count, amber: states[1], members: members.get(key) ?? [] });
    },
    (isSparse) => (shown = incidents.filter((one) => standsAlone(one, selected) || isSparse(one.x, one.y))),
  );
  return { spots: spots(shown, radius, selected), rings };
}

/** @param {{x: number, y: number}} place @param {number} cell */
const cellOf = ({ x, y }, cell) => `${Math.floor(x / cell)} ${Math.floor(y / cell)}`;

/** @param {Placed} incident @param {string | null} selected */
const standsAlone = ({ id, urgency, calls }, selected) => id === selected || calls === true || rankOf(urgency) > 0;

/** @param {Placed} a @param {Placed} b @param {string | null} selected */
function before(a, b, selected) {
  return (
    Number(b.id === selected) - Number(a.id === selected) ||
    rankOf(b.urgency) - rankOf(a.urgency) ||
    Number(b.calls ?? false) - Number(a.calls ?? false) ||
    a.opened_at_ms - b.opened_at_ms ||
    (a.id < b.id ? -1 : 1)
  );
}

/** @param {Spot[]} found @param {PointIndex} index @param {Placed} incident @param {number} reach */
function nearest(found, index, { x, y }, reach) {
  let best = null;
  let distance = reach;
  for (const i of index.near(x - reach, y - reach, x + reach, y + reach).sort((a, b) => a - b)) {
    const spot = found[i];
    const away = Math.hypot(spot.x - x, spot.y - y);
    if (away > distance) continue;
    best = spot;
    distance = away;
  }
  return best;
}
