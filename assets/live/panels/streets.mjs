// @ts-check
/**
 * A row per street of the district, or per community of a street.
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./divisions.mjs").DivisionRow} DivisionRow
 */
import { askerOf } from "../figures.mjs";
import { divisionRows } from "./divisions.mjs";
import { make, makeMark, note, show, slot, write } from "./dom.mjs";
import { drawOn } from "./draw.mjs";
import { roughSpan, whole } from "./format.mjs";
import { readIncident } from "./incident.mjs";
import { PagedList } from "./paged.mjs";
import { heldNote, standing, standingNote } from "./standing.mjs";
import { unseen } from "./today.mjs";

const ROW_UNITS = 28;

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  /** @type {import("./divisions.mjs").Division[]} */
  const divisions = JSON.parse(element.dataset.divisions ?? "[]");
  /** @type {PagedList<DivisionRow>} */
  const list = new PagedList(slot(element, "rows"), {
    make: makeRow,
    write: (row, item) => writeRow(row, item, hub),
    size: () => ROW_UNITS,
  });
  const asker = askerOf(hub, "/api/assessment");
  const deaf = asker.on(() => {});
  const stop = drawOn(element, hub, ["pulse", "records", "link"], () => {
    const empty = slot(element, "empty");
    show(empty, divisions.length === 0 || standing(hub) === "loading");
    if (divisions.length === 0) return write(empty, hub.t("streets.none"));
    if (standing(hub) === "loading") return write(empty, standingNote(hub));
    const incidents = [...hub.records.all("incident")].map(([id, body]) => readIncident(id, body, hub.lang));
    const withheld = asker.figures?.withheld ?? [];
    const rows = divisionRows(divisions, hub.fleet, incidents, hub.now()).map((row) => ({
      ...row,
      open: row.open + unseen(withheld, (place) => (row.key.length === 9 ? place.street : place.community) === row.key),
    }));
    const at = list.show(rows, hub.now());
    write(slot(element, "note"), heldNote(hub) || (at.pages > 1 ? `${at.page + 1}/${at.pages}` : ""));
  });
  return () => {
    stop();
    deaf();
    list.stop();
  };
}

/** @returns {HTMLElement} */
function makeRow() {
  const open = make("span", "street-number", [makeMark("urgency-normal"), make("span")]);
  return make("li", "street", [
    make("span", "street-name"),
    make("span", "street-number"),
    open,
    make("span", "street-age"),
  ]);
}

/** @param {HTMLElement} row @param {DivisionRow} item @param {Hub} hub */
function writeRow(row, item, hub) {
  const [name, workers, open, oldest] = /** @type {HTMLElement[]} */ ([...row.children]);
  const [mark, number] = /** @type {HTMLElement[]} */ ([...open.children]);
  write(name, item.name);
  write(workers, whole(item.workers));
  note(workers, "none", String(item.workers === 0));
  write(number, whole(item.open));
  note(open, "none", String(item.open === 0));
  note(mark, "glyph", `urgency-${item.urgency}`);
  show(mark, item.open > 0 && item.urgency !== "normal");
  write(oldest, item.oldestMs === null ? "" : roughSpan(hub.now() - item.oldestMs, hub.t));
}
