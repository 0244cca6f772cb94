// @ts-check
/**
 * The clocks of an incident in words, at a moment of the server's time. Pure.
 *
 * The server says when each turns (it knows the duty calendar); until its answer is of the record's revision, the case's own
 * clock is shown by the plain time between its start and its deadline, with the same words.
 *
 * @typedef {import("./values.mjs").Voice} Voice
 * @typedef {{stage: string, terms: Array<{clock: string, count: number}>, started_at_ms: number, amber_at_ms: number | null,
 *   due_at_ms: number, twice_at_ms: number | null, stopped_at_ms: number | null, certain: boolean}} StageClock
 * @typedef {import("../../deadline.mjs").Light} Light
 * @typedef {{stage: string, name: string, light: Light, share: number, running: boolean, main: string, notes: string[]}} Shown
 *   `share` 0 to 1: how much of the ring is filled
 */
import { AMBER_FROM, lightAt, shareAt } from "../../deadline.mjs";
import { span } from "../../panels/format.mjs";
import { moment, termsWords } from "./values.mjs";

const HOUR_MS = 3_600_000;

/**
 * @param {Record<string, any>} body the record
 * @param {{revision: number, clocks?: StageClock[]} | null} told the server's answer
 * @returns {StageClock[]}
 */
export function clocksOf(body, told) {
  if (told?.clocks && told.revision === body.revision) return told.clocks;
  const clock = body.case?.clock;
  if (!clock) return [];
  return [{ stage: "handle", amber_at_ms: null, twice_at_ms: null, stopped_at_ms: null, certain: true, ...clock }];
}

/** @param {StageClock} clock @param {number} now @returns {{light: Light, share: number}} read as the map reads it */
export function readingOf(clock, now) {
  const { started_at_ms: started, due_at_ms: due, stopped_at_ms: stopped } = clock;
  const whole = due - started;
  const amber = clock.amber_at_ms ?? started + AMBER_FROM * whole;
  const moments = { started, amber, due, twice: clock.twice_at_ms ?? due + whole, stopped };
  const at = stopped ?? now;
  return { light: lightAt(moments, at), share: shareAt(moments, at) };
}

/**
 * @param {StageClock} clock @param {boolean} suspended whether the case is put off @param {number} now @param {Voice} voice
 * @returns {Shown}
 */
export function shownClock(clock, suspended, now, voice) {
  const stopped = clock.stopped_at_ms;
  return {
    stage: clock.stage,
    name: voice.t(`pane.clock.${clock.stage}`),
    ...readingOf(clock, now),
    running: stopped === null,
    main: mainWords(clock, suspended, now, voice),
    notes: notesOf(clock, now, voice),
  };
}

/** To the second while it is less than an hour. @param {number} ms @param {Voice["t"]} t */
export function fine(ms, t) {
  const held = Math.max(0, Math.floor(ms / 1000));
  if (ms >= HOUR_MS || held < 60) return span(ms, t);
  return t("pane.minutes", { m: Math.floor(held / 60), s: String(held % 60).padStart(2, "0") });
}

/** @param {StageClock} clock @param {boolean} suspended @param {number} now @param {Voice} voice */
function mainWords(clock, suspended, now, voice) {
  const { t } = voice;
  const { due_at_ms: due, stopped_at_ms: stopped } = clock;
  if (stopped === null) return now > due ? t("pane.overdue", { age: fine(now - due, t) }) : t("pane.left", { age: fine(due - now, t) });
  if (stopped > due) return t("pane.stopped_overdue", { age: fine(stopped - due, t) });
  return t(suspended ? "pane.paused" : "pane.stopped", { time: moment(stopped, now) });
}

/** @param {StageClock} clock @param {number} now @param {Voice} voice */
function notesOf(clock, now, voice) {
  const { t } = voice;
  const over = (clock.stopped_at_ms ?? now) > clock.due_at_ms;
  const notes = [
    t(over ? "pane.was_due" : "pane.due_at", { time: moment(clock.due_at_ms, now) }),
    t("pane.terms", { terms: termsWords(clock.terms, voice) }),
  ];
  return clock.certain ? notes : [...notes, t("pane.uncertain")];
}

/**
 * How long the centre took to take it in; null while it has not, or nobody knows when.
 * @param {Record<string, any>} body @param {Voice} voice
 */
export function responseWords(body, voice) {
  const accepted = body.case?.entered?.ACCEPTED;
  if (typeof accepted !== "number" || typeof body.received_at_ms !== "number") return null;
  return voice.t("pane.responded", { age: fine(accepted - body.received_at_ms, voice.t) });
}
