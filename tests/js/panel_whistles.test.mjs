/** Names of departments as the wall has room for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { shortUnit } from "../../assets/live/panels/whistles.mjs";

test("what every bureau of a district is goes without saying", () => {
  assert.equal(shortUnit("区生态环境局"), "生态环境局");
  assert.equal(shortUnit("Ecology and Environment Bureau"), "Ecology and Environment");
  assert.equal(shortUnit("Police Branch"), "Police Branch");
  assert.equal(shortUnit("供水企业"), "供水企业");
});
