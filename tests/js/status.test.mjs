/** What tests and watchdogs are told of the page. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Fleet } from "../../assets/live/fleet.mjs";
import { RecordBook } from "../../assets/live/records.mjs";
import { drawnReport, heldReport } from "../../assets/live/status.mjs";
import { BASE, keyframe, position } from "./frames.mjs";

/** Two rows since BASE, of which the relay has introduced one, and an incident. */
function page() {
  const [fleet, records] = [new Fleet(), new RecordBook()];
  fleet.learn([{ row: 0, id: "QH-0001", kind: "worker" }]);
  fleet.apply(keyframe([position(0), position(1, { lat: 32.03 })]), BASE);
  records.replace({ seq: 7, records: { incident: { "I-1": { id: "I-1" } } } });
  return { fleet, records };
}

/** Marks of a picture drawn so many ms after BASE. @param {number | null} afterMs */
function drawn(afterMs) {
  const renderer = () => ({ drawnMs: afterMs === null ? null : BASE + afterMs });
  return drawnReport({ hub: /** @type {any} */ (page()), renderer });
}

test("a mark's look is that of the moment it was drawn at, not of now", () => {
  const ttlMs = page().fleet.ttlMs[0];
  const looks = [0, ttlMs * 0.6, ttlMs * 2].map((ms) => drawn(ms).marks.filter((_, i) => i % 3 === 2));
  assert.deepEqual(looks, [[0, 0], [1, 1], [2, 2]]);
  assert.deepEqual(drawn(0).marks.slice(3, 5), [320300000, Math.round(page().fleet.lon[1] * 1e7)]);
});

test("what is gone is not drawn, and before the first drawing nothing is", () => {
  assert.deepEqual(drawn(page().fleet.ttlMs[0] * 6).marks, []);
  assert.deepEqual(drawn(null), { drawnMs: null, marks: [], names: [] });
});

test("what the page holds is told by name, records whole", () => {
  const told = heldReport({ hub: /** @type {any} */ (page()), lane: /** @type {any} */ ({ epoch: 5, tick: 9 }) });
  assert.deepEqual(Object.keys(told.rows), ["QH-0001", "row 1"]);
  assert.deepEqual([told.epoch, told.seq, told.tick], [5, 7, 9]);
  assert.deepEqual(told.records, { incident: { "I-1": { id: "I-1" } } });
});
