import assert from "node:assert/strict";
import { test } from "node:test";
import { asideOf } from "../../assets/live/map/ring_room.mjs";

const HOW = { cell: 100, reach: 22 };
const ring = (x, y) => ({ key: "1 1", x, y, count: 9, amber: 0, members: [{ x, y }] });
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

const WEST = (x) => x < 125;

test("a ring whose middle lies beyond the edge stands on the ground nearest to it", () => {
  const round = { ...ring(140, 160), members: [{ x: 104, y: 190 }, { x: 124, y: 110 }] };
  const [{ x, y, count }] = asideOf([round], [], { ...HOW, isGround: WEST });
  assert.ok(WEST(x) && away({ x, y }, { x: 140, y: 160 }) < 25, `${x} ${y}`);
  assert.equal(count, 9);
});

test("where its cell has hardly any ground it stands at one of its members, off other rings where it can", () => {
  const sliver = { ...HOW, isGround: (x) => x < 105 };
  const members = [{ x: 103, y: 130 }, { x: 104, y: 175 }];
  const here = { ...ring(119, 150), members };
  const place = (...others) => members.findIndex(({ x, y }) => [asideOf([here, ...others], [], sliver)[0]].every((one) => one.x === x && one.y === y));
  assert.equal(place(), 0);
  assert.equal(place(ring(80, 130)), 1);
});

test("members that all lie beyond the edge have their ring where one of them is", () => {
  const members = [{ x: 160, y: 160 }, { x: 190, y: 120 }];
  const [{ x, y }] = asideOf([{ ...ring(150, 150), members }], [], { ...HOW, isGround: () => false });
  assert.deepEqual({ x, y }, members[0]);
});

test("stepping aside for a mark never leads beyond the edge", () => {
  for (let at = 100; at < 125; at += 5) {
    const [{ x }] = asideOf([ring(122, 150)], [{ x: at, y: 150, reach: 30 }], { ...HOW, isGround: WEST });
    assert.ok(WEST(x), `${x}`);
  }
});
