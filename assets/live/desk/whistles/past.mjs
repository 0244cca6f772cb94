// @ts-check
/**
 * This month's closed whistles with outcome and scores, and how many were blown per 1,000 cases filed: a plain figure, no score.
 *
 * @typedef {import("../../hub.mjs").Hub} Hub
 * @typedef {import("../../whistle.mjs").Whistle} Whistle
 */
import { make, show, slot, write } from "../../panels/dom.mjs";
import { civil, hourMinute, whole } from "../../panels/format.mjs";
import { Rows } from "../../panels/rows.mjs";
import { monthBegin } from "../../whistle.mjs";

/** Closed or withdrawn this month, the newest first. Pure. @param {ReadonlyArray<Whistle>} whistles @param {number} now */
export function closedThisMonth(whistles, now) {
  const begin = monthBegin(now);
  return whistles.filter(({ open, closedMs }) => !open && closedMs !== null && closedMs >= begin).sort((a, b) => Number(b.closedMs) - Number(a.closedMs));
}

/** The scores of its departments; empty without any. Pure. @param {Whistle} whistle @param {Hub["t"]} t */
export function scoreWords(whistle, t) {
  const given = whistle.summons.map(({ points }) => points).filter((points) => points !== null);
  if (given.length === 0) return "";
  return t("whistle.points", { points: Math.round(given.reduce((sum, points) => sum + points, 0) / given.length) });
}

/** @param {{blown: number, cases_filed: number, per_thousand: number | null}} figures @param {Hub["t"]} t */
export function rateWords({ blown, cases_filed: filed, per_thousand: rate }, t) {
  if (rate === null) return t("whistles.rate_none", { blown: whole(blown) });
  return t("whistles.rate", { rate: rate.toFixed(1), blown: whole(blown), filed: whole(filed) });
}

export class Past {
  /** @param {HTMLElement} element the board @param {Hub} hub */
  constructor(element, hub) {
    this.element = element;
    this.hub = hub;
    /** @type {Rows<Whistle>} */
    this.rows = new Rows(slot(element, "past"), makeRow, (row, item) => this.#write(row, item));
  }

  /** @param {ReadonlyArray<Whistle>} whistles all of them */
  draw(whistles) {
    const closed = closedThisMonth(whistles, this.hub.now());
    const empty = slot(this.element, "past-empty");
    show(empty, closed.length === 0);
    write(empty, this.hub.t("whistles.past_none"));
    this.rows.show(closed);
  }

  /** @param {HTMLElement} row @param {Whistle} item */
  #write(row, item) {
    const [day, badge, title, outcome, score] = /** @type {HTMLElement[]} */ ([...row.children]);
    const at = Number(item.closedMs);
    write(day, `${civil(at).month}-${String(civil(at).day).padStart(2, "0")} ${hourMinute(at)}`);
    badge.dataset.grade = item.grade;
    write(badge, item.gradeName);
    write(title, item.title);
    write(outcome, item.outcomeName || item.state);
    write(score, scoreWords(item, this.hub.t));
  }
}

/** @returns {HTMLElement} */
function makeRow() {
  return make("li", "past-row", ["past-day", "whistle-badge", "past-title", "past-outcome", "past-score"].map((name) => make("span", name)));
}
