// @ts-check
/**
 * Panels that share one place take turns in it, slowly: officers and their patrol, the streets and the assessment. Who points at
 * a place or has the focus in it keeps what stands there. Where a screen has room for all, its style shows all.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 */
import { note } from "./dom.mjs";

/** How long each stands. */
export const TURN_MS = 20_000;

/** The places, by the panels that share them; the first of each is there when nothing turns. */
export const PLACES = Object.freeze([
  ["streets", "assessment"],
  ["duty", "patrol"],
]);

/**
 * Whose turn it is. Places turn one after another, so that not everything moves at once. Pure.
 * @param {number} now @param {number} place its number @param {number} sharing how many share it
 */
export function turnOf(now, place, sharing) {
  const shift = (place * TURN_MS) / PLACES.length;
  return Math.floor((now + shift) / TURN_MS) % sharing;
}

/** @param {HTMLElement} element what holds the panels @param {Hub} hub */
export function mount(element, hub) {
  const turn = () => {
    PLACES.forEach((names, place) => {
      const panels = names.map((name) => element.querySelector(`:scope > [data-panel="${name}"]`)).filter((one) => one instanceof HTMLElement);
      if (panels.some((panel) => panel.matches(":hover, :focus-within"))) return;
      const on = panels[turnOf(hub.now(), place, panels.length)];
      for (const panel of panels) note(panel, "turn", panel === on ? "on" : "away");
    });
  };
  turn();
  return hub.on("second", turn);
}
