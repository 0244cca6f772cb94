import assert from "node:assert/strict";
import { test } from "node:test";
import { FROZEN_MS, FrameWatch } from "../../assets/live/frame_watch.mjs";

test("before its first frame a picture is connecting, however long", () => {
  const watch = new FrameWatch(0);
  assert.equal(watch.look(0, 60_000).state, "connecting");
});

test("a picture whose frames grow is live", () => {
  const watch = new FrameWatch(0);
  watch.look(8, 1_000);
  assert.deepEqual(watch.look(16, 2_000), { state: "live", sinceMs: 2_000 });
});

test("without a new frame for five seconds it is frozen, since its last one", () => {
  const watch = new FrameWatch(0);
  watch.look(8, 1_000);
  assert.equal(watch.look(8, 1_000 + FROZEN_MS).state, "live");
  assert.deepEqual(watch.look(8, 1_001 + FROZEN_MS), { state: "frozen", sinceMs: 1_000 });
});

test("one new frame heals it", () => {
  const watch = new FrameWatch(0);
  watch.look(8, 1_000);
  watch.look(8, 20_000);
  assert.equal(watch.look(9, 21_000).state, "live");
});

test("a stream that begins again counts from its own first frame", () => {
  const watch = new FrameWatch(0);
  watch.look(900, 1_000);
  assert.equal(watch.look(3, 9_000).state, "live");
});

test("a hidden page decodes nothing: that is not the picture's fault", () => {
  const watch = new FrameWatch(0);
  watch.look(8, 1_000);
  watch.look(8, 30_000, true);
  assert.equal(watch.look(8, 32_000).state, "live");
});

test("a count that falls to nothing is a black picture, not a live one", () => {
  const watch = new FrameWatch(0);
  watch.look(900, 1_000);
  assert.equal(watch.look(0, 2_000).state, "connecting");
});

test("frames counted before it began do not make it live", () => {
  const watch = new FrameWatch(0, 900);
  assert.equal(watch.look(900, 1_000).state, "connecting");
  assert.equal(watch.look(901, 2_000).state, "live");
});
