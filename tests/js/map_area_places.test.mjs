import assert from "node:assert/strict";
import { test } from "node:test";
import { ANOTHERS, NOBODYS, OWN, placesOf } from "../../assets/live/map/area_places.mjs";

const LARGE = { width: 80, high: 20, cost: 0, face: "large" };
const SMALL = { width: 60, high: 16, cost: 1.5, face: "small" };
/** Own ground 200 wide and 100 high; a neighbour to the east, nobody elsewhere. */
const whose = (dx, dy) => {
  if (Math.abs(dy) > 50) return NOBODYS;
  if (Math.abs(dx) <= 100) return OWN;
  return dx > 0 ? ANOTHERS : NOBODYS;
};

test("the middle comes first, in the usual letters, and every place is another", () => {
  const places = placesOf([LARGE, SMALL], whose);
  assert.deepEqual(places[0], { dx: 0, dy: 0, width: 80, high: 20, face: "large" });
  assert.equal(new Set(places.map((one) => JSON.stringify(one))).size, places.length);
});

test("no name has its middle in a neighbour, though its end may reach over", () => {
  const places = placesOf([LARGE], whose);
  assert.ok(places.every(({ dx, dy }) => whose(dx, dy) !== ANOTHERS));
  assert.ok(places.some(({ dx, width, dy }) => whose(dx + width / 2, dy) === ANOTHERS));
});

test("inside comes before beyond the edge, and a step aside before smaller letters", () => {
  const places = placesOf([LARGE, SMALL], whose);
  const first = (wanted) => places.findIndex(wanted);
  assert.ok(first(({ dy, dx }) => dx === 0 && Math.abs(dy) > 50) > first(({ dx, dy }) => dx === 0 && Math.abs(dy) > 40));
  assert.ok(first(({ face }) => face === "small") > first(({ dx }) => dx !== 0));
});

test("beyond the edge a name stands only where its own ground is the nearest on the way in", () => {
  const strip = (dx, dy) => (dy > 50 ? NOBODYS : dy > 20 ? ANOTHERS : whose(dx, dy));
  const places = placesOf([LARGE], strip);
  assert.ok(places.some(({ dx, dy }) => dx === 0 && dy < -50));
  assert.ok(!places.some(({ dx, dy }) => dx === 0 && dy > 50));
});

test("a middle that lies in no ground, or in another's, is a place all the same", () => {
  assert.deepEqual(placesOf([LARGE], () => ANOTHERS).map(({ dx, dy }) => [dx, dy]), [[0, 0]]);
});
