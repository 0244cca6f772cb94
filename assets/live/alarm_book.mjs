// @ts-check
/**
 * The alerts as a screen sorts them. Pure.
 *
 * @typedef {"sos" | "critical" | "whistle_overdue" | "screen" | "overdue"} AlertKind
 * @typedef {object} Alert a record of kind `alert`; a wall is not sent the words of most
 * @property {string} id
 * @property {AlertKind} kind
 * @property {{kind: "worker" | "incident" | "whistle" | "screen", id: string}} [subject]
 * @property {string} [title]
 * @property {string | null} [title_en]
 * @property {number | null} [lat]
 * @property {number | null} [lon]
 * @property {boolean} sounds
 * @property {boolean} active
 * @property {number} raised_at_ms
 * @property {number | null} cleared_at_ms
 * @property {string | null} [cleared_by] the officer; null when its source took it back
 * @property {number | null} acknowledged_at_ms
 * @property {string | null} acknowledged_by
 * @property {string} provenance
 *
 * @typedef {object} AlarmBook each list the oldest first
 * @property {Alert[]} sounding active, and nobody has acknowledged them
 * @property {Alert[]} missed over before anybody acknowledged them
 * @property {Alert[]} seen acknowledged, and still active
 * @property {Alert[]} silent active, of a kind that never sounds
 */

/** The most urgent first: of several the first one is heard. @type {ReadonlyArray<AlertKind>} */
export const SOUNDING_KINDS = Object.freeze(["sos", "critical", "whistle_overdue", "screen"]);

/** @param {Iterable<unknown>} bodies @returns {AlarmBook} */
export function alarmBook(bodies) {
  const alerts = /** @type {Alert[]} */ ([...bodies]).sort((a, b) => a.raised_at_ms - b.raised_at_ms || (a.id < b.id ? -1 : 1));
  const unseen = (/** @type {Alert} */ alert) => alert.acknowledged_at_ms === null;
  const loud = alerts.filter(({ sounds }) => sounds);
  return {
    sounding: loud.filter((alert) => alert.active && unseen(alert)),
    missed: loud.filter((alert) => !alert.active && unseen(alert)),
    seen: loud.filter((alert) => alert.active && !unseen(alert)),
    silent: alerts.filter(({ sounds, active }) => !sounds && active),
  };
}

/** What should be heard now. @param {AlarmBook} book @returns {AlertKind[]} */
export const kindsHeard = (book) => SOUNDING_KINDS.filter((kind) => book.sounding.some((alert) => alert.kind === kind));

/** Which one the key acknowledges: what sounds before what was missed. @param {AlarmBook} book @returns {Alert | null} */
export const nextToAcknowledge = (book) => book.sounding[0] ?? book.missed[0] ?? null;
