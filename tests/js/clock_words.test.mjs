import assert from "node:assert/strict";
import { test } from "node:test";
import { isJustClosed, STAYS_MS } from "../../assets/live/counts.mjs";
import { clockWords, dueTime } from "../../assets/live/panels/clock_words.mjs";

const MINUTE = 60_000;
const t = (key, vars = {}) => [key, ...Object.values(vars)].join(" ");
const clock = (over) => ({ light: "neutral", going: "running", share: 0, dueMs: 100 * MINUTE, ...over });

test("a clock says what is left, by how much it is over, or that it stands still", () => {
  assert.equal(clockWords(clock(), 88 * MINUTE, t), "clock.left age.minutes 12");
  assert.equal(clockWords(clock({ light: "red" }), 103 * MINUTE, t), "clock.over age.minutes 3");
  assert.equal(clockWords(clock({ light: "twice" }), 160 * MINUTE, t), "clock.over_twice age.whole_hours 1");
  assert.equal(clockWords(clock({ light: "red", going: "stopped" }), 103 * MINUTE, t), "clock.stopped");
  assert.equal(clockWords(clock({ going: "paused" }), 0, t), "clock.paused");
  assert.equal(clockWords(clock({ light: "none", dueMs: null }), 0, t), "");
});

test("a due time is a time today and a day otherwise, on the wall's own day", () => {
  const noon = Date.parse("2026-11-22T12:00:00+08:00");
  assert.equal(dueTime(Date.parse("2026-11-22T23:59:00+08:00"), noon, t), "23:59");
  assert.equal(dueTime(Date.parse("2026-11-23T00:00:00+08:00"), noon, t), "clock.day 11 23");
  assert.equal(dueTime(Date.parse("2026-11-21T23:59:00+08:00"), noon, t), "clock.day 11 21");
});

test("what was closed stays half an hour; what is open or merged away does not count as closed", () => {
  const closed = { open: false, status: "CLOSED", closed_at_ms: 1_000 };
  assert.equal(isJustClosed(closed, 1_000 + STAYS_MS - 1), true);
  assert.equal(isJustClosed(closed, 1_000 + STAYS_MS), false);
  assert.equal(isJustClosed({ open: true, status: "HANDLING", closed_at_ms: null }, 1_000), false);
  assert.equal(isJustClosed({ open: false, status: "FILED", closed_at_ms: null }, 1_000), false);
});
