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

const over = (...boxes) => {
  const taken = new Taken();
  for (const one of boxes) taken.take(one);
  return taken;
};

test("what must stand and finds no free place stands where it covers the least", () => {
  const places = [[box(100, 100)], [box(300, 100)], [box(500, 100)]];
  const ground = () => over({ ...box(90, 100), weight: 6 }, { ...box(310, 100), weight: 1 }, { ...box(520, 100), weight: 6 });
  assert.deepEqual(place([{ priority: 1, places }], [FRAME], ground()), []);
  assert.deepEqual(place([{ priority: 1, places, must: true }], [FRAME], ground()), [{ candidate: 0, place: 1, pressed: true }]);
});

test("it never covers what has no weight, nor another name, nor leaves the frame", () => {
  const must = { priority: 1, places: [[box(100, 100)]], must: true };
  assert.deepEqual(place([must], [FRAME], over(box(140, 110))), []);
  assert.deepEqual(place([{ priority: 2, places: [[box(110, 100)]] }, must], [FRAME]), [{ candidate: 0, place: 0 }]);
  assert.deepEqual(place([{ ...must, places: [[box(980, 100)]] }], [FRAME]), []);
});

test("who finds free ground goes before who does not, whatever the order", () => {
  const ground = over({ ...box(90, 100, 70), weight: 1 });
  const pressed = { priority: 1, places: [[box(100, 100)], [box(125, 104)]], must: true };
  const chosen = place([pressed, { priority: 1, places: [[box(161, 100)]] }], [FRAME], ground);
  assert.deepEqual(chosen, [{ candidate: 1, place: 0 }, { candidate: 0, place: 0, pressed: true }]);
});

test("who is pressed stays while it is hardly worse there, and goes to free ground as soon as there is some", () => {
  const places = [[box(100, 100)], [box(300, 100)]];
  const held = { priority: 1, places, must: true, held: 1 };
  const both = (here, there) => over({ ...box(100, 100), weight: here }, { ...box(300, 100), weight: there });
  assert.equal(place([held], [FRAME], both(1, 1.2))[0].place, 1);
  assert.equal(place([held], [FRAME], both(1, 6))[0].place, 0);
  assert.deepEqual(place([held], [FRAME], over({ ...box(300, 100), weight: 1 })), [{ candidate: 0, place: 0 }]);
});

test("what a text suffers counts each ground once, however many cells it lies in", () => {
  const taken = over({ x: 0, y: 0, w: 300, h: 300, weight: 2 });
  assert.equal(taken.sufferingIn(box(30, 50, 200, 40)), 2);
  assert.equal(taken.sufferingIn(box(250, 10, 100, 20)), 1);
  assert.equal(taken.sufferingIn(box(300, 0)), 0);
});

test("who has lost its ground drives nobody from theirs", () => {
  const places = [[box(100, 100)], [box(300, 100)]];
  const chosen = place([{ priority: 1, places, held: 0 }, { priority: 1, places, held: 1 }], [FRAME], over(box(90, 100)));
  assert.deepEqual(chosen, [{ candidate: 1, place: 1 }]);
});
