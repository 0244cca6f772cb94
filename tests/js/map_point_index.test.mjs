import assert from "node:assert/strict";
import { test } from "node:test";
import { PointIndex } from "../../assets/live/map/point_index.mjs";

test("a rectangle finds all that lie in it, also left of and above nought", () => {
  const index = new PointIndex(10);
  [[-5, -5], [5, 5], [14, 5], [95, 95]].forEach(([x, y], i) => index.add(i, x, y));
  assert.deepEqual(index.near(-6, -6, 14, 6).sort(), [0, 1, 2]);
});

test("what was removed is not found, its neighbours are", () => {
  const index = new PointIndex(10);
  index.add(1, 5, 5);
  index.add(2, 6, 6);
  index.remove(1, 5, 5);
  index.remove(1, 5, 5);
  assert.deepEqual(index.near(0, 0, 9, 9), [2]);
});
