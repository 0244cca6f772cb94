// @ts-check
/**
 * Incidents that share a spot: one mark with a count, led by the worst and then the oldest of them. An urgent, critical or
 * selected incident is never swallowed by a neighbour; it shares a mark only with what lies under the very same point.
 */

/**
 * @typedef {object} Placed
 * @property {string} id
 * @property {number} x pixels of the current zoom
 * @property {number} y
 * @property {string} urgency
 * @property {number} opened_at_ms
 */

/** @typedef {{lead: string, members: string[], x: number, y: number}} Spot `members` begins with the lead */

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
  for (const incident of order) {
    const reach = incident.id === selected || rankOf(incident.urgency) > 0 ? SAME : radius;
    const spot = nearest(found, incident, reach);
    if (spot) spot.members.push(incident.id);
    else found.push({ lead: incident.id, members: [incident.id], x: incident.x, y: incident.y });
  }
  return found;
}

/** @param {Placed} a @param {Placed} b @param {string | null} selected */
function before(a, b, selected) {
  return (
    Number(b.id === selected) - Number(a.id === selected) ||
    rankOf(b.urgency) - rankOf(a.urgency) ||
    a.opened_at_ms - b.opened_at_ms ||
    (a.id < b.id ? -1 : 1)
  );
}

/** @param {Spot[]} found @param {Placed} incident @param {number} reach */
function nearest(found, incident, reach) {
  let best = null;
  let distance = reach;
  for (const spot of found) {
    const away = Math.hypot(spot.x - incident.x, spot.y - incident.y);
    if (away > distance) continue;
    best = spot;
    distance = away;
  }
  return best;
}
