/** Server time on the page. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerClock } from "../../assets/live/clock.mjs";

const HOUR = 3_600_000;

function clockAt(mono, wall = 0) {
  const time = { mono };
  return { time, clock: new ServerClock(() => time.mono, wall) };
}

test("until the relay speaks the computer's clock serves", () => {
  const { clock, time } = clockAt(500, 10_000);
  time.mono += 250;
  assert.equal(clock.now(), 10_250);
  assert.equal(clock.heard, false);
});

test("the first word of the relay replaces it, whatever it was", () => {
  const { clock } = clockAt(500, 24 * HOUR);
  assert.equal(clock.hear(1_000_000), 0, "that is no step of the server's clock");
  assert.equal(clock.now(), 1_000_000);
});

test("it goes on by the page's own clock when the relay falls silent", () => {
  const { clock, time } = clockAt(0);
  clock.hear(1_000_000);
  time.mono += 60_000;
  assert.equal(clock.now(), 1_060_000);
});

test("a delayed beat does not turn it back", () => {
  const { clock, time } = clockAt(0);
  clock.hear(1_000_000);
  time.mono = 4_000;
  assert.equal(clock.hear(1_001_000), 0);
  assert.equal(clock.now(), 1_004_000);
});

test("it follows a drift once the quick beats are long ago", () => {
  const { clock, time } = clockAt(0);
  clock.hear(1_000_000);
  for (let beat = 1; beat <= 30; beat++) {
    time.mono = beat * 1_000;
    clock.hear(1_000_000 + beat * 1_000 - 40);
  }
  assert.equal(clock.now(), 1_030_000 - 40);
});

test("a step of the server's clock is told and followed at once, both ways", () => {
  const { clock, time } = clockAt(0);
  clock.hear(10 * HOUR);
  time.mono = 1_000;
  assert.equal(clock.hear(9 * HOUR + 1_000), -HOUR);
  assert.equal(clock.now(), 9 * HOUR + 1_000);
  time.mono = 2_000;
  assert.equal(clock.hear(11 * HOUR + 2_000), 2 * HOUR);
});
