// @ts-check
/**
 * What of the queue is shown. Pure. A filter is also a part of the address, so that a view is a link; what the address says
 * and nobody knows is left out.
 *
 * @typedef {import("./row.mjs").Row} Row
 * @typedef {import("./officer.mjs").Person} Person
 * @typedef {typeof TOGGLES[number]} Toggle
 * @typedef {{readonly q: string, readonly on: ReadonlySet<Toggle>, readonly street: string, readonly group: string,
 *   readonly provenance: string}} Filter
 */
import { fold, isOverdue } from "./row.mjs";

/** Chips that are on or off, in the order they stand. */
export const TOGGLES = /** @type {const} */ (["mine", "waiting", "overdue", "pressing"]);

/** Parts of the way through the life cycle. */
export const GROUPS = Object.freeze({
  intake: ["REPORTED", "TO_VERIFY", "ACCEPTED"],
  filed: ["FILED"],
  handling: ["DISPATCHED", "SIGNED", "HANDLING"],
  checking: ["FEEDBACK", "CHECKING"],
});

export const ORIGINS = Object.freeze(["real", "simulated", "replayed", "manual"]);

/** States in which nobody has taken it in hand yet: not the centre, not the department. */
const WAITING = new Set(["REPORTED", "DISPATCHED"]);
const Q_CHARACTERS = 80;
const STREET = /^\d{9}(\d{3})?$/;

/** @type {Filter} */
export const EVERYTHING = Object.freeze({ q: "", on: new Set(), street: "", group: "", provenance: "" });

/** @param {Filter} filter */
export const isEverything = (filter) =>
  filter.q === "" && filter.on.size === 0 && !filter.street && !filter.group && !filter.provenance;

/** @param {URLSearchParams} asked @returns {Filter} */
export function readFilter(asked) {
  const one = (/** @type {string} */ name, /** @type {ReadonlyArray<string>} */ known) =>
    known.includes(asked.get(name) ?? "") ? String(asked.get(name)) : "";
  const street = asked.get("street") ?? "";
  return {
    q: (asked.get("q") ?? "").slice(0, Q_CHARACTERS),
    on: new Set(TOGGLES.filter((name) => asked.get(name) === "yes")),
    street: STREET.test(street) ? street : "",
    group: one("group", Object.keys(GROUPS)),
    provenance: one("provenance", ORIGINS),
  };
}

/**
 * The address's query with this filter in it; what else it asks for (`lang`, `scope`) stays.
 * @param {Filter} filter @param {URLSearchParams} before @returns {URLSearchParams}
 */
export function writeFilter(filter, before) {
  const query = new URLSearchParams(before);
  for (const name of ["q", "street", "group", "provenance"]) {
    const value = filter[/** @type {"q"} */ (name)];
    if (value) query.set(name, value);
    else query.delete(name);
  }
  for (const name of TOGGLES) {
    if (filter.on.has(name)) query.set(name, "yes");
    else query.delete(name);
  }
  return query;
}

/** @param {Filter} filter @param {Toggle} name @returns {Filter} with that chip turned over */
export function toggled(filter, name) {
  const on = new Set(filter.on);
  if (!on.delete(name)) on.add(name);
  return { ...filter, on };
}

/**
 * @param {Row} row @param {Filter} filter @param {Person} officer @param {number} now
 * @returns {boolean}
 */
export function passes(row, filter, officer, now) {
  return (
    [...filter.on].every((name) => CHIPS[name](row, officer, now)) &&
    (!filter.street || row.street === filter.street || row.community === filter.street) &&
    (!filter.group || GROUPS[/** @type {keyof typeof GROUPS} */ (filter.group)].includes(row.status)) &&
    (!filter.provenance || row.provenance === filter.provenance) &&
    says(row, filter.q)
  );
}

/** @type {Readonly<Record<Toggle, (row: Row, officer: Person, now: number) => boolean>>} */
const CHIPS = Object.freeze({
  mine: (row, officer) => (officer.unit ? row.department === officer.unit : officer.name !== "" && row.by === officer.name),
  waiting: (row) => WAITING.has(row.status),
  overdue: (row, _officer, now) => isOverdue(row, now),
  pressing: (row) => row.urgency !== "normal",
});

/** Every word, in any order. @param {Row} row @param {string} q */
function says(row, q) {
  return fold(q)
    .split(/\s+/)
    .every((word) => row.text.includes(word));
}
