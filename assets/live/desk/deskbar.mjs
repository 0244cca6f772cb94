// @ts-check
/**
 * The desk's top bar: clock and link as on the wall, who sits here, and the way to the other language, which keeps the place.
 * The sound's place is filled by the alarms.
 */
import { slot } from "../panels/dom.mjs";
import { drawOn } from "../panels/draw.mjs";
import { drawLink, drawTime } from "../panels/titlebar.mjs";
import { mountOfficer } from "./officer_bar.mjs";

/** @param {HTMLElement} element @param {import("../hub.mjs").Hub} hub @param {import("./desk.mjs").Desk} desk */
export function mount(element, hub, desk) {
  mountLanguage(/** @type {HTMLAnchorElement} */ (slot(element, "language")), hub.lang);
  const stopOfficer = mountOfficer(element, hub, desk);
  const stop = drawOn(element, hub, ["second", "beat", "link"], () => {
    drawTime(element, hub);
    drawLink(element, hub);
  });
  return () => {
    stop();
    stopOfficer();
  };
}

/** @param {HTMLAnchorElement} link @param {string} lang */
function mountLanguage(link, lang) {
  link.addEventListener("click", () => {
    const query = new URLSearchParams(location.search);
    query.set("lang", lang === "en" ? "zh" : "en");
    link.href = `${location.pathname}?${query}`;
  });
}
