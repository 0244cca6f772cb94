import assert from "node:assert/strict";
import { test } from "node:test";
import { crowds, rankOf, spots } from "../../assets/live/map/spots.mjs";

const at = (id, x, urgency = "normal", opened_at_ms = 0) => ({ id, x, y: 0, urgency, opened_at_ms });

test("normal incidents closer than the radius share a mark led by the oldest", () => {
  assert.deepEqual(spots([at("b", 5, "normal", 2), at("a", 0, "normal", 1)], 20), [
    { lead: "a", members: ["a", "b"], x: 0, y: 0 },
  ]);
});

test("the worst leads, whoever came first", () => {
  const [spot] = spots([at("a", 0), at("b", 5, "critical", 9)], 20);
  assert.equal(spot.lead, "b");
});

test("an urgent incident is not swallowed by a neighbour", () => {
  const found = spots([at("a", 0, "critical"), at("b", 10, "urgent")], 20);
  assert.deepEqual(found.map((spot) => spot.members), [["a"], ["b"]]);
});

test("urgent incidents under the very same point share it, with a count", () => {
  assert.deepEqual(spots([at("a", 0, "critical"), at("b", 0, "urgent")], 20)[0].members, ["a", "b"]);
});

test("the selected one stands alone and leads", () => {
  const found = spots([at("a", 0), at("b", 10)], 5, "b");
  assert.deepEqual(found.map((spot) => spot.lead), ["b", "a"]);
});

test("an incident joins the nearest spot, not the first", () => {
  const found = spots([at("a", 0, "normal", 1), at("b", 30, "normal", 2), at("c", 18, "normal", 3)], 20);
  assert.deepEqual(found[1].members, ["b", "c"]);
});

test("an unknown urgency is treated as urgent", () => {
  assert.equal(rankOf("whatever"), 1);
  assert.equal(rankOf("normal"), 0);
});

const HOW = { radius: 20, cell: 100, most: 2, selected: null };
const crowd = (n, more) => Array.from({ length: n }, (_, i) => ({ ...at(`n${i}`, 150 + i, "normal", i), y: 150, ...more?.(i) }));

test("more normal incidents than a few in a cell are one ring, with those near their deadline", () => {
  const { spots: found, rings } = crowds(crowd(9, (i) => ({ amber: i < 3 })), HOW);
  assert.deepEqual(found, []);
  assert.deepEqual(rings.map(({ count, amber }) => [count, amber]), [[9, 3]]);
});

test("what is urgent, critical, overdue, new or selected is never in a ring", () => {
  const others = [at("u", 150, "urgent"), at("c", 155, "critical"), { ...at("o", 160), calls: true }, at("s", 165)];
  const { spots: found, rings } = crowds([...crowd(9), ...others.map((one) => ({ ...one, y: 150 }))], { ...HOW, selected: "s" });
  assert.deepEqual(found.map(({ lead }) => lead), ["s", "c", "u", "o"]);
  assert.deepEqual(rings.map(({ count }) => count), [9]);
});

test("a few in a cell stay marks", () => {
  assert.deepEqual(crowds(crowd(2), HOW).rings, []);
  assert.equal(crowds(crowd(2), HOW).spots.length, 1);
});

test("every one of five thousand is in exactly one mark or ring", () => {
  let seed = 5;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const all = Array.from({ length: 5000 }, (_, i) => ({
    ...at(`i${i}`, random() * 1900, random() < 0.05 ? "urgent" : "normal", i), y: random() * 1000, calls: random() < 0.05,
  }));
  const { spots: found, rings } = crowds(all, { radius: 26, cell: 110, most: 5, selected: "i7" });
  const members = found.flatMap((spot) => spot.members);
  assert.equal(new Set(members).size, members.length);
  assert.equal(members.length + rings.reduce((sum, ring) => sum + ring.count, 0), 5000);
  assert.equal(new Set(rings.map(({ key }) => key)).size, rings.length);
  for (const one of all) if (one.calls || one.urgency !== "normal") assert.ok(members.includes(one.id));
});

test("a ring knows where its members are", () => {
  const { rings } = crowds([...crowd(3), ...crowd(4).map((one) => ({ ...one, id: `far ${one.id}`, x: one.x + 300 }))], HOW);
  assert.deepEqual(rings.map(({ members }) => members.map(({ x }) => x)), [[150, 151, 152], [450, 451, 452, 453]]);
});
