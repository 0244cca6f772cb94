// @ts-check
/** GCJ-02 in the browser: the same numbers as the server's, both ways. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { fromGcj02, toGcj02 } from "../../assets/live/map/datum.mjs";

/** @type {Array<{wgs84: [number, number], gcj02: [number, number]}>} */
const TABLE = JSON.parse(readFileSync(new URL("../golden/datum.json", import.meta.url), "utf8"));

/** @param {readonly number[]} got @param {readonly number[]} wanted @param {number} within */
function near(got, wanted, within) {
  got.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) <= within, `${got} is not ${wanted}`));
}

test("every point of the shared table is distorted as the server distorts it", () => {
  for (const { wgs84, gcj02 } of TABLE) near(toGcj02(...wgs84), gcj02, 1e-11);
});

test("and comes back to a tenth of a millimetre", () => {
  for (const { wgs84, gcj02 } of TABLE) near(fromGcj02(...gcj02), wgs84, 1e-9);
});

test("in Nanjing the two differ by more than half a kilometre", () => {
  const [lat, lon] = toGcj02(32.02, 118.7835);
  const metres = Math.hypot((lat - 32.02) * 111_320, (lon - 118.7835) * 111_320 * Math.cos(0.5588));
  assert.ok(metres > 500 && metres < 600, String(metres));
});
