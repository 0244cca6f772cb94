// @ts-check
/**
 * The day in numbers: reported, closed, open; the open ones by urgency; both by the hour; how well it goes. What is open is read
 * from the records, so that it is of this second; what the day adds up to is asked for, for a wall is not sent all of it.
 * @typedef {import("../hub.mjs").Hub} Hub
 */
import { askerOf, figuresStanding } from "../figures.mjs";
import { note, roll, slot, write } from "./dom.mjs";
import { civil, roughSpan, whole } from "./format.mjs";
import { Hours } from "./hours.mjs";
import { dayOf, readIncident, URGENCIES } from "./incident.mjs";
import { ageNote, drawFigures, fraction } from "./polled.mjs";
import { standing, standingNote } from "./standing.mjs";

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  const place = slot(element, "hours");
  const hours = new Hours(place);
  const asker = askerOf(hub, "/api/assessment");
  return drawFigures(element, hub, ["records", "link", "pulse"], asker, () => {
    drawDay(element, asker, hub);
    write(slot(element, "note"), standingNote(hub));
    if (standing(hub) === "loading") return;
    const now = hub.now();
    const incidents = [...hub.records.all("incident")].map(([id, body]) => readIncident(id, body, hub.lang));
    const day = dayOf(incidents, now);
    const withheld = asker.figures?.withheld ?? [];
    const open = day.open + unseen(withheld, () => true);
    roll(slot(element, "open"), whole(open));
    for (const urgency of URGENCIES) {
      const n = day.urgency[urgency] + unseen(withheld, (place) => place.urgency === urgency);
      drawUrgency(slot(element, `urgency-${urgency}`), n);
    }
    const { hour } = civil(now);
    const { reported, closed } = asker.figures?.hours ?? { reported: day.reportedByHour, closed: day.closedByHour };
    hours.show(reported, closed, hour);
    place.setAttribute("aria-label", hub.t("today.hour", { hour, reported: reported[hour], closed: closed[hour] }));
  });
}

/**
 * What the server counts: the day's sums and rates, with its own age.
 * @param {HTMLElement} element @param {import("../figures.mjs").Asker} asker @param {Hub} hub
 */
function drawDay(element, asker, hub) {
  const { figures } = asker;
  write(slot(element, "day-note"), ageNote(asker, hub));
  note(element, "day", figuresStanding(asker, hub.now()));
  if (!figures) return;
  for (const name of ["reported", "closed", "filed"]) roll(slot(element, name), whole(figures.counts[name]));
  for (const name of ["on_time", "rework"]) roll(slot(element, name), fraction(figures.rates[name]));
  write(slot(element, "response"), responseWords(figures.spans.response, hub.t));
  const sources = sourceWords(figures.sources, hub);
  write(slot(element, "sources"), sources);
  slot(element, "sources").title = sources;
}

/** Open incidents that no wall is shown, as sums. @param {ReadonlyArray<{urgency: string, n: number}>} withheld @param {(place: any) => boolean} counts */
export function unseen(withheld, counts) {
  return withheld.filter(counts).reduce((sum, { n }) => sum + n, 0);
}

/** @param {{n: number, p50_s: number | null, p90_s: number | null}} span @param {import("./format.mjs").Speak} t */
export function responseWords({ n, p50_s, p90_s }, t) {
  if (p50_s === null || p90_s === null) return "–";
  return t("day.spread", { p50: roughSpan(p50_s * 1_000, t), p90: roughSpan(p90_s * 1_000, t), n: whole(n) });
}

/** @param {ReadonlyArray<{zh: string, en: string, n: number}>} sources @param {Hub} hub */
function sourceWords(sources, hub) {
  return sources.map(({ zh, en, n }) => `${hub.lang === "en" ? en : zh} ${whole(n)}`).join(" · ");
}

/** @param {HTMLElement} place @param {number} n */
function drawUrgency(place, n) {
  roll(place, whole(n));
  const tally = place.closest(".tally");
  if (tally instanceof HTMLElement) note(tally, "none", String(n === 0));
}

