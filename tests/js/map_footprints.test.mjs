import assert from "node:assert/strict";
import { test } from "node:test";
import { Footprints, footprintsOf, squareAbout } from "../../assets/live/map/footprints.mjs";
import { reachOf, sideOf, warns } from "../../assets/live/map/incident_size.mjs";

const FRAME = { left: 100, top: 50, scale: 2 };
const look = (more) => ({ rank: 0, light: "neutral", chosen: false, crowded: false, far: false, ...more });

test("a mark's square lies about its place, in pixels of the frame and units of the screen", () => {
  const marks = new Footprints();
  marks.set("cameras", [squareAbout(110, 60, 20)]);
  assert.deepEqual(marks.boxes("cameras", FRAME, 1.5), [{ x: -10, y: -10, w: 60, h: 60 }]);
  assert.deepEqual(marks.boxes("incidents", FRAME, 1), []);
});

test("it tells its listeners only when what is covered is another, whatever the order", () => {
  const marks = new Footprints();
  let told = 0;
  const stop = marks.on(() => (told += 1));
  const pair = [squareAbout(1, 1, 20), squareAbout(2, 2, 20)];
  assert.ok(marks.set("incidents", pair));
  assert.ok(!marks.set("incidents", [...pair].reverse()));
  assert.ok(marks.set("incidents", [pair[0], squareAbout(2, 2, 30)]));
  assert.ok(!marks.set("cameras", []));
  stop();
  marks.set("incidents", []);
  assert.equal(told, 2);
});

test("one page has one book of them", () => {
  const hub = {};
  assert.equal(footprintsOf(hub), footprintsOf(hub));
});

test("names keep off the diamond alone, off the ring that warns and off the halo of what is late", () => {
  const reaches = ["neutral", "amber", "red"].map((light) => reachOf(look({ light })));
  assert.deepEqual(reaches.map(Math.round), [16, 30, 34]);
  assert.equal(reachOf(look({ light: "amber", far: true })), reaches[0]);
  assert.equal(reachOf(look({ light: "twice", far: true })), reaches[2]);
  assert.ok(reachOf(look({ chosen: true })) > reaches[0]);
  assert.deepEqual([{}, { light: "amber" }, { light: "amber", far: true }, { rank: 1 }, { light: "red", far: true }].map((more) => warns(look(more))), [false, true, false, true, true]);
  assert.ok(reachOf(look({ rank: 2 })) > reachOf(look({ rank: 1 })));
});

test("in a crowd marks are smaller, but for the chosen one", () => {
  assert.deepEqual([0, 1, 2].map((rank) => sideOf(look({ rank, crowded: true }))), [36, 36, 52]);
  assert.equal(sideOf(look({ crowded: true, chosen: true })), 62);
});
