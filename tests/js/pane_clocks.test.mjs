import assert from "node:assert/strict";
import { test } from "node:test";
import { clocksOf, fine, readingOf, responseWords, shownClock } from "../../assets/live/desk/pane/clocks.mjs";
import { moment } from "../../assets/live/desk/pane/values.mjs";
import { voice } from "./pane_words.mjs";

const HOUR = 3_600_000;
const START = Date.parse("2026-11-24T09:00:00+08:00");
const clock = (over = {}) => ({
  stage: "handle",
  terms: [{ clock: "working_hour", count: 240 }],
  started_at_ms: START,
  amber_at_ms: START + 2 * HOUR,
  due_at_ms: START + 5 * HOUR,
  twice_at_ms: START + 24 * HOUR,
  stopped_at_ms: null,
  certain: true,
  ...over,
});
const words = (over, now, suspended = false) => shownClock(clock(over), suspended, now, voice);

test("while it runs it says how long is left, by when, and of what term", () => {
  const shown = words({}, START + HOUR);
  assert.deepEqual([shown.main, shown.light, shown.running], ["剩余 4 时 00 分", "neutral", true]);
  assert.deepEqual(shown.notes, [`应于 ${moment(START + 5 * HOUR, START)} 前`, "时限 4 工作时"]);
});

test("the last hour is told to the second", () => {
  assert.equal(words({}, START + 5 * HOUR - 245_000).main, "剩余 4 分 05 秒");
  assert.equal(fine(59_999, voice.t), "59 秒");
});

test("amber and twice come when the server says, not by plain time", () => {
  assert.equal(readingOf(clock(), START + 2 * HOUR).light, "amber");
  assert.ok(Math.abs(readingOf(clock(), START + 2 * HOUR).share - 0.7) < 1e-9);
  assert.equal(readingOf(clock(), START + 5 * HOUR + 1).light, "red");
  assert.equal(readingOf(clock(), START + 24 * HOUR).light, "twice");
});

test("past its time it says by how much, and when it was due", () => {
  const shown = words({}, START + 6 * HOUR);
  assert.deepEqual([shown.main, shown.share, shown.notes[0]], ["超时 1 时 00 分", 1, `应于 ${moment(START + 5 * HOUR, START)}`]);
});

test("a clock that stands still says since when, and its ring stays", () => {
  const stopped = { stopped_at_ms: START + HOUR };
  assert.equal(words(stopped, START + 9 * HOUR).main, `已停钟，${moment(START + HOUR, START)} 起`);
  assert.equal(words(stopped, START + 9 * HOUR, true).main, `挂账暂停，${moment(START + HOUR, START)} 起`);
  assert.equal(words(stopped, START + 9 * HOUR).share, words(stopped, START + 2 * HOUR).share);
  assert.equal(words({ stopped_at_ms: START + 6 * HOUR }, START + 9 * HOUR).main, "超时 1 时 00 分后停钟");
});

test("a holiday not decreed yet is said", () => {
  assert.equal(words({ certain: false }, START).notes.at(-1), "待定");
});

test("the server's clocks hold for its revision; else the record's own clock does", () => {
  const body = { revision: 5, case: { clock: { terms: [], started_at_ms: START, due_at_ms: START + HOUR } } };
  assert.equal(clocksOf(body, { revision: 5, clocks: [clock(), clock({ stage: "sign" })] }).length, 2);
  const [own] = clocksOf(body, { revision: 4, clocks: [] });
  assert.deepEqual([own.stage, own.due_at_ms, own.stopped_at_ms], ["handle", START + HOUR, null]);
  assert.deepEqual(clocksOf({ revision: 1 }, null), []);
});

test("the response is from receipt to registration, and unknown before", () => {
  assert.equal(responseWords({ received_at_ms: START, case: { entered: { ACCEPTED: START + 185_000 } } }, voice), "受理用时 3 分 05 秒");
  assert.equal(responseWords({ received_at_ms: START }, voice), null);
});
