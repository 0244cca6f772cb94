import assert from "node:assert/strict";
import { test } from "node:test";
import { asideOf } from "../../assets/live/map/ring_room.mjs";

const HOW = { cell: 100, reach: 22 };
const ring = (x, y) => ({ key: "1 1", x, y, count: 9, amber: 0 });
const away = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

test("a ring that covers no mark stays where its members are", () => {
  const here = ring(140, 160);
  assert.deepEqual(asideOf([here], [{ x: 190, y: 110, reach: 15 }], HOW), [here]);
});

test("a ring under an alarm steps aside, no farther than its own cell lets it", () => {
  const alarm = { x: 175, y: 150, reach: 30 };
  const [{ x, y, count }] = asideOf([ring(160, 150)], [alarm], HOW);
  assert.ok(away({ x, y }, alarm) > 50);
  assert.ok(x >= 119 - 1e-9 && x <= 181 + 1e-9 && y >= 119 - 1e-9 && y <= 181 + 1e-9);
  assert.equal(count, 9);
});

test("where no place is free it takes the one that hides the least, and the same each time", () => {
  const marks = [{ x: 150, y: 150, reach: 60 }];
  const [first] = asideOf([ring(150, 151)], marks, HOW);
  assert.ok(away(first, marks[0]) > 40);
  assert.deepEqual(asideOf([ring(150, 151)], marks, HOW), [first]);
});

test("marks far away and other cells' marks do not drive it", () => {
  const here = ring(150, 150);
  assert.deepEqual(asideOf([here], [{ x: 400, y: 150, reach: 40 }], HOW), [here]);
});
