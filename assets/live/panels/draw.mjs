// @ts-check
/**
 * When a panel draws: after the events it names, at most twice a second. A drawing that throws marks its panel as failed,
 * says since when, and is tried again at the next event; the other panels do not notice.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../hub.mjs").HubEvents} HubEvents
 */
import { note, write } from "./dom.mjs";
import { clockTime } from "./format.mjs";
import { standing } from "./standing.mjs";

export const APART_MS = 500;

/**
 * @param {HTMLElement} element the panel
 * @param {Hub} hub
 * @param {ReadonlyArray<keyof HubEvents>} events
 * @param {() => string | void} draw may say how far the panel can be believed, where that is not the link's to say
 * @returns {() => void} stops
 */
export function drawOn(element, hub, events, draw) {
  const drawNow = guarded(element, hub, draw);
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;
  let drawnMs = -Infinity;
  const run = () => {
    timer = null;
    drawnMs = performance.now();
    drawNow();
  };
  const ask = () => {
    if (timer !== null) return;
    const wait = drawnMs + APART_MS - performance.now();
    if (wait <= 0) run();
    else timer = setTimeout(run, wait);
  };
  const stops = events.map((event) => hub.on(event, ask));
  ask();
  return () => {
    for (const stop of stops) stop();
    if (timer !== null) clearTimeout(timer);
  };
}

/**
 * @param {HTMLElement} element @param {Hub} hub @param {() => string | void} draw
 * @returns {() => void}
 */
function guarded(element, hub, draw) {
  /** @type {number | null} */
  let failedMs = null;
  return () => {
    try {
      const own = draw();
      failedMs = null;
      note(element, "standing", own || standing(hub));
    } catch (error) {
      // the last resort of a panel: say it where people look, and in the console once
      if (failedMs === null) console.error(`the panel "${element.dataset.panel}" failed`, error);
      failedMs ??= hub.now();
      note(element, "standing", "failed");
      const place = element.querySelector('[data-slot="note"]');
      if (place) write(place, hub.t("state.failed", { time: clockTime(failedMs) }));
    }
  };
}
