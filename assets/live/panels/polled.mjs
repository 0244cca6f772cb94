// @ts-check
/**
 * What panels of asked-for figures have in common: they draw when an answer comes and every second, and say how old it is.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../figures.mjs").Asker} Asker
 */
import { figuresStanding } from "../figures.mjs";
import { drawOn } from "./draw.mjs";
import { clockTime, span, whole } from "./format.mjs";

/**
 * @param {HTMLElement} element @param {Hub} hub @param {ReadonlyArray<keyof import("../hub.mjs").HubEvents>} events
 * @param {Asker} asker @param {() => import("../figures.mjs").FiguresStanding | void} draw
 * @returns {() => void} stops
 */
export function drawFigures(element, hub, events, asker, draw) {
  const stop = drawOn(element, hub, [...events, "second"], draw);
  const deaf = asker.on(() => {});
  return () => {
    stop();
    deaf();
  };
}

/** "20 s ago"; once they are old, of when they are. @param {Asker} asker @param {Hub} hub */
export function ageNote(asker, hub) {
  const standing = figuresStanding(asker, hub.now());
  if (asker.figures === null) return hub.t(asker.failures > 0 ? "figures.none" : "state.loading");
  const asOf = asker.figures.as_of_ms;
  return standing === "held" ? hub.t("figures.stale", { time: clockTime(asOf) }) : hub.t("age.ago", { age: span(hub.now() - asOf, hub.t) });
}

/** How old, and no more, where there is little room. @param {Asker} asker @param {Hub} hub */
export const bareAge = ({ figures }, hub) => (figures ? span(hub.now() - figures.as_of_ms, hub.t) : "");

/** A share with its n: "23/25"; a dash of nothing. @param {{hits: number, n: number} | undefined} rate */
export const fraction = (rate) => (rate && rate.n > 0 ? `${whole(rate.hits)}/${whole(rate.n)}` : "–");

/** @param {number | null | undefined} value 0 to 1 */
export const percent = (value) => (typeof value === "number" ? `${Math.round(value * 100)}%` : "–");
