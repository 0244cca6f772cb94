// @ts-check
/**
 * How far a panel can be believed: nothing has come yet, it is of now, it is what was true when the link was lost, or the
 * panel itself failed. Silence must not look like calm, so every panel says which.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {"loading" | "live" | "held"} Standing
 */
import { clockTime } from "./format.mjs";

/**
 * Pure.
 * @param {string} link state of the link
 * @param {boolean} heard whether any records have come since the page was opened
 * @returns {Standing}
 */
export function standingOf(link, heard) {
  if (!heard) return "loading";
  return link === "live" ? "live" : "held";
}

/** @param {Hub} hub */
export function standing(hub) {
  return standingOf(hub.link.state, hub.records.seq !== null && hub.beat !== null);
}

/**
 * What stands beside a heading: since when the figures have stood still. Empty while they are of now, and while there are
 * none, when the place of the figures says so itself.
 * @param {Hub} hub
 */
export function heldNote(hub) {
  return standing(hub) === "held" ? standingNote(hub) : "";
}

/**
 * The sentence that goes with it; empty while all is well.
 * @param {Hub} hub
 */
export function standingNote(hub) {
  const now = standing(hub);
  if (now === "live") return "";
  if (now === "held") return hub.t("state.held", { time: clockTime(hub.beat?.now ?? hub.link.since) });
  return hub.t("state.loading_since", { time: clockTime(hub.link.since) });
}
