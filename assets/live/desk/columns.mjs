// @ts-check
/**
 * The columns of the queue. `least` is the width of the list from which on a column has room; the pane says what is left out.
 * @typedef {import("./row.mjs").Row} Row
 * @typedef {{data: Row}} Node
 */
import { AgeCell, ClockCell, MarkCell, OriginCell, TitleCell } from "./cells.mjs";
import { byTurn, clockOf } from "./row.mjs";

/** Columns in which time passes. */
export const TICKING = Object.freeze(["clock", "title", "age"]);

/** @param {import("../hub.mjs").Hub} hub @param {{units: Array<{id: string, name: string}>, streets: Array<{id: string, name: string}>}} known */
export function columns(hub, known) {
  const units = new Map(known.units.map(({ id, name }) => [id, name]));
  const streets = new Map(known.streets.map(({ id, name }) => [id, name]));
  const head = (/** @type {string} */ name) => hub.t(`queue.column_${name}`);
  return [
    { colId: "need", headerName: head("need"), ...sorted(byTurn), valueGetter: markOf, cellRenderer: MarkCell, width: 58, sort: "asc" },
    { colId: "clock", headerName: head("clock"), ...sorted(byDue), valueGetter: dueText, cellRenderer: ClockCell, width: hub.lang === "en" ? 146 : 132 },
    { colId: "status", headerName: head("status"), valueGetter: told((row) => shortState(row, hub)), width: hub.lang === "en" ? 116 : 84 },
    { colId: "title", headerName: head("title"), valueGetter: told((row) => row.title), cellRenderer: TitleCell, flex: 3, minWidth: 170 },
    { colId: "category", headerName: head("category"), field: "category_name", flex: 1, minWidth: 110, least: 1300 },
    { colId: "place", headerName: head("place"), valueGetter: told((row) => placeOf(row, streets, hub)), flex: 2, minWidth: 130 },
    { colId: "department", headerName: head("department"), valueGetter: told((row) => units.get(row.department) ?? row.department), flex: 1, minWidth: 96, least: 640 },
    { colId: "worker", headerName: head("worker"), field: "worker", width: 96, least: 1000 },
    { colId: "age", headerName: head("age"), ...sorted(byAge), valueGetter: told((row) => row.openedMs), cellRenderer: AgeCell, width: 92 },
    { colId: "origin", headerName: head("origin"), valueGetter: told((row) => row.provenance), cellRenderer: OriginCell, width: hub.lang === "en" ? 112 : 84, least: 860 },
  ];
}

/** Which of them have room. @param {ReturnType<typeof columns>} all @param {number} width @returns {{shown: string[], hidden: string[]}} */
export function roomFor(all, width) {
  const fits = (/** @type {{least?: number}} */ column) => (column.least ?? 0) <= width;
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

/** The street, and the sender's words. @param {Row} row @param {Map<string, string>} streets @param {import("../hub.mjs").Hub} hub */
function placeOf(row, streets, hub) {
  const place = row.place || hub.t("incidents.no_place");
  const street = streets.get(row.street) ?? streets.get(row.community);
  return street && !place.includes(street) ? `${street} · ${place}` : place;
}
