// @ts-check
/**
 * The day in numbers: reported, closed, open; the open ones by urgency; both by the hour.
 * @typedef {import("../hub.mjs").Hub} Hub
 */
import { note, roll, slot, write } from "./dom.mjs";
import { drawOn } from "./draw.mjs";
import { civil, whole } from "./format.mjs";
import { Hours } from "./hours.mjs";
import { dayOf, readIncident, URGENCIES } from "./incident.mjs";
import { standing, standingNote } from "./standing.mjs";

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  const place = slot(element, "hours");
  const hours = new Hours(place);
  return drawOn(element, hub, ["records", "link", "pulse"], () => {
    write(slot(element, "note"), standingNote(hub));
    if (standing(hub) === "loading") return;
    const now = hub.now();
    const incidents = [...hub.records.all("incident")].map(([id, body]) => readIncident(id, body, hub.lang));
    const day = dayOf(incidents, now);
    for (const name of /** @type {const} */ (["reported", "closed", "open"]))
      roll(slot(element, name), whole(day[name]));
    for (const urgency of URGENCIES) drawUrgency(slot(element, `urgency-${urgency}`), day.urgency[urgency]);
    const { hour } = civil(now);
    hours.show(day.reportedByHour, day.closedByHour, hour);
    place.setAttribute("aria-label", hourSentence(hub, day, hour));
  });
}

/** @param {HTMLElement} place @param {number} n */
function drawUrgency(place, n) {
  roll(place, whole(n));
  const tally = place.closest(".tally");
  if (tally instanceof HTMLElement) note(tally, "none", String(n === 0));
}

/** @param {Hub} hub @param {ReturnType<typeof dayOf>} day @param {number} hour */
function hourSentence(hub, day, hour) {
  return hub.t("today.hour", { hour, reported: day.reportedByHour[hour], closed: day.closedByHour[hour] });
}
