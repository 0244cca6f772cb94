import assert from "node:assert/strict";
import { test } from "node:test";
import { agesWithRoom } from "../../assets/live/map/ages.mjs";

const mark = (lead, x, y, rank, openedMs, chosen = false) => ({ lead, x, y, rank, openedMs, text: "9 小时", chosen });

test("where two ages would meet, the worse one's is written; far apart both are", () => {
  const near = [mark("urgent", 100, 100, 1, 0), mark("critical", 110, 96, 2, 50)];
  assert.deepEqual([...agesWithRoom(near, 1)], ["critical"]);
  assert.equal(agesWithRoom([near[0], mark("other", 400, 100, 1, 0)], 1).size, 2);
});

test("of equals the older one's age is written, and the chosen one's before all", () => {
  const pair = [mark("young", 100, 100, 1, 50), mark("old", 104, 100, 1, 10)];
  assert.deepEqual([...agesWithRoom(pair, 1)], ["old"]);
  assert.ok(agesWithRoom([mark("chosen", 104, 100, 0, 99, true), ...pair], 1).has("chosen"));
});

test("an age is never written over a diamond that calls, and a normal incident has none", () => {
  const below = mark("below", 100, 140, 2, 99);
  assert.ok(!agesWithRoom([mark("above", 100, 100, 1, 0), below], 1).has("above"));
  assert.equal(agesWithRoom([mark("normal", 0, 0, 0, 0)], 1).size, 0);
});
