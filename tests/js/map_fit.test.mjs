import assert from "node:assert/strict";
import { test } from "node:test";
import { FitRule, fitOf } from "../../assets/live/map/fit.mjs";

test("the map fits when the set of alarms changes, and not when only their order does", () => {
  const rule = new FitRule("alarms");
  assert.equal(rule.alarms(["a", "b"]), true);
  assert.equal(rule.alarms(["b", "a"]), false);
  assert.equal(rule.alarms(["b"]), true);
});

test("a gesture locks until somebody resumes", () => {
  const rule = new FitRule("alarms");
  rule.gesture();
  assert.equal(rule.alarms(["a"]), false);
  rule.resume();
  assert.equal(rule.alarms(["a", "b"]), true);
});

test("a change that came while locked does not move the map later by itself", () => {
  const rule = new FitRule("alarms");
  rule.gesture();
  rule.alarms(["a"]);
  rule.resume();
  assert.equal(rule.alarms(["a"]), false);
});

test("in scope mode alarms never move the map", () => {
  assert.equal(new FitRule("scope").alarms(["a"]), false);
});

test("the second click on a row goes back to the exact former view", () => {
  const rule = new FitRule("scope");
  assert.deepEqual(rule.visit("x", "home"), { go: true });
  assert.deepEqual(rule.visit("x", "at x"), { go: false, to: "home" });
  assert.deepEqual(rule.visit("x", "home"), { go: true });
});

test("going from row to row still remembers where the first visit began", () => {
  const rule = new FitRule("scope");
  rule.visit("x", "home");
  rule.visit("y", "at x");
  assert.equal(rule.leave(), "home");
  assert.equal(rule.leave(), null);
});

test("a gesture during a visit keeps the map there: the way back is given up", () => {
  const rule = new FitRule("scope");
  rule.visit("x", "home");
  rule.gesture();
  assert.equal(rule.leave(), null);
});

test("alarms do not pull the map away from a visit", () => {
  const rule = new FitRule("alarms");
  rule.visit("x", "home");
  assert.equal(rule.alarms(["a"]), false);
});

test("the address may ask for another fit; what it cannot mean is the whole scope", () => {
  assert.equal(fitOf("?lang=en&fit=alarms"), "alarms");
  assert.equal(fitOf("?fit=closer"), "scope");
  assert.equal(fitOf(""), "scope");
});
