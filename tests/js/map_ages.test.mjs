import assert from "node:assert/strict";
import { test } from "node:test";
import { agesWithRoom } from "../../assets/live/map/ages.mjs";

const mark = (lead, x, y, rank, openedMs, chosen = false) => ({ lead, x, y, rank, openedMs, text: "9 小时", chosen, side: 70, reach: 18 });
const written = (marks, rings) => [...agesWithRoom(marks, 1, rings)].map(([lead, { side }]) => `${lead} ${side}`);

test("where two ages would meet, the worse one's stands below and the other's above; with room there too both are below", () => {
  const near = [mark("urgent", 100, 100, 1, 0), mark("critical", 140, 96, 2, 50)];
  assert.deepEqual(written(near), ["critical below", "urgent above"]);
  assert.deepEqual(written([near[0], mark("other", 400, 100, 1, 0)]), ["urgent below", "other below"]);
});

test("of equals the older one's age has the first choice, and the chosen one's before all", () => {
  const pair = [mark("young", 100, 100, 1, 50), mark("old", 140, 100, 1, 10)];
  assert.deepEqual(written(pair), ["old below", "young above"]);
  assert.equal(written([mark("chosen", 180, 100, 0, 99, true), ...pair])[0], "chosen below");
});

test("an age is written over no mark and no ring; without room it is left out, and a normal incident has none", () => {
  const above = mark("above", 100, 100, 1, 0);
  assert.deepEqual(written([above, mark("below", 100, 140, 0, 99)]), ["above above"]);
  assert.deepEqual(written([above], [{ x: 90, y: 125, w: 50, h: 50 }, { x: 90, y: 30, w: 50, h: 50 }]), []);
  assert.deepEqual(written([mark("normal", 0, 0, 0, 0)]), []);
});

test("no two of a hundred ages stand over each other", () => {
  let seed = 11;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const marks = Array.from({ length: 100 }, (_, i) => mark(`i${i}`, random() * 900, random() * 900, 1, i));
  const boxes = [...agesWithRoom(marks, 1).values()].map(({ box }) => box);
  assert.ok(boxes.length > 10);
  for (const a of boxes) for (const b of boxes) if (a !== b) assert.ok(a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h);
});
