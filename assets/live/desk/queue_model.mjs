// @ts-check
/**
 * What the queue could show: the open incidents of the live lane, or what a search of everything found. Pure.
 *
 * @typedef {import("../wire.mjs").RecordBody} RecordBody
 * @typedef {import("./row.mjs").Row} Row
 * @typedef {import("./officer.mjs").Person} Person
 */
import { EVERYTHING, TOGGLES, passes } from "./filter.mjs";
import { pressOf } from "../panels/incident.mjs";
import { readRow } from "./row.mjs";

export class QueueModel {
  /** @type {import("./filter.mjs").Filter} */
  filter = EVERYTHING;
  /** @type {{q: string, bodies: RecordBody[], more: boolean} | null} what a search of everything found */
  found = null;
  /** @type {Map<string, {body: RecordBody, row: Row}>} rows are read once a change */
  #read = new Map();
  #lang;

  /** @param {"zh" | "en"} lang */
  constructor(lang) {
    this.#lang = lang;
  }

  /**
   * @param {ReadonlyMap<string, RecordBody>} records of the live lane
   * @param {Person} officer @param {number} now
   * @returns {{all: Row[], wanted: Row[], latest: (id: string) => Row | undefined, chips: Record<string, number>}} `all` are
   *   what the filter chose from, `chips` how many each chip would leave of them
   */
  list(records, officer, now) {
    this.#forget(records);
    const all = this.found ? this.#foundRows(this.found.bodies, records, now) : this.#openRows(records, now);
    const wanted = this.found ? all : all.filter((row) => passes(row, this.filter, officer, now));
    const chips = Object.fromEntries(
      TOGGLES.map((name) => [name, all.filter((row) => passes(row, { ...EVERYTHING, on: new Set([name]) }, officer, now)).length]),
    );
    const latest = (/** @type {string} */ id) => {
      const body = records.get(id);
      return body && this.#row(id, body, now);
    };
    return { all, wanted, latest, chips };
  }

  /** @param {ReadonlyMap<string, RecordBody>} records @param {number} now */
  #openRows(records, now) {
    return [...records].map(([id, body]) => this.#row(id, body, now)).filter(({ open }) => open);
  }

  /** As the live lane has them, where it does: it is newer than any answer. @param {RecordBody[]} bodies @param {ReadonlyMap<string, RecordBody>} records @param {number} now */
  #foundRows(bodies, records, now) {
    return bodies.map((body) => this.#row(String(body.id), records.get(String(body.id)) ?? body, now));
  }

  /** Another row once its clock presses otherwise: it may stand elsewhere then. @param {string} id @param {RecordBody} body @param {number} now @returns {Row} */
  #row(id, body, now) {
    const held = this.#read.get(id);
    const press = pressOf(body, now);
    if (held?.body === body && held.row.press === press) return held.row;
    const row = { ...readRow(id, body, this.#lang), press };
    this.#read.set(id, { body, row });
    return row;
  }

  /** @param {ReadonlyMap<string, RecordBody>} records */
  #forget(records) {
    const kept = new Set(this.found?.bodies.map(({ id }) => String(id)));
    for (const id of this.#read.keys()) if (!records.has(id) && !kept.has(id)) this.#read.delete(id);
  }
}

/**
 * What must be told to a grid that shows `held` so that it shows `shown`.
 * @template {{id: string}} R
 * @param {ReadonlyMap<string, R>} held @param {ReadonlyArray<R>} shown
 * @returns {{add: R[], update: R[], remove: R[]}}
 */
export function difference(held, shown) {
  const ids = new Set(shown.map(({ id }) => id));
  return {
    add: shown.filter(({ id }) => !held.has(id)),
    update: shown.filter((row) => held.has(row.id) && held.get(row.id) !== row),
    remove: [...held.values()].filter(({ id }) => !ids.has(id)),
  };
}
