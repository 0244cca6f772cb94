import assert from "node:assert/strict";
import { test } from "node:test";
import { DWELL_MS, HOLD_MS, paginate, Pager } from "../../assets/live/panels/pager.mjs";

test("a page holds what fits, in order", () => {
  assert.deepEqual(paginate([10, 10, 10, 10, 10], 25), [
    [0, 2],
    [2, 4],
    [4, 5],
  ]);
  assert.deepEqual(paginate([10, 10], 20), [[0, 2]]);
});

test("an item larger than its place has a page of its own", () => {
  assert.deepEqual(paginate([50, 10, 10], 30), [
    [0, 1],
    [1, 3],
  ]);
  assert.deepEqual(paginate([10, 10], 0), [
    [0, 1],
    [1, 2],
  ]);
});

test("nothing is one empty page", () => {
  assert.deepEqual(paginate([], 100), [[0, 0]]);
});

test("a page stands for a whole dwell before it is turned, and the last is followed by the first", () => {
  const pager = new Pager();
  assert.equal(pager.turn(0, 2, false), 0);
  assert.equal(pager.turn(DWELL_MS - 1, 2, false), 0);
  assert.equal(pager.turn(DWELL_MS, 2, false), 1);
  assert.equal(pager.turn(2 * DWELL_MS, 2, false), 0);
});

test("it stays while somebody reads, and a whole dwell after", () => {
  const pager = new Pager();
  pager.turn(0, 2, false);
  assert.equal(pager.turn(5 * DWELL_MS, 2, true), 0);
  assert.equal(pager.turn(6 * DWELL_MS - 1, 2, false), 0);
  assert.equal(pager.turn(6 * DWELL_MS, 2, false), 1);
});

test("something new calls its page and holds it longer", () => {
  const pager = new Pager();
  pager.turn(0, 4, false);
  pager.hold(2, 100);
  assert.equal(pager.turn(100 + HOLD_MS - 1, 4, false), 2);
  assert.equal(pager.turn(100 + HOLD_MS, 4, false), 3);
});

test("a list that became shorter begins again", () => {
  const pager = new Pager();
  pager.hold(3, 0);
  assert.equal(pager.turn(1, 2, false), 0);
});
