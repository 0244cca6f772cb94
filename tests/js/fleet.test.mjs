/** The fleet: what frames do to it, how marks glide, and how fresh they are. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Fleet } from "../../assets/live/fleet.mjs";
import { freshnessCode, FRESHNESS } from "../../assets/live/freshness.mjs";
import { glideMs, metresBetween } from "../../assets/live/glide.mjs";
import { STATUS } from "../../assets/live/wire.mjs";
import { BASE, frame, keyframe, position } from "./frames.mjs";

const STEP = 0.0001; // about 11 m

/** A fleet with row 0 at a place since BASE, and then 10 s later a fix 11 m further north. */
function walking(known = {}) {
  const fleet = new Fleet();
  fleet.apply(keyframe([position(0)]), BASE);
  fleet.apply(frame([position(0, { lat: 32.02 + STEP, ...known })], { baseMs: BASE + 10_000 }), BASE + 10_000);
  return fleet;
}

test("a new mark is simply there", () => {
  const fleet = new Fleet();
  assert.deepEqual([...fleet.apply(keyframe([position(3)]), BASE)], [3]);
  assert.deepEqual(fleet.drawnAt(3, BASE), [fleet.lat[3], fleet.lon[3]]);
  assert.deepEqual([...fleet.rows()], [3]);
  assert.equal(fleet.count, 1);
});

test("a mark glides to its new fix over the time between the fixes and stays there", () => {
  const fleet = walking();
  assert.ok(Math.abs(fleet.drawnAt(0, BASE + 10_000)[0] - 32.02) < 1e-9);
  assert.ok(Math.abs(fleet.drawnAt(0, BASE + 15_000)[0] - (32.02 + STEP / 2)) < 1e-9);
  assert.equal(fleet.drawnAt(0, BASE + 20_000)[0], fleet.lat[0]);
  assert.equal(fleet.drawnAt(0, BASE + 60_000)[0], fleet.lat[0], "never beyond the last fix");
});

test("a fix in the middle of a glide carries on from where the mark is drawn", () => {
  const fleet = walking();
  const [drawn] = fleet.drawnAt(0, BASE + 14_000);
  fleet.apply(frame([position(0, { lat: 32.02 + 2 * STEP })], { baseMs: BASE + 14_000 }), BASE + 14_000);
  assert.equal(fleet.drawnAt(0, BASE + 14_000)[0], drawn);
  assert.equal(fleet.drawnAt(0, BASE + 18_000)[0], fleet.lat[0]);
});

test("the same place again does not begin another glide", () => {
  const fleet = walking();
  fleet.apply(frame([position(0, { lat: 32.02 + STEP, age: 1 })], { baseMs: BASE + 15_000 }), BASE + 15_000);
  assert.equal(fleet.startMs[0], BASE + 10_000);
});

test("another provenance does not glide: nobody walked from the one place to the other", () => {
  assert.equal(walking({ provenance: 1 }).glideMs[0], 0);
});

test("glides end after 10 s, at the fix's end of life, and do not happen over far or fast jumps", () => {
  assert.equal(glideMs(11, 60_000, 90_000), 10_000);
  assert.equal(glideMs(11, 10_000, 4_000), 4_000, "it stands where it was last seen before it is stale");
  assert.equal(glideMs(11, 10_000, -1), 0);
  assert.equal(glideMs(301, 60_000, 90_000), 0);
  assert.equal(glideMs(130, 2_000, 90_000), 0, "65 m/s");
  assert.equal(glideMs(11, -500, 90_000), 1_000, "an older fix of another source");
});

test("a degree is as long as it is at that latitude", () => {
  assert.ok(Math.abs(metresBetween(32, 118, 32.001, 118) - 111.2) < 0.1);
  assert.ok(Math.abs(metresBetween(32, 118, 32, 118.001) - 94.3) < 0.1);
});

test("freshness follows age, ttl and clock at their very edges", () => {
  const at = (ageS, status = STATUS.NORMAL) => FRESHNESS[freshnessCode(ageS * 1000, 20_000, status)];
  assert.deepEqual([0, 10, 10.1, 20, 20.1, 100, 100.1].map((age) => at(age)), [
    "live", "live", "ageing", "ageing", "stale", "stale", "gone",
  ]);
  assert.equal(at(0, STATUS.BAD_CLOCK), "ageing");
  assert.equal(at(21, STATUS.BAD_CLOCK), "stale");
});

test("ages grow with the page's time when frames stop", () => {
  const fleet = new Fleet();
  fleet.apply(keyframe([position(0, { age: 3 })]), BASE);
  assert.equal(fleet.freshness(0, BASE + 7_000), "live");
  assert.equal(fleet.freshness(0, BASE + 7_200), "ageing");
  assert.equal(fleet.freshness(0, BASE + 17_200), "stale");
  assert.equal(fleet.freshness(0, BASE + 97_200), "gone");
});

test("a row moves while it glides or says it walks, and only while live", () => {
  const fleet = walking();
  assert.equal(fleet.moving(0, BASE + 15_000), true);
  assert.equal(fleet.moving(0, BASE + 20_001), false, "it has arrived");
  const talking = walking({ speed: 7 });
  assert.equal(talking.moving(0, BASE + 20_000), true, "1.4 m/s");
  assert.equal(talking.moving(0, BASE + 20_100), false, "no longer live");
  assert.equal(walking({ lat: 32.02 + STEP / 100 }).moving(0, BASE + 11_000), false, "11 cm is noise");
});

test("a keyframe is the whole picture: what it does not name is not there", () => {
  const fleet = new Fleet();
  fleet.apply(keyframe([position(1), position(2), position(5)]), BASE);
  assert.deepEqual([...fleet.apply(keyframe([position(2), position(4)]), BASE)], [1, 2, 4, 5]);
  assert.deepEqual([...fleet.rows()], [2, 4]);
  assert.equal(fleet.count, 2);
});

test("a removed row leaves and may come back elsewhere without gliding there", () => {
  const fleet = walking();
  fleet.apply(frame([position(0, { status: STATUS.REMOVED })]), BASE + 11_000);
  assert.equal(fleet.count, 0);
  fleet.apply(frame([position(0)], { baseMs: BASE + 12_000 }), BASE + 12_000);
  assert.equal(fleet.glideMs[0], 0);
  assert.equal(fleet.count, 1);
});

test("impossible coordinates are left out and counted; 0 is a coordinate", () => {
  const fleet = new Fleet();
  assert.deepEqual([...fleet.apply(keyframe([position(0, { lat: 91 }), position(1, { lat: 0, lon: 0 })]), BASE)], [1]);
  assert.equal(fleet.badRows, 1);
  assert.equal(fleet.lat[1], 0);
});

test("unknown course and speed are unknown, not zero", () => {
  const fleet = new Fleet();
  fleet.apply(keyframe([position(0), position(1, { course: 0, speed: 0 })]), BASE);
  assert.ok(Number.isNaN(fleet.course[0]) && Number.isNaN(fleet.speed[0]));
  assert.deepEqual([fleet.course[1], fleet.speed[1]], [0, 0]);
});

test("columns grow without losing what they hold", () => {
  const fleet = new Fleet();
  fleet.apply(keyframe([position(0)], { tableSize: 1 }), BASE);
  fleet.apply(frame([position(9_999)], { tableSize: 10_000 }), BASE);
  assert.deepEqual([...fleet.rows()], [0, 9_999]);
  assert.equal(fleet.freshness(0, BASE), "live");
});

test("facts are known by row and by id, also when a row is given to another", () => {
  const fleet = new Fleet();
  fleet.learn([{ row: 0, id: "QH-0421", surname: "吴" }]);
  assert.equal(fleet.facts(fleet.rowOf("QH-0421")).surname, "吴");
  fleet.learn([{ row: 0, id: "QH-0500" }]);
  assert.equal(fleet.rowOf("QH-0421"), null);
  assert.equal(fleet.facts(1), null);
});

test("a step of the server's clock leaves every age as it was", () => {
  const fleet = walking();
  const before = fleet.drawnAt(0, BASE + 13_000);
  fleet.shift(-3_600_000);
  assert.deepEqual(fleet.drawnAt(0, BASE + 13_000 - 3_600_000), before);
  assert.equal(fleet.freshness(0, BASE + 10_000 - 3_600_000), "live");
});

test("a frame of a city with removed and impossible rows among the others changes those that it names rightly", () => {
  const fleet = new Fleet();
  fleet.apply(keyframe(Array.from({ length: 30 }, (_, row) => position(row))), BASE);
  const told = [position(3, { status: STATUS.REMOVED }), position(4, { lat: 91 }), position(5, { lat: 32.03, course: 127, speed: 6, ttl: 60 }), position(29, { status: STATUS.REMOVED })];
  const changed = fleet.apply(frame(told, { baseMs: BASE + 1_000 }), BASE + 1_000);
  assert.deepEqual([...changed], [3, 5, 29]);
  assert.deepEqual([fleet.count, fleet.badRows, fleet.lat[4]], [28, 1, fleet.lat[6]]);
  assert.deepEqual([Math.round(fleet.lat[5] * 1e7), fleet.course[5], Math.round(fleet.speed[5] * 10), fleet.ttlMs[5]], [320_300_000, 180, 12, 60_000]);
});

test("a keyframe that drops more rows than a call takes arguments is applied all the same", () => {
  const fleet = new Fleet();
  const many = Array.from({ length: 200_000 }, (_, row) => position(row));
  fleet.apply(keyframe(many, { tableSize: many.length }), BASE);
  const changed = fleet.apply(keyframe([position(7)], { tableSize: many.length, baseMs: BASE + 1_000 }), BASE + 1_000);
  assert.equal(changed.length, many.length);
  assert.deepEqual([fleet.count, changed[0], changed[changed.length - 1]], [1, 0, many.length - 1]);
});

test("the fleet knows until when it glides and how fast at most; a step of the server's clock carries that along", () => {
  const fleet = walking();
  assert.equal(fleet.glides.untilMs, BASE + 20_000);
  assert.ok(Math.abs(fleet.glides.fastestMps - 1.11) < 0.01);
  fleet.shift(-5_000);
  assert.equal(fleet.glides.untilMs, BASE + 15_000);
  assert.ok(fleet.fastestMps(BASE + 14_000) > 1);
  assert.equal(fleet.fastestMps(BASE + 16_000), 0);
  assert.equal(fleet.glides.fastestMps, 0);
});
