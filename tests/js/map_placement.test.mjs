import assert from "node:assert/strict";
import { test } from "node:test";
import { overlap, place, Taken } from "../../assets/live/map/placement.mjs";

const FRAME = { x: 0, y: 0, w: 1000, h: 1000 };
const box = (x, y, w = 50, h = 20) => ({ x, y, w, h });

test("of two labels that collide the more important one stands", () => {
  const chosen = place([{ priority: 1, places: [[box(100, 100)]] }, { priority: 2, places: [[box(120, 110)]] }], [FRAME]);
  assert.deepEqual(chosen, [{ candidate: 1, place: 0 }]);
});

test("a label that cannot have its best place takes the next", () => {
  const chosen = place(
    [{ priority: 2, places: [[box(100, 100)]] }, { priority: 1, places: [[box(120, 110)], [box(120, 130)]] }],
    [FRAME],
  );
  assert.deepEqual(chosen[1], { candidate: 1, place: 1 });
});

test("every box of a place must be free: a river's name stands whole or not at all", () => {
  const river = { priority: 1, places: [[box(0, 0), box(200, 0), box(400, 0)]] };
  const chosen = place([{ priority: 2, places: [[box(410, 5)]] }, river], [FRAME]);
  assert.deepEqual(chosen.map((one) => one.candidate), [0]);
});

test("nothing is cut by the edge of the frame", () => {
  assert.deepEqual(place([{ priority: 1, places: [[box(980, 10)]] }], [FRAME]), []);
});

test("boxes that only touch do not collide", () => {
  assert.equal(overlap(box(0, 0), box(50, 0)), false);
  assert.equal(overlap(box(0, 0), box(49, 0)), true);
});

test("among a thousand random labels no two that stand overlap", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const candidates = Array.from({ length: 1000 }, (_, i) => ({
    priority: i % 5,
    places: [[box(random() * 900, random() * 900, 20 + random() * 80)]],
  }));
  const standing = place(candidates, [FRAME]).map((one) => candidates[one.candidate].places[one.place][0]);
  assert.ok(standing.length > 50);
  for (let i = 0; i < standing.length; i += 1) {
    for (let j = 0; j < i; j += 1) assert.equal(overlap(standing[i], standing[j]), false);
  }
});

test("ground taken before, even left of the frame's origin, is respected", () => {
  const taken = new Taken();
  taken.take(box(-20, -5, 60, 30));
  assert.deepEqual(place([{ priority: 1, places: [[box(10, 0)]] }], [FRAME], taken), []);
});

test("a name with letters on both sides of the view's edge is not written at all", () => {
  const halves = [{ x: 0, y: 0, w: 500, h: 1000 }, { x: 500, y: 0, w: 500, h: 1000 }];
  const river = { priority: 1, places: [[box(430, 0), box(520, 0)]] };
  assert.deepEqual(place([river], halves), []);
  assert.equal(place([{ priority: 1, places: [[box(520, 0), box(600, 0)]] }], halves).length, 1);
});

test("who stands already stays, though a better place is free, and before who of its rank comes later", () => {
  const places = [[box(100, 100)], [box(300, 100)]];
  assert.deepEqual(place([{ priority: 1, places, held: 1 }], [FRAME]), [{ candidate: 0, place: 1 }]);
  assert.deepEqual(place([{ priority: 1, places }, { priority: 1, places: [[box(110, 100)]], held: 0 }], [FRAME]), [
    { candidate: 1, place: 0 },
    { candidate: 0, place: 1 },
  ]);
});

test("who cannot stay moves to the best place left; a place that is no more is no reason to go", () => {
  const taken = new Taken();
  taken.take(box(310, 110));
  const places = [[box(100, 100)], [box(300, 100)]];
  assert.deepEqual(place([{ priority: 1, places, held: 1 }], [FRAME], taken), [{ candidate: 0, place: 0 }]);
  assert.deepEqual(place([{ priority: 1, places, held: 7 }], [FRAME]), [{ candidate: 0, place: 0 }]);
});
