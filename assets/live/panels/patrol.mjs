// @ts-check
/**
 * Patrol against the three hours of duty, and coverage debt: where nobody has been for how long, the worst grids by name.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {{grid: string, since_s: number | null}} Debt
 */
import { askerOf, figuresStanding } from "../figures.mjs";
import { groundOf } from "../map/ground.mjs";
import { make, roll, slot, write } from "./dom.mjs";
import { roughSpan, whole } from "./format.mjs";
import { PagedList } from "./paged.mjs";
import { ageNote, drawFigures, fraction, percent } from "./polled.mjs";

const ROW_UNITS = 28;
/** Grids of which a person can make something; the shading of the map shows them all. */
const WORST = 12;
export const BANDS = /** @type {const} */ (["fresh", "day", "late", "owed", "never"]);

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  const asker = askerOf(hub, "/api/patrol");
  const bar = slot(element, "bar");
  /** @type {PagedList<Debt & {key: string}>} */
  const list = new PagedList(slot(element, "rows"), {
    make: () => make("li", "unit", [make("span", "unit-name"), make("span", "unit-span")]),
    write: (row, item) => writeRow(row, item, hub),
    size: () => ROW_UNITS,
  });
  const stop = drawFigures(element, hub, [], asker, () => {
    const { figures } = asker;
    write(slot(element, "note"), ageNote(asker, hub));
    if (figures) {
      roll(slot(element, "met"), fraction(figures.patrol?.met));
      roll(slot(element, "share"), percent(figures.patrol?.share));
      roll(slot(element, "visited"), fraction(figures.coverage?.visited));
      showBands(element, bar, figures.coverage?.bands ?? {});
      list.show(worst(figures.debts ?? []), hub.now());
    }
    return figuresStanding(asker, hub.now());
  });
  return () => {
    stop();
    list.stop();
  };
}

/** Those that wait longest, never visited first: the server's order. @param {ReadonlyArray<Debt>} debts */
export const worst = (debts) => debts.slice(0, WORST).map((debt) => ({ ...debt, key: debt.grid }));

/** @param {HTMLElement} element @param {HTMLElement} bar @param {Record<string, number>} bands */
function showBands(element, bar, bands) {
  const all = BANDS.reduce((sum, name) => sum + (bands[name] ?? 0), 0);
  BANDS.forEach((name, i) => {
    const part = /** @type {HTMLElement} */ (bar.children[i]);
    const grow = all > 0 ? String((bands[name] ?? 0) / all) : "0";
    if (part.style.flexGrow !== grow) part.style.flexGrow = grow;
  });
  for (const name of ["owed", "never"]) roll(slot(element, `band-${name}`), all > 0 ? whole(bands[name] ?? 0) : "–");
}

/** @param {HTMLElement} row @param {Debt} item @param {Hub} hub */
function writeRow(row, { grid, since_s }, hub) {
  const [name, span] = /** @type {HTMLElement[]} */ ([...row.children]);
  write(name, groundOf(hub).called("grids", grid, hub.lang).replace(/社区/, "").replace(/ Community/, ""));
  write(span, since_s === null ? hub.t("patrol.never") : roughSpan(since_s * 1_000, hub.t));
}
