// @ts-check
/**
 * One alarm as a row: what, where, how it stands; acknowledge; clear, which for a call for help asks why in the row itself.
 *
 * @typedef {import("../alarm_book.mjs").Alert} Alert
 * @typedef {import("./alarms.mjs").Alarms} Alarms
 */
import { make, makeMark, note, show, write } from "../panels/dom.mjs";
import { hourMinute, span } from "../panels/format.mjs";
import { makeButton } from "./chips.mjs";

/** @type {Record<string, string>} */
const GLYPHS = { sos: "sos", critical: "urgency-critical", whistle_overdue: "source-lagging", screen: "source-dead" };

/** @type {WeakMap<HTMLElement, {alert: Alert, subject: HTMLElement, acknowledge: HTMLElement, clear: HTMLElement, form: HTMLElement, field: HTMLInputElement}>} */
const PARTS = new WeakMap();

/** @param {Alert} alert @param {import("../hub.mjs").Hub} hub */
export function titleOf(alert, hub) {
  const english = hub.lang === "en" ? alert.title_en : null;
  return `${hub.t(`alarm.${alert.kind}`)} · ${english || alert.title || hub.t("alarm.untitled")}`;
}

/** @param {Alarms} alarms @returns {HTMLElement} */
export function makeRow(alarms) {
  const { hub } = alarms;
  const subject = makeButton("alarm-subject", "", () => alarms.open(parts.alert));
  subject.append(makeMark("sos"), make("span", "alarm-title"), make("span", "alarm-standing"));
  const acknowledge = makeButton("alarm-acknowledge", hub.t("alarm.acknowledge"), () => void alarms.order(parts.alert, { do: "acknowledge" }));
  const clear = makeButton("alarm-clear", hub.t("alarm.clear"), () => ask(parts.alert.id));
  const field = /** @type {HTMLInputElement} */ (make("input", "alarm-reason"));
  Object.assign(field, { type: "text", maxLength: 200, placeholder: hub.t("alarm.reason"), autocomplete: "off" });
  field.setAttribute("aria-label", hub.t("alarm.reason"));
  const now = make("button", "alarm-clear-now");
  write(now, hub.t("alarm.clear_now"));
  const form = make("form", "alarm-form", [field, now, makeButton("alarm-keep", hub.t("alarm.keep"), () => ask(null))]);
  const row = make("li", "alarm", [subject, acknowledge, clear, form]);
  const parts = { alert: /** @type {Alert} */ (/** @type {unknown} */ (null)), subject, acknowledge, clear, form, field };
  PARTS.set(row, parts);
  const ask = (/** @type {string | null} */ id) => {
    alarms.asking = id;
    alarms.draw();
    if (id !== null) field.focus();
  };
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    ask(null);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = field.value.trim();
    const needed = parts.alert.kind === "sos";
    if (reason === "" && needed) return field.focus();
    field.value = "";
    ask(null);
    void alarms.order(parts.alert, reason === "" ? { do: "clear" } : { do: "clear", reason });
  });
  return row;
}

/** @param {HTMLElement} row @param {Alert} alert @param {Alarms} alarms */
export function writeRow(row, alert, alarms) {
  const { hub } = alarms;
  const parts = PARTS.get(row);
  if (!parts) return;
  parts.alert = alert;
  const state = alert.acknowledged_at_ms !== null ? "seen" : alert.active ? "sounding" : "missed";
  note(row, "alarm", alert.kind);
  note(row, "state", state);
  note(row, "id", alert.id);
  const [mark, title, standing] = /** @type {HTMLElement[]} */ ([...parts.subject.children]);
  note(mark, "glyph", GLYPHS[alert.kind] ?? "urgency-urgent");
  write(title, titleOf(alert, hub));
  write(standing, standingOf(alert, state, hub));
  const busy = alarms.busy.has(alert.id);
  row.ariaBusy = String(busy);
  show(parts.acknowledge, state !== "seen");
  show(parts.clear, alert.active && alarms.asking !== alert.id);
  show(parts.form, alert.active && alarms.asking === alert.id);
  for (const button of [parts.acknowledge, parts.clear]) button.toggleAttribute("disabled", busy);
}

/** @param {Alert} alert @param {string} state @param {import("../hub.mjs").Hub} hub */
export function standingOf(alert, state, hub) {
  const origin = alert.provenance === "real" ? "" : ` · ${hub.t(`provenance.${alert.provenance}`)}`;
  if (state === "seen") {
    const words = { name: alert.acknowledged_by ?? "", time: hourMinute(alert.acknowledged_at_ms ?? 0) };
    return hub.t("alarm.seen", words) + origin;
  }
  if (state === "missed") {
    const words = { name: alert.cleared_by ?? "", time: hourMinute(alert.cleared_at_ms ?? 0) };
    return hub.t(alert.cleared_by ? "alarm.cleared_by" : "alarm.missed", words) + origin;
  }
  return hub.t("alarm.since", { age: span(hub.now() - alert.raised_at_ms, hub.t) }) + origin;
}
