// @ts-check
/**
 * Who closes on time: departments, communities and grids in turn, each with its n. A unit with fewer than ten cases due is shown
 * and never ranked.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {{hits: number, n: number, value: number | null}} Rate
 * @typedef {{key: string, zh: string | null, en: string | null, rank: number | null, reported: number, closed: number, on_time: Rate, response: {n: number, p50_s: number | null}}} Unit
 */
import { askerOf, figuresStanding } from "../figures.mjs";
import { groundOf } from "../map/ground.mjs";
import { make, note, show, slot, write } from "./dom.mjs";
import { roughSpan } from "./format.mjs";
import { PagedList } from "./paged.mjs";
import { ageNote, bareAge, drawFigures, fraction } from "./polled.mjs";

const ROW_UNITS = 28;
/** How long a view stands where the panel is always seen; where it takes turns each turn is another view's. */
const VIEW_MS = 20_000;
export const VIEWS = /** @type {const} */ (["department", "community", "grid"]);
const PLACES = /** @type {const} */ ({ community: "communities", grid: "grids" });

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  const asker = askerOf(hub, "/api/assessment");
  const heading = /** @type {HTMLElement} */ (element.querySelector("h2"));
  const view = new ViewTurn();
  /** @type {PagedList<{key: string, unit: Unit, name: string}>} */
  const list = new PagedList(slot(element, "rows"), {
    make: () => make("li", "unit", ["rank", "name", "rate", "span"].map((name) => make("span", `unit-${name}`))),
    write: (row, item) => writeRow(row, item, hub),
    size: () => ROW_UNITS,
  });
  const stop = drawFigures(element, hub, [], asker, () => {
    const by = VIEWS[view.at(hub.now(), element.dataset.turn === "away") % VIEWS.length];
    write(heading, hub.t(`assessment.by_${by}`));
    const units = inOrder((asker.figures?.views?.[by] ?? []).filter(hasFigures));
    const items = units.map((unit) => ({ key: `${by}/${unit.key}`, unit, name: nameOf(by, unit, hub) }));
    const empty = slot(element, "empty");
    show(empty, items.length === 0);
    if (items.length === 0) write(empty, asker.figures ? hub.t("assessment.none") : ageNote(asker, hub));
    list.show(items, hub.now());
    const standing = figuresStanding(asker, hub.now());
    write(slot(element, "note"), standing === "live" ? bareAge(asker, hub) : items.length > 0 ? ageNote(asker, hub) : "");
    return standing;
  });
  return () => {
    stop();
    list.stop();
  };
}

/** Which view stands: the next one after each time the panel was away, or after a while. Pure: time is given. */
export class ViewTurn {
  #view = 0;
  #sinceMs = -Infinity;
  #wasAway = false;

  /** @param {number} now @param {boolean} away @returns {number} */
  at(now, away) {
    if (this.#sinceMs === -Infinity) this.#sinceMs = now;
    const isDue = !away && (this.#wasAway || now - this.#sinceMs >= VIEW_MS + 1_000);
    if (isDue) {
      this.#view += 1;
      this.#sinceMs = now;
    }
    this.#wasAway = away;
    return this.#view;
  }
}

/** A unit of which the day has nothing to say yet is no line. Pure. @param {Unit} unit */
export const hasFigures = ({ on_time, response, closed }) => on_time.n > 0 || response.n > 0 || closed > 0;

/** The ranked ones by rank; then the others, those with more cases first. Pure. @param {ReadonlyArray<Unit>} units */
export function inOrder(units) {
  const weight = (/** @type {Unit} */ unit) => unit.on_time.n * 1_000 + unit.closed + unit.reported;
  return [...units].sort(
    (a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || weight(b) - weight(a) || (a.key < b.key ? -1 : 1),
  );
}

/** @param {(typeof VIEWS)[number]} by @param {Unit} unit @param {Hub} hub */
function nameOf(by, unit, hub) {
  if (by === "department") return shortDepartment(String((hub.lang === "en" ? unit.en : unit.zh) ?? unit.key));
  return shortPlace(groundOf(hub).called(PLACES[by], unit.key, hub.lang));
}

/** "区城市管理局" and every squad's long title are read from afar. @param {string} name */
export const shortDepartment = (name) =>
  name.replace(/^区/, "").replace(/街道综合行政执法队$/, "执法队").replace(/ (Bureau|Office|Centre)$/, "").replace(/ street squad$/, " squad");

/** @param {string} name */
const shortPlace = (name) => name.replace(/社区/, "").replace(/ Community/, "");

/** @param {HTMLElement} row @param {{unit: Unit, name: string}} item @param {Hub} hub */
function writeRow(row, { unit, name }, hub) {
  const [rank, place, rate, span] = /** @type {HTMLElement[]} */ ([...row.children]);
  write(rank, unit.rank === null ? "·" : String(unit.rank));
  note(row, "ranked", String(unit.rank !== null));
  write(place, name);
  write(rate, fraction(unit.on_time));
  write(span, unit.response.p50_s === null ? "" : roughSpan(unit.response.p50_s * 1_000, hub.t));
}
