// @ts-check
/**
 * The panels, by the name their element carries (`data-panel`). To add one: write `panels/<name>.mjs` that exports
 * `mount(element, hub) -> unmount`, and put it here; its still part goes to `layouts/panels/<name>.py`.
 *
 * @typedef {(element: HTMLElement, hub: import("../hub.mjs").Hub) => () => void} Mount
 */
import * as assessment from "./assessment.mjs";
import * as cameras from "./cameras.mjs";
import * as duty from "./duty.mjs";
import * as health from "./health.mjs";
import * as incidents from "./incidents.mjs";
import * as lastknown from "./lastknown.mjs";
import * as patrol from "./patrol.mjs";
import * as sources from "./sources.mjs";
import * as streets from "./streets.mjs";
import * as titlebar from "./titlebar.mjs";
import * as today from "./today.mjs";
import * as turns from "./turns.mjs";
import * as whistles from "./whistles.mjs";

/** @type {Readonly<Record<string, Mount>>} */
export const PANELS = Object.freeze({
  titlebar: titlebar.mount,
  today: today.mount,
  whistles: whistles.mount,
  duty: duty.mount,
  patrol: patrol.mount,
  streets: streets.mount,
  assessment: assessment.mount,
  turns: turns.mount,
  incidents: incidents.mount,
  cameras: cameras.mount,
  lastknown: lastknown.mount,
  health: health.mount,
  sources: sources.mount,
});
