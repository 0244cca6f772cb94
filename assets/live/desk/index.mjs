// @ts-check
/**
 * The desk's panels, by the name their element carries (`data-panel`). To add one: write `desk/<name>.mjs` that exports
 * `mount(element, hub, desk) -> unmount`, and put it here; its still part goes to `layouts/desk/<name>.py` and its place to
 * DESK_PANELS there.
 *
 * @typedef {(element: HTMLElement, hub: import("../hub.mjs").Hub, desk: import("./desk.mjs").Desk) => (() => void) | void} DeskMount
 */
import * as alarms from "./alarms.mjs";
import * as deskbar from "./deskbar.mjs";
import * as history from "./history.mjs";
import * as nearby from "./nearby.mjs";
import * as pane from "./pane.mjs";
import * as queue from "./queue.mjs";
import * as sayline from "./sayline.mjs";
import * as tabs from "./tabs.mjs";
import * as whistles from "./whistles.mjs";

/** @type {Readonly<Record<string, DeskMount>>} */
export const DESK_PANELS = Object.freeze({
  deskbar: deskbar.mount,
  alarms: alarms.mount,
  tabs: tabs.mount,
  queue: queue.mount,
  whistles: whistles.mount,
  pane: pane.mount,
  nearby: nearby.mount,
  history: history.mount,
  sayline: sayline.mount,
});
