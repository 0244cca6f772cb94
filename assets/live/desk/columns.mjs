// @ts-check
/**
 * The columns of the queue. `least` is the width of the list from which on a column has room; the pane says what is left out.
 * @typedef {import("./row.mjs").Row} Row
 * @typedef {{data: Row}} Node
 */
import { placeOf as placeWords, shortPlace } from "../panels/place.mjs";
import { AgeCell, ClockCell, MarkCell, OriginCell, TitleCell } from "./cells.mjs";
import { byTurn, clockOf } from "./row.mjs";

/** Columns in which time passes. */
export const TICKING = Object.freeze(["clock", "title", "age"]);

/**
 * @typedef {{colId: string, least?: number} & Record<string, unknown>} Column
 *
 * @param {import("../hub.mjs").Hub} hub
 * @param {{units: Array<{id: string, name: string}>, streets: Array<{id: string, name: string}>}} known
 * @param {number} em pixels of the grid's text
 * @returns {Column[]}
 */
export function columns(hub, known, em) {
  const units = new Map(known.units.map(({ id, name }) => [id, name]));
  const streets = new Map(known.streets.map(({ id, name }) => [id, name]));
  const english = hub.lang === "en";
  const wide = (/** @type {number} */ zh, en = zh) => Math.round((english ? en : zh) * em);
  const head = (/** @type {string} */ name) => ({ colId: name, headerName: hub.t(`queue.column_${name}`) });
  return [
    { ...head("need"), ...sorted(byTurn), valueGetter: markOf, cellRenderer: MarkCell, width: wide(3.5), sort: "asc", resizable: false },
    { ...head("clock"), ...sorted(byDue), valueGetter: dueText, cellRenderer: ClockCell, width: wide(8.6, 10.6) },
    { ...head("status"), valueGetter: told((row) => shortState(row, hub)), width: wide(5.6, 8) },
    { ...head("title"), valueGetter: told((row) => row.title), cellRenderer: TitleCell, flex: 3, minWidth: wide(10) },
    { ...head("category"), field: "category_name", flex: 1, minWidth: wide(7), least: wide(80) },
    { ...head("place"), valueGetter: told((row) => placeOf(row, streets, hub)), flex: 2.4, minWidth: wide(8.5, 9) },
    { ...head("department"), valueGetter: told((row) => units.get(row.department) ?? row.department), flex: 1.4, minWidth: wide(6.5), least: wide(54) },
    { ...head("worker"), field: "worker", width: wide(6.5), least: wide(72) },
    { ...head("age"), ...sorted(byAge), valueGetter: told((row) => row.openedMs), cellRenderer: AgeCell, width: wide(7, 6) },
    { ...head("origin"), valueGetter: told((row) => row.provenance), cellRenderer: OriginCell, width: wide(5.6, 7.4), least: wide(60) },
  ];
}

/** Which of them have room. @param {Column[]} all @param {number} width @returns {{shown: string[], hidden: string[]}} */
export function roomFor(all, width) {
  const fits = (/** @type {Column} */ column) => (column.least ?? 0) <= width;
  const names = (/** @type {boolean} */ wanted) => all.filter((column) => fits(column) === wanted).map(({ colId }) => colId);
  return { shown: names(true), hidden: names(false) };
}

/** @param {(row: Row) => unknown} say */
const told = (say) => (/** @type {Node} */ { data }) => say(data);

/** What the cell draws, as one value that changes with any of it. */
const markOf = told(({ urgency, provenance, category }) => `${urgency} ${provenance} ${category}`);
const dueText = told(({ body, senderDue }) => JSON.stringify([body.case?.clock, senderDue, body.status]));

/** Ordered by the rows themselves, not by what a cell says. @param {(a: Row, b: Row) => number} order */
const sorted = (order) => ({
  comparator: (/** @type {unknown} */ _a, /** @type {unknown} */ _b, /** @type {Node} */ a, /** @type {Node} */ b) => order(a.data, b.data),
});

/** The nearest deadline first; without one after all others. @param {Row} a @param {Row} b */
const byDue = (a, b) => difference(clockOf(a, 0).dueMs, clockOf(b, 0).dueMs) || byTurn(a, b);
/** @param {Row} a @param {Row} b */
const byAge = (a, b) => difference(a.openedMs, b.openedMs) || byTurn(a, b);

/** @param {number | null | undefined} a @param {number | null | undefined} b */
function difference(a, b) {
  const [left, right] = [a ?? Infinity, b ?? Infinity];
  return left === right ? 0 : left - right;
}

/** @param {Row} row @param {import("../hub.mjs").Hub} hub */
function shortState(row, hub) {
  const key = `state_short.${row.status}`;
  return Object.hasOwn(hub.config.words, key) ? hub.t(key) : row.state;
}

/** The nearer first: where room is short, the street is cut. @param {Row} row @param {Map<string, string>} streets @param {import("../hub.mjs").Hub} hub */
function placeOf(row, streets, hub) {
  const street = streets.get(row.street) ?? streets.get(row.community);
  const words = shortPlace(placeWords(row.body, hub));
  if (!words && row.grid && street) return street; // the names of the grids are still to come
  const place = words || hub.t("incidents.no_place");
  return street && !place.includes(street) ? `${place} · ${street}` : place;
}
