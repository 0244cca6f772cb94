import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf } from "../../assets/live/desk/pane/facts.mjs";
import { voiceFrom } from "./pane_words.mjs";

const VOICE = voiceFrom({ "pane.channel.grid-worker": "网格员上报", "pane.channel_unlisted": "其他来源：{source}", "provenance.simulated": "模拟" });
const origin = (source) => factsOf({ source, provenance: "simulated" }, "zh", VOICE).find(({ key }) => key === "pane.field.source");

test("who told it is said in words; the id stands behind them", () => {
  const { text, title } = origin("demo|urn:wanglou:sim:grid-worker");
  assert.match(text, /^网格员上报 · /);
  assert.doesNotMatch(text, /urn/);
  assert.equal(title, "demo|urn:wanglou:sim:grid-worker");
});

test("a way that nobody listed says so, and its own name", () => {
  assert.match(origin("events|acme").text, /^其他来源：events\|acme · /);
});
