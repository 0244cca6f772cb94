// @ts-check
/**
 * Open whistles in order of what is due next; one quiet line while there is none.
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../whistle.mjs").Whistle} Whistle
 * @typedef {import("../whistle.mjs").Summons} Summons
 * @typedef {WeakMap<HTMLElement, Rows<Summons>>} Units the departments of each row
 */
import { groundOf } from "../map/ground.mjs";
import { blownThisMonth, byDue, mostPressing, readWhistle } from "../whistle.mjs";
import { make, note, show, slot, write } from "./dom.mjs";
import { drawOn } from "./draw.mjs";
import { roughSpan, whole } from "./format.mjs";
import { PagedList } from "./paged.mjs";
import { Rows } from "./rows.mjs";
import { heldNote, standing } from "./standing.mjs";

/** Two lines; on a wide wall a third one, with the departments by name. */
const ROW_UNITS = 62;
const WIDE_ROW_UNITS = 90;
const WIDE = "(min-aspect-ratio: 3/1)";

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  /** @type {Units} */
  const units = new WeakMap();
  /** @type {PagedList<Whistle>} */
  const list = new PagedList(slot(element, "rows"), {
    make: () => makeRow(units),
    write: (row, item) => writeRow(row, item, units, hub),
    size: () => (matchMedia(WIDE).matches ? WIDE_ROW_UNITS : ROW_UNITS),
  });
  const stop = drawOn(element, hub, ["records", "second", "link"], () => {
    const loading = standing(hub) === "loading";
    const now = hub.now();
    const all = [...hub.records.all("whistle")].map(([id, body]) => readWhistle(id, body, hub.lang, now));
    const open = all.filter((whistle) => whistle.open).sort(byDue);
    note(element, "quiet", String(open.length === 0));
    note(element, "count", String(atOnce(open)));
    show(slot(element, "rows"), open.length > 0);
    const at = list.show(open, now);
    write(slot(element, "note"), heldNote(hub) || (loading ? "" : headNote(open.length, at, blownThisMonth(all, now), hub)));
  });
  return () => {
    stop();
    list.stop();
  };
}

/** How many stand at once: one, the others by turns; two when two press. Pure. @param {ReadonlyArray<Whistle>} open */
export function atOnce(open) {
  const pressing = open.filter((whistle) => (mostPressing(whistle)?.limit.light ?? "neutral") !== "neutral");
  return Math.min(2, Math.max(1, pressing.length));
}

/** @param {number} open @param {{page: number, pages: number}} at @param {number} blown @param {Hub} hub */
function headNote(open, { page, pages }, blown, hub) {
  const now = open > 0 ? hub.t("whistles.open", { n: whole(open) }) : hub.t("whistles.quiet");
  const turned = pages > 1 ? ` ${page + 1}/${pages}` : "";
  return [now + turned, hub.t("whistles.month", { n: whole(blown) })].join(" · ");
}

/** @param {Units} known @returns {HTMLElement} */
function makeRow(known) {
  const [badge, title, clock, place, who, marks] = ["badge", "title", "clock", "place", "who", "marks"].map((name) =>
    make("span", `whistle-${name}`),
  );
  const units = make("span", "whistle-units");
  known.set(units, new Rows(units, makeUnit, writeUnit));
  known.set(marks, new Rows(marks, makeMark, writeMark));
  return make("li", "whistle", [make("span", "whistle-line", [badge, who, clock]), make("span", "whistle-line", [title, place, marks]), units]);
}

/** @param {HTMLElement} row @param {Whistle} item @param {Units} known @param {Hub} hub */
function writeRow(row, item, known, hub) {
  const [first, second, units] = /** @type {HTMLElement[]} */ ([...row.children]);
  const [badge, who, clock] = /** @type {HTMLElement[]} */ ([...first.children]);
  const [title, place, marks] = /** @type {HTMLElement[]} */ ([...second.children]);
  const pressing = mostPressing(item);
  note(row, "light", pressing?.limit.light ?? "neutral");
  note(row, "provenance", item.provenance);
  note(badge, "grade", item.grade);
  write(badge, item.gradeName.replace(/哨$/, ""));
  write(title, item.title);
  write(place, shortStreet(groundOf(hub).called("streets", item.street, hub.lang)));
  note(clock, "light", pressing?.limit.light ?? "neutral");
  note(clock, "standing", pressing?.limit.standing ?? "off");
  write(clock, pressing ? leftWords(pressing.limit, hub) : hub.t(`whistle.waits.${item.status}`));
  write(who, pressing ? `${shortUnit(pressing.summons.name)} ${hub.t(`whistle.limit.${pressing.limit.name}`)}` : "");
  known.get(marks)?.show(item.summons);
  known.get(units)?.show(item.summons);
}

/** @param {import("../whistle.mjs").Limit} limit @param {Hub} hub */
function leftWords({ dueMs }, hub) {
  const left = dueMs - hub.now();
  return hub.t(left < 0 ? "whistle.late" : "whistle.left", { age: roughSpan(Math.abs(left), hub.t) });
}

/** @returns {HTMLElement} */
function makeMark() {
  const mark = make("span", "summons-mark");
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

/** @param {HTMLElement} mark @param {Summons} item */
function writeMark(mark, item) {
  note(mark, "status", item.status);
  note(mark, "late", String(item.limits.some(({ standing }) => standing === "late")));
}

/** @returns {HTMLElement} */
function makeUnit() {
  return make("span", "whistle-unit", [makeMark(), make("span")]);
}

/** @param {HTMLElement} element @param {Summons} item */
function writeUnit(element, item) {
  const [mark, name] = /** @type {HTMLElement[]} */ ([...element.children]);
  writeMark(mark, item);
  note(element, "late", mark.dataset.late ?? "");
  write(name, shortUnit(item.name));
  const told = `${item.name} · ${item.state}`;
  if (element.title !== told) element.title = told;
}

/** On the wall "区生态环境局" is "生态环境局" and "Ecology and Environment Bureau" loses what every bureau is. @param {string} name */
export const shortUnit = (name) => name.replace(/^区/, "").replace(/ (Bureau|Office|Centre)$/, "");

/** @param {string} name */
const shortStreet = (name) => name.replace(/街道$/, "").replace(/ Subdistrict$/, "");
