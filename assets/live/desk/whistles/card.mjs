// @ts-check
/**
 * One whistle as a card: what and where, and a line per summons with its three limits and its score. Written in place.
 *
 * @typedef {import("../../hub.mjs").Hub} Hub
 * @typedef {import("../../whistle.mjs").Whistle} Whistle
 * @typedef {import("../../whistle.mjs").Summons} Summons
 * @typedef {import("../../whistle.mjs").Limit} Limit
 */
import { groundOf } from "../../map/ground.mjs";
import { make, note, show, write } from "../../panels/dom.mjs";
import { hourMinute, midnight, shortSpan, span } from "../../panels/format.mjs";
import { said as told, titleOf } from "../../panels/incident.mjs";
import { Rows } from "../../panels/rows.mjs";
import { mostPressing } from "../../whistle.mjs";
import { moment } from "../pane/values.mjs";

const LIMITS = /** @type {const} */ (["sign", "contact", "report"]);

export class Card {
  /** @param {Hub} hub @param {string} id @param {{choose: () => void, open: (incident: string) => void}} tell */
  constructor(hub, id, tell) {
    this.hub = hub;
    this.tell = tell;
    this.badge = make("span", "whistle-badge");
    this.title = make("span", "slip-title");
    this.state = make("span", "slip-state");
    this.where = make("span", "slip-where");
    this.pressing = make("span", "slip-pressing");
    this.head = make("button", "slip-head", [this.badge, this.title, this.state, this.where, this.pressing]);
    this.head.setAttribute("type", "button");
    this.head.addEventListener("click", tell.choose);
    this.ties = make("div", "slip-ties");
    this.list = make("ul", "slip-summons");
    this.more = make("div", "slip-more");
    this.element = make("li", "whistle-card", [this.head, this.ties, make("div", "slip-table", [this.#columns(), this.list]), this.more]);
    this.element.dataset.whistle = id;
    /** @type {Rows<Summons>} */
    this.rows = new Rows(this.list, makeLine, (line, item) => this.#writeLine(line, item));
  }

  #columns() {
    const words = ["whistle.department", "whistle.status", ...LIMITS.map((name) => `whistle.limit.${name}`), "whistle.score"];
    return make("div", "slip-columns", words.map((key) => said(this.hub.t(key))));
  }

  /** @param {Whistle} whistle @param {boolean} chosen */
  draw(whistle, chosen) {
    const { hub } = this;
    const pressing = mostPressing(whistle);
    note(this.element, "light", pressing?.limit.light ?? "neutral");
    note(this.element, "chosen", String(chosen));
    note(this.element, "provenance", whistle.provenance);
    this.head.ariaExpanded = String(chosen);
    note(this.badge, "grade", whistle.grade);
    write(this.badge, whistle.gradeName);
    write(this.title, whistle.title);
    write(this.state, stateWords(whistle, hub));
    write(this.where, whereWords(whistle, hub));
    note(this.pressing, "light", pressing?.limit.light ?? "neutral");
    note(this.pressing, "standing", pressing?.limit.standing ?? "off");
    write(this.pressing, pressing ? pressingWords(pressing, hub) : hub.t(`whistle.waits.${whistle.status}`));
    this.#tie(whistle);
    show(/** @type {HTMLElement} */ (this.list.parentElement), whistle.summons.length > 0);
    this.rows.show(whistle.summons);
  }

  /** Its incidents lead to their pane; earlier whistles are named. @param {Whistle} whistle */
  #tie({ incidents, repeats }) {
    const key = [...incidents, "", ...repeats].join(" ");
    if (this.ties.dataset.key === key) return;
    this.ties.dataset.key = key;
    const { t, records, lang } = this.hub;
    const links = incidents.map((id) => {
      const link = Object.assign(document.createElement("button"), { type: "button", className: "fact-link" });
      const body = records.get("incident", id);
      write(link, (body && titleOf(body, lang)) || id);
      link.addEventListener("click", () => this.tell.open(id));
      return link;
    });
    const past = repeats.map((id) => said(told(records.get("whistle", id) ?? {}, "title", lang) || id));
    const parts = [links.length > 0 ? [said(t("whistle.incidents"), "slip-label"), ...links] : [], past.length > 0 ? [said(t("whistle.repeats"), "slip-label"), ...past] : []];
    this.ties.replaceChildren(...parts.flat());
    show(this.ties, parts.flat().length > 0);
  }

  /** @param {HTMLElement} line @param {Summons} item */
  #writeLine(line, item) {
    const { t } = this.hub;
    const [name, state, sign, contact, report, score] = /** @type {HTMLElement[]} */ ([...line.children]);
    const [mark, unit, leader] = /** @type {HTMLElement[]} */ ([...name.children]);
    note(line, "status", item.status);
    note(mark, "status", item.status);
    write(unit, item.name);
    write(leader, item.leader ? t("whistle.leaders") : "");
    show(leader, item.leader);
    write(state, item.state);
    [sign, contact, report].forEach((cell, i) => this.#writeLimit(cell, item.limits.find(({ name: limit }) => limit === LIMITS[i])));
    write(score, item.points === null ? "" : t("whistle.points", { points: item.points }));
    const aside = item.certain ? "" : t("whistle.uncertain");
    if (line.title !== aside) line.title = aside;
  }

  /** @param {HTMLElement} cell @param {Limit | undefined} limit */
  #writeLimit(cell, limit) {
    note(cell, "standing", limit?.standing ?? "off");
    note(cell, "light", limit?.light ?? "neutral");
    write(cell, limit ? limitWords(limit, this.hub) : "");
    const due = limit ? moment(limit.dueMs, this.hub.now()) : "";
    if (cell.title !== due) cell.title = due;
  }
}

/** @returns {HTMLElement} */
function makeLine() {
  const mark = make("span", "summons-mark");
  mark.setAttribute("aria-hidden", "true");
  const name = make("span", "line-unit", [mark, make("span"), make("span", "line-leader")]);
  return make("li", "slip-line", [name, make("span", "line-state"), ...LIMITS.map(() => make("span", "line-limit")), make("span", "line-score")]);
}

/** How long it took, how long is left, or how late it is. @param {Limit} limit @param {Hub} hub */
export function limitWords({ standing, dueMs, doneMs }, hub) {
  const { t } = hub;
  const left = dueMs - hub.now();
  if (standing === "met" || standing === "met_late") return t(`whistle.${standing}`, { age: when(doneMs ?? 0, hub.now()) });
  if (standing === "running") return t("whistle.left", { age: shortSpan(left, t) });
  return standing === "late" ? t("whistle.late", { age: shortSpan(-left, t) }) : t(`whistle.${standing}`);
}

/** With its day, unless that is today. @param {number} ms @param {number} now */
const when = (ms, now) => (midnight(ms) === midnight(now) ? hourMinute(ms) : moment(ms, now));

/** @param {import("../../whistle.mjs").Pressing} pressing @param {Hub} hub */
function pressingWords({ summons, limit }, hub) {
  const { t } = hub;
  const left = limit.dueMs - hub.now();
  const age = span(Math.abs(left), t);
  return t("whistle.pressing", { unit: summons.name, limit: t(`whistle.limit.${limit.name}`), left: t(left < 0 ? "whistle.late" : "whistle.left", { age }) });
}

/** A key whistle's draft, or an escalation, says how many of two have signed. @param {Whistle} whistle @param {Hub} hub */
function stateWords(whistle, hub) {
  const two = (whistle.status === "DRAFT" && whistle.grade === "key") || whistle.status === "ESCALATED";
  return two ? `${whistle.state} ${hub.t("whistle.signatures", { n: whistle.signatures })}` : whistle.state;
}

/** @param {Whistle} whistle @param {Hub} hub */
function whereWords(whistle, hub) {
  const street = groundOf(hub).called("streets", whistle.street, hub.lang);
  const at = whistle.blownMs === null ? ["whistle.drafted_at", whistle.draftedMs] : ["whistle.blown_at", whistle.blownMs];
  return [street, whistle.place, hub.t(String(at[0]), { time: when(Number(at[1]), hub.now()) })].filter(Boolean).join(" · ");
}

/** @param {string} words @param {string} [className] */
function said(words, className = "") {
  const element = make("span", className);
  write(element, words);
  return element;
}
