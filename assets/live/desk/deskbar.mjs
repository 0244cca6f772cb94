// @ts-check
/**
 * The desk's top bar: clock and link as on the wall, that nothing is stored, who sits here, and the way to the other language, which
 * keeps the place.
 * The sound's place is filled by the alarms.
 */
import { show, slot, write } from "../panels/dom.mjs";
import { drawOn } from "../panels/draw.mjs";
import { span } from "../panels/format.mjs";
import { drawLink, drawTime } from "../panels/titlebar.mjs";
import { mountOfficer } from "./officer_bar.mjs";

/** @param {HTMLElement} element @param {import("../hub.mjs").Hub} hub @param {import("./desk.mjs").Desk} desk */
export function mount(element, hub, desk) {
  mountLanguage(/** @type {HTMLAnchorElement} */ (slot(element, "language")), hub.lang);
  const stopOfficer = mountOfficer(element, hub, desk);
  const stop = drawOn(element, hub, ["second", "beat", "link"], () => {
    drawTime(element, hub);
    drawLink(element, hub);
    drawUnkept(element, hub);
  });
  return () => {
    stop();
    stopOfficer();
  };
}

/**
 * That no order would be kept, by what the wall's strip says it by; empty while the store takes them. Pure.
 * @param {ReadonlyArray<import("../wire.mjs").ProcessTile>} processes @param {import("../panels/format.mjs").Speak} t
 */
export function unkept(processes, t) {
  const storing = processes.find(({ name, state }) => name === "storing" && state !== "live");
  if (!storing) return "";
  return storing.age_s === null ? t("desk.unkept") : t("desk.unkept_for", { age: span(storing.age_s * 1000, t) });
}

/** @param {HTMLElement} element @param {import("../hub.mjs").Hub} hub */
function drawUnkept(element, hub) {
  const sentence = unkept(hub.beat?.processes ?? [], hub.t);
  show(slot(element, "unkept"), sentence !== "");
  write(slot(element, "unkept-note"), sentence);
}

/** @param {HTMLAnchorElement} link @param {string} lang */
function mountLanguage(link, lang) {
  link.addEventListener("click", () => {
    const query = new URLSearchParams(location.search);
    query.set("lang", lang === "en" ? "zh" : "en");
    link.href = `${location.pathname}?${query}`;
  });
}
