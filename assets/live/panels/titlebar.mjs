// @ts-check
/**
 * The top bar: date, clock and shift by server time, the link, big: whether what hangs here can be believed, and the sound of
 * alarms: a wall that somebody armed sounds as long as nobody at a desk has acknowledged.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {"connecting" | "live" | "late" | "lost"} LinkLook
 */
import { alarmBook, kindsHeard } from "../alarm_book.mjs";
import { AlarmSound } from "../alarm_sound.mjs";
import { mountSwitch } from "../alarm_switch.mjs";
import { note, slot, write } from "./dom.mjs";
import { drawOn } from "./draw.mjs";
import { startDrift } from "./drift.mjs";
import { clockTime, hourMinute, longDate, shiftOf, span } from "./format.mjs";

/** Beats come once a second: without one for this long the data are late, before the link is given up. */
export const LATE_MS = 2_500;

/**
 * Pure.
 * @param {string} state of the link @param {number | null} quietMs since the last beat's own time; null before the first
 * @returns {LinkLook}
 */
export function linkLook(state, quietMs) {
  if (state === "live") return quietMs !== null && quietMs > LATE_MS ? "late" : "live";
  return state === "connecting" ? "connecting" : "lost";
}

/** @type {Record<LinkLook, string>} */
const GLYPHS = { connecting: "link-late", live: "link-live", late: "link-late", lost: "link-lost" };

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  const stopDrift = startDrift(/** @type {HTMLElement} */ (element.closest("#wanglou") ?? element));
  const stop = drawOn(element, hub, ["second", "beat", "link"], () => {
    drawTime(element, hub);
    drawLink(element, hub);
  });
  const stopSound = soundAlarms(element, hub);
  return () => {
    stop();
    stopSound();
    stopDrift();
  };
}

/** @param {HTMLElement} element @param {Hub} hub */
function soundAlarms(element, hub) {
  const sound = new AlarmSound(() => new AudioContext());
  const unmount = mountSwitch(sound, hub, element.querySelector(".sound"));
  const listen = () => sound.play(kindsHeard(alarmBook(hub.records.all("alert").values())));
  const deaf = hub.on("records", ({ kinds }) => kinds.has("alert") && listen());
  listen();
  return () => {
    deaf();
    sound.play([]);
    unmount();
  };
}

/** @param {HTMLElement} element @param {Hub} hub */
export function drawTime(element, hub) {
  const now = hub.now();
  write(slot(element, "clock"), clockTime(now));
  write(slot(element, "date"), longDate(now, hub.t));
  const shift = element.querySelector('[data-slot="shift"]');
  if (shift) write(shift, hub.t(`shift.${shiftOf(now)}`));
}

/** @param {HTMLElement} element @param {Hub} hub */
export function drawLink(element, hub) {
  const quietMs = hub.beat === null ? null : hub.now() - hub.beat.now;
  const look = linkLook(hub.link.state, quietMs);
  const place = /** @type {HTMLElement} */ (slot(element, "link").closest(".link"));
  note(place, "link", look);
  const mark = place.querySelector(".mark");
  if (mark instanceof HTMLElement) note(mark, "glyph", GLYPHS[look]);
  write(slot(element, "link"), hub.t(`link.${look}`));
  write(slot(element, "link-detail"), linkDetail(hub, look, quietMs ?? 0));
}

/** @param {Hub} hub @param {LinkLook} look @param {number} quietMs */
function linkDetail(hub, look, quietMs) {
  if (look === "late") return hub.t("link.late_for", { age: span(quietMs, hub.t) });
  if (look !== "lost") return "";
  const since = hub.t("link.since", { time: hourMinute(hub.link.since) });
  return hub.link.attempts > 1 ? `${since} · ${hub.t("link.retrying", { n: hub.link.attempts })}` : since;
}
