// @ts-check
/**
 * Officers whose position has grown too old for the map; newest first. Hidden while there are none.
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {{key: string, name: string, atMs: number}} Lost
 */
import { goneRows } from "../census.mjs";
import { nameOf } from "./calls.mjs";
import { make, makeMark, show, slot, write } from "./dom.mjs";
import { drawOn } from "./draw.mjs";
import { hourMinute, whole } from "./format.mjs";
import { pageNote, PagedList } from "./paged.mjs";
import { heldNote } from "./standing.mjs";

const ROW_UNITS = 31;

/**
 * Who has left the map, newest first. Pure.
 * @param {import("../fleet.mjs").Fleet} fleet @param {number} now @param {"zh" | "en"} lang
 */
export function gone(fleet, now, lang) {
  const found = goneRows(fleet, now).map((row) => {
    const facts = fleet.facts(row);
    return { key: facts?.id ?? `row ${row}`, name: nameOf(facts, row, lang), atMs: fleet.observedMs[row] };
  });
  return found.sort((a, b) => b.atMs - a.atMs);
}

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  /** @type {PagedList<Lost>} */
  const list = new PagedList(slot(element, "rows"), {
    make: makeRow,
    write: (row, item) => writeRow(row, item, hub),
    size: () => ROW_UNITS,
  });
  const stop = drawOn(element, hub, ["pulse", "link"], () => {
    const people = gone(hub.fleet, hub.now(), hub.lang);
    show(element, people.length > 0);
    const at = list.show(people, hub.now());
    const count = hub.t("lastknown.count", { n: whole(people.length) });
    write(slot(element, "note"), heldNote(hub) || [count, pageNote(hub, at)].filter(Boolean).join("\u2003"));
  });
  return () => {
    stop();
    list.stop();
  };
}

/** @param {Lost} item */
function makeRow(item) {
  const row = make("li", "lost", [makeMark("freshness-gone"), make("span", "lost-name"), make("span", "lost-at")]);
  row.dataset.worker = item.key;
  return row;
}

/** @param {HTMLElement} row @param {Lost} item @param {Hub} hub */
function writeRow(row, item, hub) {
  const [, name, at] = [...row.children];
  write(name, item.name);
  write(at, hub.t("lastknown.at", { time: hourMinute(item.atMs) }));
}
