import assert from "node:assert/strict";
import { test } from "node:test";
import { stepped } from "../../assets/live/map/roving.mjs";

test("arrows go round and round, either way", () => {
  assert.equal(stepped(["a", "b", "c"], "c", "ArrowRight"), "a");
  assert.equal(stepped(["a", "b", "c"], "a", "ArrowUp"), "c");
});

test("the first arrow goes to the first, or backwards to the last", () => {
  assert.equal(stepped(["a", "b", "c"], null, "ArrowDown"), "a");
  assert.equal(stepped(["a", "b", "c"], null, "ArrowLeft"), "c");
});

test("a held mark that has left the view begins anew", () => {
  assert.equal(stepped(["a", "b"], "gone", "ArrowRight"), "a");
});

test("no marks, no mark; other keys are somebody else's", () => {
  assert.equal(stepped([], null, "ArrowRight"), null);
  assert.equal(stepped(["a"], null, "Enter"), undefined);
});
