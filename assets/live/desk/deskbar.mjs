// @ts-check
/**
 * The desk's top bar: clock and link as on the wall, what ails, who sits here, and the way to the other language, which keeps the
 * place. The sound's place is filled by the alarms.
 */
import { show, slot, write } from "../panels/dom.mjs";
import { drawOn } from "../panels/draw.mjs";
import { span } from "../panels/format.mjs";
import { ailing } from "../panels/health.mjs";
import { byTrouble } from "../panels/sources.mjs";
import { drawLink, drawTime } from "../panels/titlebar.mjs";
import { mountOfficer } from "./officer_bar.mjs";

const SILENT = new Set(["dead", "failing", "quiet"]);

/** @param {HTMLElement} element @param {import("../hub.mjs").Hub} hub @param {import("./desk.mjs").Desk} desk */
export function mount(element, hub, desk) {
  mountLanguage(/** @type {HTMLAnchorElement} */ (slot(element, "language")), hub.lang);
  const stopOfficer = mountOfficer(element, hub, desk);
  const stop = drawOn(element, hub, ["second", "beat", "link"], () => {
    drawTime(element, hub);
    drawLink(element, hub);
    drawAmiss(element, hub);
  });
  return () => {
    stop();
    stopOfficer();
  };
}

/**
 * What an officer must know before believing the picture: that no order would be kept, else which process ails, as the wall's
 * strip says it, else who is silent. Empty while all is well. Pure.
 * @param {ReadonlyArray<import("../wire.mjs").ProcessTile>} processes @param {ReadonlyArray<import("../wire.mjs").SourceTile>} sources
 * @param {string} lang @param {import("../panels/format.mjs").Speak} t
 */
export function amiss(processes, sources, lang, t) {
  const storing = processes.find(({ name, state }) => name === "storing" && state !== "live");
  if (storing) return storing.age_s === null ? t("desk.unkept") : t("desk.unkept_for", { age: span(storing.age_s * 1000, t) });
  return ailing(processes, t) || silent(sources, lang, t);
}

/** @param {ReadonlyArray<import("../wire.mjs").SourceTile>} sources @param {string} lang @param {import("../panels/format.mjs").Speak} t */
function silent(sources, lang, t) {
  const [first, ...others] = byTrouble(sources.filter(({ state }) => SILENT.has(state)));
  if (!first) return "";
  const name = lang === "en" ? first.tile.title_en : first.tile.title_zh;
  const told = t("desk.silent", { name, state: t(`source.${first.tile.state}`) });
  return others.length > 0 ? t("desk.silent_more", { told, n: others.length }) : told;
}

/** @param {HTMLElement} element @param {import("../hub.mjs").Hub} hub */
function drawAmiss(element, hub) {
  const place = slot(element, "amiss");
  const sentence = amiss(hub.beat?.processes ?? [], hub.sources, hub.lang, hub.t);
  show(place, sentence !== "");
  write(slot(element, "amiss-note"), sentence);
  if (place.title !== sentence) place.title = sentence;
}

/** @param {HTMLAnchorElement} link @param {string} lang */
function mountLanguage(link, lang) {
  link.addEventListener("click", () => {
    const query = new URLSearchParams(location.search);
    query.set("lang", lang === "en" ? "zh" : "en");
    link.href = `${location.pathname}?${query}`;
  });
}
