import assert from "node:assert/strict";
import { test } from "node:test";
import { anchors, lengthOf, lettersAt, sharpestTurn, stepsAt } from "../../assets/live/map/along.mjs";

const CORNER = [0, 0, 10, 0, 10, 10];

test("the length of a line is the sum of its pieces", () => {
  assert.equal(lengthOf(CORNER), 20);
  assert.equal(lengthOf([3, 4]), 0);
});

test("steps lie at their distances and look along the line", () => {
  assert.deepEqual(stepsAt(CORNER, [5, 10, 15]), [
    { x: 5, y: 0, angle: 0 },
    { x: 10, y: 0, angle: 0 },
    { x: 10, y: 5, angle: Math.PI / 2 },
  ]);
});

test("distances beyond either end are left out", () => {
  assert.equal(stepsAt(CORNER, [-1, 5, 25]).length, 1);
  assert.equal(stepsAt(CORNER, [-1]).length, 0);
});

test("repeated points do not divide by zero", () => {
  assert.deepEqual(stepsAt([0, 0, 0, 0, 4, 0], [2]), [{ x: 2, y: 0, angle: 0 }]);
});

test("a short line has one anchor in its middle, a long one several, evenly", () => {
  assert.deepEqual(anchors(100, 400), [50]);
  assert.deepEqual(anchors(1000, 400), [250, 750]);
});

test("the sharpest turn is measured the short way round", () => {
  const step = (angle) => ({ x: 0, y: 0, angle });
  assert.ok(Math.abs(sharpestTurn([step(3.1), step(-3.1)]) - (2 * Math.PI - 6.2)) < 1e-9);
  assert.equal(sharpestTurn([step(0), step(1), step(1.2)]), 1);
});

test("a name reads from left to right on a line drawn from right to left", () => {
  const { steps, upright } = lettersAt([100, 0, 0, 0], 50, 3, 10);
  assert.deepEqual(steps.map((step) => step.x), [40, 50, 60]);
  assert.ok(steps.every((step) => Math.abs(Math.cos(step.angle) - 1) < 1e-9));
  assert.equal(upright, false);
});

test("on a steep line it reads from top to bottom", () => {
  const { steps, upright } = lettersAt([0, 100, 0, 0], 50, 3, 10);
  assert.deepEqual(steps.map((step) => step.y), [40, 50, 60]);
  assert.equal(upright, true);
});

test("a name longer than its line, or round a hairpin, is not written", () => {
  assert.equal(lettersAt([0, 0, 20, 0], 10, 5, 10), null);
  assert.equal(lettersAt([0, 0, 50, 0, 0, 1], 50, 4, 10), null);
});
