import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ACCEPT_MS, deadlineOf, NO_DEADLINE } from "../../assets/live/deadline.mjs";

const TABLE = JSON.parse(readFileSync(new URL("../clock/golden.json", import.meta.url), "utf8"));

test("every clock of the table has the light that Python gives it", () => {
  assert.ok(TABLE.length > 200);
  for (const { name, body, now_ms, light, going, due_ms } of TABLE) {
    const read = deadlineOf(body, now_ms);
    assert.deepEqual([read.light, read.going, read.dueMs], [light, going, due_ms], name);
  }
});

test("the ring only ever fills, is amber from seven tenths and full when it is due", () => {
  for (const { body } of TABLE) {
    const clock = body.case?.clock;
    if (!clock || clock.stopped_at_ms !== undefined) continue;
    let before = 0;
    for (let step = 0; step <= 40; step++) {
      const now = clock.started_at_ms + ((clock.due_at_ms - clock.started_at_ms) * step) / 40;
      const { share, light } = deadlineOf(body, now);
      assert.ok(share >= before && share <= 1);
      assert.equal(share >= 0.7, light !== "neutral");
      before = share;
    }
    assert.equal(before, 1);
  }
});

test("a clock that stands still shows the moment at which it was stopped, whatever the time", () => {
  const clock = { started_at_ms: 0, amber_at_ms: 70, due_at_ms: 100, twice_at_ms: 200, stopped_at_ms: 35 };
  const body = { status: "HANDLING", open: true, case: { clock, suspended: { ground: "other" } } };
  assert.deepEqual(deadlineOf(body, 50), deadlineOf(body, 5_000));
  assert.deepEqual(deadlineOf(body, 50), { light: "neutral", going: "paused", share: 0.35, dueMs: 100 });
});

test("an older record without its turns is read evenly", () => {
  const body = { status: "HANDLING", open: true, case: { clock: { started_at_ms: 0, due_at_ms: 100 } } };
  assert.deepEqual([69, 71, 101, 200].map((now) => deadlineOf(body, now).light), ["neutral", "amber", "red", "twice"]);
});

test("no clock runs where none is known, nor once it is over", () => {
  const without = [
    { status: "DISPATCHED", open: true },
    { status: "TO_VERIFY", open: true, received_at_ms: 0 },
    { status: "FILED", open: true, case: { entered: { ACCEPTED: 0 }, suspended: { ground: "other" } } },
    { status: "REPORTED", open: false, received_at_ms: 0 },
    { status: "ACCEPTED", open: true, received_at_ms: 0 },
  ];
  for (const body of without) assert.equal(deadlineOf(body, ACCEPT_MS), NO_DEADLINE);
});

test("until it is acknowledged a case shows the time for that where it ends first", () => {
  const clock = { started_at_ms: 0, amber_at_ms: 700, due_at_ms: 1000, twice_at_ms: 2000 };
  const sign = { started_at_ms: 0, amber_at_ms: 70, due_at_ms: 100, twice_at_ms: 200 };
  const body = (status, more) => ({ status, open: true, urgency: "normal", case: { clock, sign, ...more } });
  assert.deepEqual([50, 71, 101].map((now) => deadlineOf(body("DISPATCHED"), now).light), ["neutral", "amber", "red"]);
  assert.equal(deadlineOf(body("HANDLING"), 150).dueMs, 1000);
  assert.equal(deadlineOf(body("DISPATCHED", { sign: { ...sign, due_at_ms: 5000 } }), 150).dueMs, 1000);
});
