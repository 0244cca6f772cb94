/** What the renderers share: sizes, rows as floats, pieces to upload, pace, and finding a mark under the pointer. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Fleet } from "../../assets/live/fleet.mjs";
import { worldX, worldY } from "../../assets/live/map/mercator.mjs";
import { noteErrands, sentOut } from "../../assets/live/movers/errands.mjs";
import { DEDICATED, KINDS, OFFICER, OTHER, VEHICLE, heading, kindOf, markUnits } from "../../assets/live/movers/marks.mjs";
import { Pace } from "../../assets/live/movers/pace.mjs";
import { GridIndex } from "../../assets/live/movers/pick.mjs";
import { ERRAND, FLOATS, LOOK_AT, NOWHERE, Waiting, originAt, outgrown, southOf, writeRows } from "../../assets/live/movers/rowbuffer.mjs";
import { FRAGMENT, VERTEX } from "../../assets/live/movers/shaders.mjs";
import { BASE, keyframe, position } from "./frames.mjs";

test("marks are small over the district and larger in a street, within bounds", () => {
  const sizes = [9, 12.5, 13.5, 15, 17, 20].map(markUnits);
  assert.deepEqual(sizes, [...sizes].sort((a, b) => a - b));
  assert.ok(markUnits(13) >= 8 && markUnits(13) <= 10);
  assert.equal(markUnits(9), markUnits(12.5));
  assert.equal(markUnits(20), markUnits(17));
});

test("a mark points where its bearer goes, and nowhere when that is unknown or they stand", () => {
  assert.equal(heading(90, 1.2), Math.PI / 2);
  assert.equal(heading(0, 1.2), 0, "north is a course");
  assert.equal(heading(90, NaN), Math.PI / 2);
  assert.equal(heading(NaN, 1.2), -1);
  assert.equal(heading(90, 0), -1);
});

test("a row's floats are exact to a hundredth of a pixel at zoom 20 across the district", () => {
  const fleet = new Fleet();
  fleet.apply(keyframe([position(1, { lat: 32.07, lon: 118.87 })]), BASE);
  const origin = originAt(worldX(118.73), worldY(31.97), BASE - 3_000_000);
  const { floats } = written(fleet, 1, origin);
  const atZoom20 = 2 ** 4;
  assert.ok(Math.abs(floats[FLOATS + 2] + origin.x - worldX(fleet.lon[1])) * atZoom20 < 0.01);
  assert.ok(Math.abs(floats[FLOATS + 3] + origin.y - worldY(fleet.lat[1])) * atZoom20 < 0.01);
  assert.equal(floats[FLOATS + 6], 3_000, "seconds since the origin");
});

test("a row without a position has no time to live, which hides it", () => {
  const fleet = new Fleet();
  fleet.apply(keyframe([position(0)]), BASE);
  fleet.apply(keyframe([]), BASE);
  assert.equal(written(fleet, 0, originAt(0, 0, BASE)).floats[7], 0);
});

test("a row's look is four bytes: provenance, status, role with errand, and where it points", () => {
  const fleet = new Fleet();
  fleet.learn([{ row: 0, id: "QH-1", kind: "worker", grid: "320104004001901" }, { row: 1, id: "QH-2", kind: "worker" }]);
  fleet.apply(keyframe([position(0, { provenance: 2, status: 1, course: 127, speed: 10 }), position(1)]), BASE);
  noteErrands(fleet, new Set(["QH-1"]));
  const { look } = written(fleet, 0, originAt(0, 0, BASE));
  assert.deepEqual([...look], [2, 1, DEDICATED + ERRAND, 127]);
  assert.equal(written(fleet, 1, originAt(0, 0, BASE)).look[3], NOWHERE, "nobody knows his course");
});

test("places south of the origin agree with the projection, near by the series and far without it", () => {
  for (const lat of [0, 32, -45, 60]) {
    const origin = originAt(0, worldY(lat), BASE);
    for (const by of [-5, -0.5, -0.01, 0, 0.2, 0.499, 3]) {
      const error = Math.abs(southOf(origin, lat + by) - (worldY(lat + by) - worldY(lat)));
      assert.ok(error * 2 ** 4 < 0.02, `${error} world pixels at ${lat}, ${by} degrees away`);
    }
  }
});

test("the roster says the outline: whose grid is numbered from 901 minds a dedicated one, a car is a vehicle", () => {
  const officer = { row: 0, id: "a", kind: "worker", role: "grid_worker", grid: "320104004001007" };
  const outline = (over) => KINDS[kindOf({ ...officer, ...over })];
  assert.equal(KINDS[OFFICER], outline({}));
  assert.equal(KINDS[OFFICER], outline({ grid: undefined, role: undefined }), "nothing is said of him");
  assert.equal(KINDS[OFFICER], outline({ vehicle: "ebike" }), "an electric bicycle makes no patrol car");
  assert.equal(KINDS[DEDICATED], outline({ grid: "320104004001901" }));
  assert.equal(KINDS[VEHICLE], outline({ vehicle: "car", grid: "320104004001901" }));
  assert.equal(KINDS[OTHER], outline({ role: "urban_manager" }));
  assert.equal(KINDS[OTHER], outline({ kind: "unknown", role: undefined, grid: undefined }));
});

test("who was sent to an open incident is marked until it is closed or somebody else goes", () => {
  const fleet = new Fleet();
  fleet.learn([0, 1, 2].map((row) => ({ row, id: `QH-${row}`, kind: "worker" })));
  fleet.apply(keyframe([0, 1, 2].map((row) => position(row))), BASE);
  const incidents = [{ open: true, case: { worker: "QH-2" } }, { open: false, case: { worker: "QH-1" } }, { open: true }];
  assert.deepEqual([...noteErrands(fleet, sentOut(incidents))], [2]);
  assert.deepEqual([...noteErrands(fleet, sentOut(incidents))], [], "no news");
  assert.deepEqual([...noteErrands(fleet, sentOut([]))], [2]);
});

/** A row as the graphics card gets it. */
function written(fleet, row, origin) {
  const floats = new Float32Array((row + 1) * FLOATS);
  const bytes = new Uint8Array(floats.buffer);
  writeRows({ floats, bytes }, fleet, origin, { first: row, end: row + 1, flags: null });
  const at = (row * FLOATS + LOOK_AT) * 4;
  return { floats, look: bytes.subarray(at, at + 4) };
}

test("counting begins anew far from the origin in space or time", () => {
  const origin = { x: 0, y: 0, ms: BASE };
  assert.equal(outgrown(origin, { left: 100, top: 100 }, BASE), false);
  assert.equal(outgrown(origin, { left: 30_000, top: 100 }, BASE), true);
  assert.equal(outgrown(origin, { left: 0, top: 0 }, BASE + 4 * 3_600_000), true);
  assert.equal(outgrown(origin, { left: 0, top: 0 }, BASE - 4 * 3_600_000), true, "the server's clock stepped");
});

test("near rows are uploaded together, far ones apart, each once, whatever came first", () => {
  const waiting = new Waiting();
  assert.ok(waiting.empty);
  assert.deepEqual(waiting.pieces(), []);
  waiting.add(Uint32Array.of(40, 900));
  waiting.add(Uint32Array.of(3, 5, 40));
  assert.deepEqual(waiting.pieces(), [[3, 6], [40, 41], [900, 901]]);
  const { first, end, flags } = waiting.rows;
  assert.deepEqual(Array.from(flags.subarray(0, end), (flag, row) => (flag ? row : null)).filter((row) => row !== null), [3, 5, 40, 900]);
  assert.deepEqual([first, end], [3, 901]);
  waiting.clear();
  assert.ok(waiting.empty);
  waiting.add(Uint32Array.of(4));
  assert.deepEqual(waiting.pieces(), [[4, 5]], "what was sent is not sent again");
});

test("of rows that wait only those with a flag are written", () => {
  const fleet = new Fleet();
  fleet.apply(keyframe([position(0), position(1), position(2)]), BASE);
  const floats = new Float32Array(3 * FLOATS).fill(7);
  const waiting = new Waiting();
  waiting.add(Uint32Array.of(0, 2));
  writeRows({ floats, bytes: new Uint8Array(floats.buffer) }, fleet, originAt(0, 0, BASE), waiting.rows);
  assert.equal(floats[FLOATS], 7);
  assert.ok(floats[0] !== 7 && floats[2 * FLOATS] !== 7);
});

test("a graphics card that is late is asked for less, and trusted again once it keeps up", () => {
  const pace = hurried();
  pace.finished(null);
  assert.equal(pace.slow, false);
  pace.finished(1_000);
  assert.equal(pace.fps, 0.5, "half of its time");
  assert.equal(pace.slow, true);
  pace.finished(60_000);
  assert.equal(pace.fps, 0.2, "a picture must come");
  for (let i = 0; i < 60; i++) pace.finished(null);
  assert.equal(pace.fps, 30);
  assert.equal(pace.slow, false);
});

/** A pace that wants as many pictures as it may have. */
function hurried() {
  const pace = new Pace(30);
  pace.follow(100);
  return pace;
}

test("the pace follows what the machine can do, down and up again", () => {
  const pace = hurried();
  let now = 0;
  const draw = (times, interval, cost) => {
    for (let i = 0; i < times; i++) pace.drew((now += interval), cost);
  };
  draw(60, 33, 2);
  assert.equal(pace.fps, 30);
  draw(60, 33, 25);
  assert.ok(pace.fps < 30, "drawing takes most of the time");
  const slow = pace.fps;
  draw(2_000, 60, 0.5);
  assert.ok(pace.fps > slow, "drawing is cheap again");
});

test("pictures that come late slow the pace; a pause does not", () => {
  const pace = hurried();
  let now = 0;
  for (let i = 0; i < 100; i++) pace.drew((now += 90), 1);
  assert.ok(pace.fps < 30);
  const idle = hurried();
  for (let i = 0; i < 100; i++) idle.drew((now += 5_000), 1);
  assert.equal(idle.fps, 30);
});

test("slow marks need few pictures, fast ones as many as there may be", () => {
  const pace = new Pace(30);
  const rates = [0, 0.1, 1, 10].map((pixels) => (pace.follow(pixels), pace.fps));
  assert.deepEqual(rates, [5, 5, 12, 30]);
});

test("the next picture is waited for from the last one", () => {
  const pace = hurried();
  assert.equal(pace.wait(500), 0);
  pace.drew(500, 1);
  assert.ok(Math.abs(pace.wait(510) - 23.3) < 0.1);
});

test("the nearest mark within reach is found, across cells and left of the view", () => {
  const index = new GridIndex();
  index.add(1, 47, 47);
  index.add(2, 49, 49);
  index.add(3, -5, 10);
  assert.equal(index.nearest(48.5, 48.5, 14), 2);
  assert.equal(index.nearest(40, 47, 14), 1);
  assert.equal(index.nearest(2, 10, 14), 3);
  assert.equal(index.nearest(200, 200, 14), null);
});

test("every constant the shaders name is defined in them", () => {
  for (const source of [VERTEX, FRAGMENT]) {
    const defined = new Set([...source.matchAll(/const \w+ (\w+)/g)].map(([, name]) => name));
    const used = [...source.matchAll(/\b[A-Z]{4,}\b/g)].map(([name]) => name);
    assert.deepEqual(used.filter((name) => !defined.has(name)), []);
  }
});
