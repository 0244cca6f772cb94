import assert from "node:assert/strict";
import { test } from "node:test";
import { rankOf, spots } from "../../assets/live/map/spots.mjs";

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
