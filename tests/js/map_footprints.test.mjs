import assert from "node:assert/strict";
import { test } from "node:test";
import { discAbout, Footprints, footprintsOf, SOLID, squareAbout, THIN, weighing } from "../../assets/live/map/footprints.mjs";
import { badgeOf, bodyOf, coverOf, reachOf, sideOf } from "../../assets/live/map/incident_size.mjs";

const FRAME = { left: 100, top: 50, scale: 2 };
const look = (more) => ({ rank: 0, light: "neutral", chosen: false, crowded: false, far: false, ...more });

test("a mark's square lies about its place, in pixels of the frame and units of the screen", () => {
  const marks = new Footprints();
  marks.set("cameras", [squareAbout(110, 60, 20)]);
  assert.deepEqual(marks.boxes(FRAME, 1.5), [{ x: -10, y: -10, w: 60, h: 60, weight: undefined }]);
  assert.deepEqual(new Footprints().boxes(FRAME, 1), []);
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

test("a mark may be covered if need be, its body less than its lines; what says nothing may not", () => {
  const marks = new Footprints();
  marks.set("incidents", [...weighing(THIN, discAbout(0, 0, 30)), ...weighing(SOLID, [squareAbout(0, 0, 16)])]);
  marks.set("cameras", [squareAbout(9, 9, 20)]);
  assert.deepEqual(marks.boxes(FRAME, 1).map(({ weight }) => weight), [THIN, THIN, THIN, SOLID, undefined]);
  assert.ok(SOLID > THIN);
  assert.ok(marks.set("incidents", [...weighing(SOLID, discAbout(0, 0, 30)), ...weighing(SOLID, [squareAbout(0, 0, 16)])]), "told anew");
});

test("one page has one book of them", () => {
  const hub = {};
  assert.equal(footprintsOf(hub), footprintsOf(hub));
});

test("the boxes of a disc cover all of it, and less than its square", () => {
  const boxes = discAbout(0, 0, 30);
  const covered = (x, y) => boxes.some(({ left, top, w, h }) => x >= left && x <= left + w && y >= top && y <= top + h);
  for (let degree = 0; degree < 360; degree += 1) {
    for (const radius of [30, 20, 0]) assert.ok(covered(radius * Math.cos((degree * Math.PI) / 180), radius * Math.sin((degree * Math.PI) / 180)), `${degree}`);
  }
  assert.ok(!covered(29, 29) && !covered(24, 24));
});

test("ages keep off the diamond alone, off the ring that warns and off the halo of what is late", () => {
  const reaches = ["neutral", "amber", "red"].map((light) => reachOf(look({ light })));
  assert.deepEqual(reaches.map(Math.round), [16, 30, 34]);
  assert.equal(reachOf(look({ light: "amber", far: true })), reaches[0]);
  assert.equal(reachOf(look({ light: "twice", far: true })), reaches[2]);
  assert.ok(reachOf(look({ chosen: true })) > reaches[0]);
  assert.ok(reachOf(look({ rank: 2 })) > reachOf(look({ rank: 1 })));
});

test("names keep off all that is drawn: the diamond where there is no ring, the ring, each halo", () => {
  const covers = ["none", "neutral", "amber", "red", "twice"].map((light) => Math.round(coverOf(look({ light }))));
  assert.deepEqual(covers, [16, 30, 30, 34, 38]);
  assert.deepEqual(["neutral", "amber", "red"].map((light) => Math.round(coverOf(look({ light, far: true })))), [16, 16, 34]);
  assert.ok(coverOf(look({ rank: 1, far: true })) > 30, "an urgent one's clock shows at any size");
});

test("nothing is read through a mark's diamond, however far its rings reach", () => {
  assert.equal(bodyOf(look()), bodyOf(look({ light: "twice" })));
  for (const rank of [0, 1, 2]) assert.ok(bodyOf(look({ rank })) <= coverOf(look({ rank, light: "none" })));
});

test("a mark of several has a badge at its upper right, wider for more digits", () => {
  assert.equal(badgeOf(look(), 1), null);
  const [few, many] = [badgeOf(look(), 9), badgeOf(look(), 12)];
  assert.deepEqual([few.left, few.top], [11, -36]);
  assert.ok(many.w > few.w);
});

test("in a crowd marks are smaller, but for the chosen one", () => {
  assert.deepEqual([0, 1, 2].map((rank) => sideOf(look({ rank, crowded: true }))), [36, 36, 52]);
  assert.equal(sideOf(look({ crowded: true, chosen: true })), 62);
});

test("what is closed is smaller where the whole district is in view", () => {
  assert.ok(sideOf(look({ far: true, over: true })) < sideOf(look({ over: true })));
  assert.equal(sideOf(look({ far: true, over: true, chosen: true })), 62);
});
