import assert from "node:assert/strict";
import { test } from "node:test";
import { gather } from "../../assets/live/map/cluster.mjs";

const columns = (rows) => ({
  x: Float64Array.from(rows, (row) => row[0]),
  y: Float64Array.from(rows, (row) => row[1]),
  state: Uint8Array.from(rows, (row) => row[2] ?? 0),
});

test("points of one cell become one ring at their middle, counted by state", () => {
  const [cluster, ...rest] = gather(columns([[10, 10, 0], [20, 10, 1], [30, 40, 1]]), 100);
  assert.equal(rest.length, 0);
  assert.deepEqual(cluster, { x: 20, y: 20, count: 3, states: [1, 2, 0, 0], only: -1 });
});

test("a point alone says which it is", () => {
  assert.deepEqual(gather(columns([[10, 10], [510, 10]]), 100).map((one) => one.only), [0, 1]);
});

test("a crowd cut by a cell border is joined again", () => {
  const clusters = gather(columns([[98, 50], [99, 50], [101, 50]]), 100);
  assert.equal(clusters.length, 1);
  assert.equal(clusters[0].count, 3);
});

test("what must stand alone is never swallowed", () => {
  const clusters = gather(columns([[10, 10], [11, 10], [12, 10]]), 100, (i) => i === 1);
  assert.deepEqual(clusters.map((one) => [one.count, one.only]), [[2, -1], [1, 1]]);
});

test("without a cell nothing is gathered", () => {
  assert.equal(gather(columns([[10, 10], [10, 10]]), 0).length, 2);
});

test("no point is lost or counted twice among a hundred thousand", () => {
  let seed = 3;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const points = columns(Array.from({ length: 100000 }, () => [random() * 5000, random() * 5000, Math.floor(random() * 3)]));
  const clusters = gather(points, 160);
  assert.equal(clusters.reduce((sum, one) => sum + one.count, 0), 100000);
  assert.ok(clusters.every((one) => one.states.reduce((a, b) => a + b) === one.count));
  assert.ok(clusters.length < 2000);
});
