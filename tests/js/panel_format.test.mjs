import assert from "node:assert/strict";
import { test } from "node:test";
import {
  civil,
  clockTime,
  hourMinute,
  longDate,
  midnight,
  rate,
  roughSpan,
  shiftOf,
  span,
  whole,
} from "../../assets/live/panels/format.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.parse("2026-11-22T12:00:00+08:00");
const t = (key, vars = {}) => [key, ...Object.values(vars)].join(" ");

test("the wall shows China's time wherever its computer stands", () => {
  assert.equal(clockTime(Date.parse("2026-11-22T23:59:59Z")), "07:59:59");
  assert.equal(civil(Date.parse("2026-11-22T16:00:00Z")).day, 23);
  assert.equal(hourMinute(NOON), "12:00");
});

test("the day begins at the wall's midnight", () => {
  assert.equal(midnight(NOON), Date.parse("2026-11-22T00:00:00+08:00"));
  assert.equal(midnight(midnight(NOON)), midnight(NOON));
});

test("a date is written with its weekday", () => {
  assert.equal(longDate(NOON, t), "date.full 2026 22 month.11 weekday.0");
});

test("shifts change at six, two and ten", () => {
  const at = (hour, minute = 0) => midnight(NOON) + hour * HOUR + minute * MINUTE;
  assert.deepEqual(
    [5, 6, 13, 14, 21, 22].map((hour) => shiftOf(at(hour))),
    ["night", "early", "early", "middle", "middle", "night"],
  );
  assert.equal(shiftOf(at(13, 59)), "early");
});

test("an age is never rounded up and never negative", () => {
  assert.equal(span(59_999, t), "age.seconds 59");
  assert.equal(span(HOUR - 1, t), "age.minutes 59");
  assert.equal(span(HOUR + 5 * MINUTE, t), "age.hours 1 05");
  assert.equal(span(DAY + 3 * HOUR, t), "age.days 1 3");
  assert.equal(span(-5_000, t), "age.seconds 0");
});

test("narrow columns say an age in its largest unit", () => {
  assert.deepEqual(
    [59 * MINUTE, HOUR, DAY - 1, DAY].map((ms) => roughSpan(ms, t)),
    ["age.minutes 59", "age.whole_hours 1", "age.whole_hours 23", "age.whole_days 1"],
  );
});

test("thousands stand apart, and a small rate keeps its decimal", () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(whole), ["0", "999", "1,000", "1,234,567"]);
  assert.deepEqual([0, 0.04, 3.21, 9.95, 37.4, 1200].map(rate), ["0", "0.0", "3.2", "10", "37", "1,200"]);
});
