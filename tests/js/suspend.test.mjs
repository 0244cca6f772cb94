/** A machine that slept: the wall clock has gone on, the monotonic one has not. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerClock } from "../../assets/live/clock.mjs";
import { DeadMan } from "../../assets/live/deadman.mjs";
import { SuspendClock, watchSuspend } from "../../assets/live/suspend.mjs";

const HOUR = 3_600_000;
const WALL = 1_800_000_000_000;

function machine() {
  const time = { mono: 1_000, wall: WALL };
  const clock = new SuspendClock(() => time.mono, () => time.wall);
  const pass = (ms) => ((time.mono += ms), (time.wall += ms));
  return { time, clock, pass };
}

function watched() {
  const made = machine();
  const calls = [];
  const look = watchSuspend({
    clock: made.clock,
    deadman: { stop: () => calls.push("band") },
    link: { restart: (reason) => calls.push(reason) },
  });
  return { ...made, calls, second: () => (made.pass(1_000), look()) };
}

test("awake it is the monotonic clock, however late it is read", () => {
  const { clock, pass } = machine();
  assert.equal(clock.now(), 1_000);
  for (const ms of [1, 1_000, 10 * 60_000]) pass(ms);
  assert.deepEqual([clock.now(), clock.sleptMs], [602_001, 0]);
});

test("time asleep counts from the first reading after it", () => {
  const { clock, time, pass } = machine();
  time.wall += HOUR;
  assert.equal(clock.now(), 1_000 + HOUR);
  pass(20);
  assert.deepEqual([clock.now(), clock.sleptMs], [1_020 + HOUR, HOUR]);
});

test("the machine slept: the band, and everything anew, once", () => {
  const { time, calls, second } = watched();
  second();
  assert.deepEqual(calls, []);
  time.wall += 90_000;
  for (let n = 0; n < 5; n += 1) second();
  assert.deepEqual(calls, ["band", "the machine slept for 90 s"]);
  time.wall += HOUR;
  second();
  assert.deepEqual(calls.slice(2), ["band", "the machine slept for 3600 s"]);
});

test("somebody else who read the clock first does not hide a sleep from the watch", () => {
  const { clock, time, calls, second } = watched();
  time.wall += 6_000;
  clock.now();
  second();
  assert.deepEqual(calls, ["band", "the machine slept for 6 s"]);
});

test("corrections of the clock are no sleep: steps of less than a second, slewing for a day, a clock set back", () => {
  const { time, calls, second } = watched();
  for (const step of [300, -400, 900, 4_999]) {
    time.wall += step;
    second();
  }
  for (let n = 0; n < 86_400; n += 1) {
    time.wall += 0.5;
    second();
  }
  time.wall -= HOUR;
  second();
  assert.deepEqual(calls, []);
});

test("a clock set forward by half a century is answered once", () => {
  const { time, calls, second } = watched();
  time.wall += 50 * 365 * 24 * HOUR;
  for (let n = 0; n < 10; n += 1) second();
  assert.equal(calls.length, 2);
});

test("a beat painted across a sleep pushes no band away, and what the page holds is as old as it is", () => {
  const { clock, time } = machine();
  const server = new ServerClock(() => clock.now(), WALL);
  server.hear(WALL);
  const fed = [];
  const element = { dataset: { set fed(name) { fed.push(name); } }, querySelector: () => null };
  const verifiedMs = server.now();
  time.wall += HOUR;
  new DeadMan(() => element, String).feed(verifiedMs, server.now());
  assert.deepEqual([fed, server.now()], [[], WALL + HOUR]);
});
