/** What the wall has room for: names of departments, whistles at once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { atOnce, shortUnit } from "../../assets/live/panels/whistles.mjs";

test("what every bureau of a district is goes without saying", () => {
  assert.equal(shortUnit("区生态环境局"), "生态环境局");
  assert.equal(shortUnit("Ecology and Environment Bureau"), "Ecology and Environment");
  assert.equal(shortUnit("Police Branch"), "Police Branch");
  assert.equal(shortUnit("供水企业"), "供水企业");
});

test("one whistle stands at a time, two when two press", () => {
  const whistle = (light) => ({ summons: [{ limits: [{ standing: light === "red" ? "late" : "running", light, dueMs: 1 }] }] });
  const count = (...lights) => atOnce(/** @type {any} */ (lights.map(whistle)));
  assert.deepEqual([count(), count("neutral", "neutral"), count("red", "neutral"), count("red", "amber"), count("red", "red", "red")], [1, 1, 1, 2, 2]);
});
