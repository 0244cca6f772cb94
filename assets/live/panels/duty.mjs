// @ts-check
/**
 * The grid officers in numbers. Stale ones count only as stale.
 * @typedef {import("../hub.mjs").Hub} Hub
 */
import { callsForHelp } from "./calls.mjs";
import { note, roll, slot, write } from "./dom.mjs";
import { drawOn } from "./draw.mjs";
import { whole } from "./format.mjs";
import { standing, standingNote } from "./standing.mjs";

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  return drawOn(element, hub, ["pulse", "link"], () => {
    write(slot(element, "note"), standingNote(hub));
    if (standing(hub) === "loading") return;
    const { counts } = hub;
    // these change at every pulse: a figure that never rests must not roll
    drawFigure(slot(element, "on-duty"), counts.onDuty);
    drawFigure(slot(element, "moving"), counts.moving);
    drawSos(slot(element, "sos"), callsForHelp(hub.fleet, hub.now(), hub.lang).length);
    for (const [name, n] of Object.entries(counts.kinds)) drawTally(slot(element, `role-${name}`), n);
    for (const [name, n] of Object.entries(counts.freshness)) drawTally(slot(element, `freshness-${name}`), n);
    for (const [name, n] of Object.entries(counts.provenance)) drawTally(slot(element, `provenance-${name}`), n);
  });
}

/** @param {HTMLElement} place @param {number} n */
function drawFigure(place, n) {
  write(place, whole(n));
  note(place, "long", String(n > 999));
}

/** @param {HTMLElement} place @param {number} n */
function drawSos(place, n) {
  roll(place, whole(n));
  const figure = place.closest(".figure");
  if (figure instanceof HTMLElement) note(figure, "alarm", String(n > 0));
}

/** @param {HTMLElement} place @param {number} n */
function drawTally(place, n) {
  drawFigure(place, n);
  const tally = place.closest(".tally");
  if (tally instanceof HTMLElement) note(tally, "none", String(n === 0));
}
