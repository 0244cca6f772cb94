import assert from "node:assert/strict";
import { test } from "node:test";
import { CellGrid } from "../../assets/live/map/cluster.mjs";

const grid = (cell, rows) => {
  const made = new CellGrid(cell);
  rows.forEach(([x, y, state = 0], i) => made.add(i, x, y, state));
  return made;
};

/** The rings and those alone, as `split` gives them. */
const split = (cell, rows, most) => {
  const rings = [];
  let alone = [];
  grid(cell, rows).split(most, (ring) => rings.push(ring), (isAlone) => (alone = rows.filter(([x, y]) => isAlone(x, y))));
  return { rings, alone };
};

test("points of one cell become one ring at their middle, counted by state", () => {
  const [cluster, ...rest] = grid(100, [[10, 10, 0], [20, 10, 1], [30, 40, 1]]).joined();
  assert.equal(rest.length, 0);
  assert.deepEqual(cluster, { x: 20, y: 20, count: 3, states: [1, 2, 0, 0], only: -1 });
});

test("a point alone says which it is, also when its neighbour has gone", () => {
  const held = grid(100, [[10, 10], [510, 10], [12, 10]]);
  held.remove(0, 10, 10, 0);
  assert.deepEqual(held.joined().map((one) => one.only), [2, 1]);
});

test("a crowd cut by a cell border is joined again", () => {
  const clusters = grid(100, [[98, 50], [99, 50], [101, 50]]).joined();
  assert.equal(clusters.length, 1);
  assert.equal(clusters[0].count, 3);
});

test("an emptied cell is no ring of none", () => {
  const held = grid(100, [[10, 10]]);
  held.remove(0, 10, 10, 0);
  assert.deepEqual(held.joined(), []);
});

test("a few of a cell stand alone, more are a ring", () => {
  const rows = [[10, 10], [20, 10], [210, 10], [220, 10], [230, 10]];
  const { rings, alone } = split(100, rows, 2);
  assert.deepEqual(rings.map((one) => one.count), [3]);
  assert.deepEqual(alone, rows.slice(0, 2));
});

test("rings of neighbouring cells never touch, however their members lie", () => {
  const { rings } = split(100, [[99, 50], [99, 51], [101, 50], [101, 51]], 1);
  assert.ok(Math.abs(rings[0].x - rings[1].x) >= 38 - 1e-9, `${rings[0].x} ${rings[1].x}`);
});

test("no point is lost or counted twice among a hundred thousand, and changes leave what a fresh grid has", () => {
  let seed = 3;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const rows = Array.from({ length: 100_000 }, () => [random() * 5000, random() * 5000, Math.floor(random() * 3)]);
  const held = grid(160, rows);
  for (let i = 0; i < 500; i += 1) {
    held.remove(i, ...rows[i]);
    rows[i] = [random() * 5000, random() * 5000, Math.floor(random() * 3)];
    held.add(i, ...rows[i]);
  }
  const sorted = (clusters) => clusters.map((one) => `${one.count} ${one.states} ${Math.round(one.x)}`).sort();
  assert.deepEqual(sorted(held.joined()), sorted(grid(160, rows).joined()));
  assert.equal(held.joined().reduce((sum, one) => sum + one.count, 0), 100_000);
  assert.ok(held.joined().length < 2000);
});
