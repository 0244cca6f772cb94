import assert from "node:assert/strict";
import { test } from "node:test";
import { latOf, lonOf, metresPerPixel, scaleAt, worldX, worldY } from "../../assets/live/map/mercator.mjs";

test("the null point is the middle of the world", () => {
  assert.equal(worldX(0), 256 * 2 ** 15);
  assert.equal(worldY(0), 256 * 2 ** 15);
});

test("there and back again, to a hundredth of a millimetre", () => {
  for (const [lon, lat] of [[118.8, 32.015], [-71.1, 42.4], [0, -80]]) {
    assert.ok(Math.abs(lonOf(worldX(lon)) - lon) < 1e-10);
    assert.ok(Math.abs(latOf(worldY(lat)) - lat) < 1e-10);
  }
});

test("a known point: Leaflet's projection of Nanjing at zoom 16", () => {
  assert.ok(Math.abs(worldX(118.8) - (118.8 / 360 + 0.5) * 16777216) < 1e-6);
  assert.ok(Math.abs(worldY(32.015) - 6812291.45) < 1);
});

test("one zoom level doubles, and a pixel at 32 degrees is two metres at zoom 16", () => {
  assert.equal(scaleAt(17), 2);
  assert.ok(Math.abs(metresPerPixel(32.015) - 2.025) < 0.01);
});
