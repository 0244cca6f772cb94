// @ts-check
/**
 * Open incidents in order of what needs a person next, then those closed within half an hour. A click or Enter chooses one and goes there on the map.
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./incident.mjs").Incident} Incident
 */
import { Calls, callsForHelp, withSeen } from "./calls.mjs";
import { isJustClosed } from "../counts.mjs";
import { deadlineOf } from "../deadline.mjs";
import { Diamond } from "../map/diamond.mjs";
import { groundOf } from "../map/ground.mjs";
import { clockWords, dueTime } from "./clock_words.mjs";
import { make, note, show, slot, write } from "./dom.mjs";
import { drawOn } from "./draw.mjs";
import { hourMinute, shortSpan, whole } from "./format.mjs";
import { byClosing, byNeed, pressOf, readIncident } from "./incident.mjs";
import { placeOf, shortPlace } from "./place.mjs";
import { Newness } from "./newness.mjs";
import { pageNote, PagedList } from "./paged.mjs";
import { heldNote, standing, standingNote } from "./standing.mjs";

const ROW_UNITS = 70;

/** @type {WeakMap<HTMLElement, Diamond>} the diamond of each row's button */
const DIAMONDS = new WeakMap();

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  const newness = new Newness();
  const calls = new Calls(element, hub);
  /** @type {PagedList<Incident>} */
  const list = new PagedList(slot(element, "rows"), {
    make: (item) => makeRow(item, hub),
    write: (row, item) => writeRow(row, item, hub, newness.has(item.key)),
    size: () => ROW_UNITS,
  });
  const stop = drawOn(element, hub, ["records", "selection", "second", "link"], () => {
    calls.show(withSeen(callsForHelp(hub.fleet, hub.now(), hub.lang), hub.records.all("alert").values()));
    const empty = slot(element, "empty");
    const loading = standing(hub) === "loading";
    const items = loading ? [] : openIncidents(hub);
    show(empty, items.length === 0);
    if (items.length === 0) write(empty, loading ? standingNote(hub) : hub.t("incidents.none"));
    if (!loading) newness.learn(items, hub.selection?.id ?? null, hub.now());
    const at = list.show(loading ? [] : [...items, ...justClosed(hub)], hub.now(), true);
    write(slot(element, "note"), heldNote(hub) || headNote(hub, items.length, at));
  });
  return () => {
    stop();
    list.stop();
  };
}

/** @param {Hub} hub @returns {Incident[]} */
function openIncidents(hub) {
  const now = hub.now();
  const all = [...hub.records.all("incident")].map(([id, body]) => ({ ...readIncident(id, body, hub.lang), press: pressOf(body, now) }));
  return all.filter(({ open }) => open).sort(byNeed);
}

/** @param {Hub} hub @returns {Incident[]} */
function justClosed(hub) {
  const now = hub.now();
  const closed = [...hub.records.all("incident")].filter(([, body]) => isJustClosed(body, now));
  return closed.map(([id, body]) => readIncident(id, body, hub.lang)).sort(byClosing);
}

/** @param {Hub} hub @param {number} count @param {{page: number, pages: number}} at */
function headNote(hub, count, at) {
  const total = `${whole(count)} ${hub.t("unit.incidents")}`;
  return [count > 0 ? total : "", pageNote(hub, at)].filter(Boolean).join("\u2003");
}

/** @param {Incident} item @param {Hub} hub */
function makeRow(item, hub) {
  const [title, age, place, status] = ["title", "age", "place", "status"].map((name) =>
    make("span", `incident-${name}`),
  );
  const lines = [
    make("span", "incident-line", [title, age]),
    make("span", "incident-line", [place, status]),
  ];
  const diamond = new Diamond();
  const button = make("button", "incident", [make("span", "incident-mark diamond", [diamond.svg]), ...lines]);
  DIAMONDS.set(button, diamond);
  button.dataset.incident = item.key;
  button.setAttribute("type", "button");
  button.addEventListener("click", () => choose(hub, item.key));
  return make("li", "", [button]);
}

/**
 * Choose it and go there; the same row again lets go, and the map returns to the exact view it left.
 * @param {Hub} hub @param {string} id
 */
function choose(hub, id) {
  const { view } = /** @type {{view?: import("../map/view.mjs").MapView}} */ (hub);
  if (hub.selection?.kind === "incident" && hub.selection.id === id) {
    hub.select(null);
    view?.back();
    return;
  }
  hub.select("incident", id);
  const body = hub.records.get("incident", id);
  if (typeof body?.lat === "number" && typeof body.lon === "number") view?.visit(`incident/${id}`, body.lat, body.lon);
}

/** @param {HTMLElement} row @param {Incident} item @param {Hub} hub @param {boolean} isNew */
function writeRow(row, item, hub, isNew) {
  const button = /** @type {HTMLElement} */ (row.firstElementChild);
  const [mark, first, second] = /** @type {HTMLElement[]} */ ([...button.children]);
  const [title, age] = /** @type {HTMLElement[]} */ ([...first.children]);
  const [place, status] = /** @type {HTMLElement[]} */ ([...second.children]);
  note(button, "urgency", item.urgency);
  note(button, "new", String(isNew));
  const chosen = hub.selection?.kind === "incident" && hub.selection.id === item.key;
  if (button.ariaPressed !== String(chosen)) button.ariaPressed = String(chosen);
  for (const element of [button, mark]) note(element, "over", String(!item.open));
  note(mark, "urgency", item.urgency);
  note(mark, "provenance", item.provenance);
  note(mark, "dimmed", String(item.dimmed));
  write(title, item.title || hub.t("incidents.untitled"));
  write(place, item.dimmed ? hub.t("incidents.dimmed") : whereWords(hub.records.get("incident", item.key) ?? {}, hub));
  writeTime(button, mark, age, item, hub);
  const aside = [hub.t(`urgency.${item.urgency}`), hub.t(`provenance.${item.provenance}`), item.state].join(" · ");
  if (button.title !== aside) button.title = aside;
  write(status, isNew ? hub.t("incidents.new") : shortState(item, hub));
}

/**
 * What its clock says; where none runs, the deadline its sender set; else how long it has waited.
 * @param {HTMLElement} button @param {HTMLElement} mark @param {HTMLElement} place @param {Incident} item @param {Hub} hub
 */
function writeTime(button, mark, place, item, hub) {
  const now = hub.now();
  const deadline = deadlineOf(hub.records.get("incident", item.key) ?? {}, now);
  const diamond = DIAMONDS.get(button);
  diamond?.category(item.category, !item.open);
  diamond?.clock(mark, deadline);
  note(button, "clock", deadline.light);
  if (!item.open) return write(place, item.closedMs === null ? "" : hourMinute(item.closedMs));
  const waited = item.openedMs === null ? "" : shortSpan(now - item.openedMs, hub.t);
  const sender = item.senderDueMs === null ? "" : hub.t("clock.sender_due", { time: dueTime(item.senderDueMs, now, hub.t) });
  write(place, clockWords(deadline, now, hub.t) || sender || waited);
}

/** Nothing while the names of the grids are still to come. @param {import("../wire.mjs").RecordBody} body @param {Hub} hub */
function whereWords(body, hub) {
  const named = shortPlace(placeOf(body, hub));
  return named || (body.grid && !groundOf(hub).has("grids") ? "" : hub.t("incidents.no_place"));
}

/** The state in few letters; one nobody shortened as its record says it. @param {Incident} item @param {Hub} hub */
function shortState(item, hub) {
  const key = `state_short.${item.status}`;
  return Object.hasOwn(hub.config.words, key) ? hub.t(key) : item.state;
}
