// @ts-check
/**
 * Officers who call for help. Once somebody at a desk has acknowledged a call it is quieter and says who and when. A call stays, on the map and in the list, until its sender takes it back: also when the position
 * has grown too old for the map, because then it matters most where they were last.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../freshness.mjs").Freshness} Freshness
 * @typedef {object} Call
 * @property {string} key work number, or what the device calls itself
 * @property {string} name
 * @property {string} street 9-digit code, or empty
 * @property {number} atMs when the position was seen
 * @property {Freshness} freshness
 * @property {number} lat
 * @property {number} lon
 * @property {Seen | null} [seen] by whom it was acknowledged
 *
 * @typedef {{by: string, atMs: number}} Seen
 */
import { make, makeMark, note, show, slot, write } from "./dom.mjs";
import { hourMinute, span, whole } from "./format.mjs";
import { Rows } from "./rows.mjs";
import { standing } from "./standing.mjs";

/** So many have a row; the rest are counted in one, so that a burst leaves room for the incidents. */
const ROWS = 3;

/**
 * All of them, the newest first. Pure.
 * @param {import("../fleet.mjs").Fleet} fleet @param {number} now @param {"zh" | "en"} lang
 * @returns {Call[]}
 */
export function callsForHelp(fleet, now, lang) {
  const found = [];
  for (const row of fleet.calling) {
    const facts = fleet.facts(row);
    const [lat, lon] = fleet.drawnAt(row, now);
    found.push({
      key: facts?.id ?? `row ${row}`,
      name: nameOf(facts, row, lang),
      street: String(facts?.street ?? "").slice(0, 9),
      atMs: fleet.observedMs[row],
      freshness: fleet.freshness(row, now),
      lat,
      lon,
    });
  }
  return found.sort((a, b) => b.atMs - a.atMs || (a.key < b.key ? -1 : 1));
}

/**
 * Work number and surname; a Chinese surname stays off the English page.
 * @param {import("../wire.mjs").Facts | null} facts @param {number} row @param {"zh" | "en"} lang
 */
export function nameOf(facts, row, lang) {
  if (!facts) return `#${row}`;
  const number = facts.no ?? facts.id;
  return lang === "zh" && facts.surname ? `${number} ${facts.surname}` : number;
}

/**
 * The calls with who acknowledged each, from the alerts of the centre. Pure.
 * @param {ReadonlyArray<Call>} calls @param {Iterable<import("../wire.mjs").RecordBody>} alerts @returns {Call[]}
 */
export function withSeen(calls, alerts) {
  /** @type {Map<string, Seen>} */
  const seen = new Map();
  for (const { kind, subject, active, acknowledged_at_ms, acknowledged_by } of alerts) {
    if (kind !== "sos" || !active || typeof acknowledged_at_ms !== "number") continue;
    seen.set(String(subject?.id), { by: String(acknowledged_by ?? ""), atMs: acknowledged_at_ms });
  }
  return calls.map((call) => ({ ...call, seen: seen.get(call.key) ?? null }));
}

/** The rows of those who call, above the open incidents. */
export class Calls {
  /** @param {HTMLElement} element the panel of open incidents @param {Hub} hub */
  constructor(element, hub) {
    this.hub = hub;
    this.place = slot(element, "calls");
    this.more = slot(element, "more-calls");
    /** @type {Rows<Call>} */
    this.rows = new Rows(this.place, (call) => makeRow(call, hub), (row, call) => writeRow(row, call, hub));
  }

  /** @param {ReadonlyArray<Call>} calls */
  show(calls) {
    this.rows.show(calls.slice(0, ROWS));
    show(this.place, calls.length > 0);
    show(this.more, calls.length > ROWS);
    write(this.more, this.hub.t("calls.more", { n: whole(calls.length - ROWS) }));
  }
}

/** @param {Call} call @param {Hub} hub */
function makeRow(call, hub) {
  const button = make("button", "incident call", [
    makeMark("sos"),
    make("span", "incident-line", [make("span", "incident-title"), make("span", "incident-age")]),
    make("span", "incident-line", [make("span", "incident-place")]),
  ]);
  button.setAttribute("type", "button");
  button.dataset.call = call.key;
  button.addEventListener("click", () => goTo(call.key, hub));
  return make("li", "", [button]);
}

/** The same row again lets go, as in the list of incidents. @param {string} id @param {Hub} hub */
function goTo(id, hub) {
  const { view } = /** @type {{view?: import("../map/view.mjs").MapView}} */ (hub);
  if (hub.selection?.kind === "worker" && hub.selection.id === id) {
    hub.select(null);
    view?.back();
    return;
  }
  const row = hub.fleet.rowOf(id);
  if (row === null) return;
  const [lat, lon] = hub.fleet.drawnAt(row, hub.now());
  hub.select("worker", id);
  view?.visit(`worker/${id}`, lat, lon);
}

/** @param {HTMLElement} row @param {Call} call @param {Hub} hub */
function writeRow(row, call, hub) {
  const button = /** @type {HTMLElement} */ (row.firstElementChild);
  const [, first, second] = [...button.children];
  const [title, age] = [...first.children];
  note(button, "freshness", call.freshness);
  const chosen = hub.selection?.kind === "worker" && hub.selection.id === call.key;
  if (button.ariaPressed !== String(chosen)) button.ariaPressed = String(chosen);
  write(title, hub.t("calls.who", { name: call.name }));
  write(age, span(hub.now() - call.atMs, hub.t));
  note(button, "seen", String(Boolean(call.seen)));
  const isLive = call.freshness === "live" && standing(hub) === "live";
  const where = hub.t(isLive ? "calls.here" : "calls.last_seen", { time: hourMinute(call.atMs) });
  const seen = call.seen ? hub.t("alarm.seen", { name: call.seen.by, time: hourMinute(call.seen.atMs) }) : "";
  write(second.children[0], [where, seen].filter(Boolean).join(" · "));
}
