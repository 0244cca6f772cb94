import assert from "node:assert/strict";
import { test } from "node:test";
import { featuresOf, holds, middleOf, nameOf } from "../../assets/live/map/geo.mjs";
import { worldX, worldY } from "../../assets/live/map/mercator.mjs";

const ORIGIN = { x: worldX(118.8), y: worldY(32) };
const feature = (type, coordinates, properties = {}) => ({ type: "Feature", properties, geometry: { type, coordinates } });
const read = (...features) => featuresOf({ features }, ORIGIN);
const SQUARE = [[118.8, 32], [118.81, 32], [118.81, 31.99], [118.8, 31.99], [118.8, 32]];

test("coordinates are world pixels about the origin, longitude first", () => {
  const [point] = read(feature("Point", [118.8, 32]));
  assert.deepEqual(point.point, { x: 0, y: 0 });
  const [line] = read(feature("LineString", [[118.8, 32], [118.81, 32]]));
  assert.ok(line.lines[0][2] > 400 && Math.abs(line.lines[0][3]) < 1e-9);
});

test("north is up: a box's north is smaller than its south", () => {
  const [west, north, east, south] = read(feature("Polygon", [SQUARE]))[0].box;
  assert.ok(west === 0 && north === 0 && east > 0 && south > 0);
});

test("parts of several-part shapes are all kept", () => {
  assert.equal(read(feature("MultiPolygon", [[SQUARE], [SQUARE, SQUARE]]))[0].rings.length, 3);
  assert.equal(read(feature("MultiLineString", [SQUARE, SQUARE]))[0].lines.length, 2);
});

test("a shape nobody can draw is an error that names it", () => {
  assert.throws(() => read(feature("GeometryCollection", [])), /'GeometryCollection'/);
});

test("a river's bed brings the line its name follows", () => {
  const [river] = read(feature("Polygon", [SQUARE], { line: [[118.8, 32], [118.81, 31.99]] }));
  assert.equal(river.axis.length, 4);
  assert.equal(read(feature("Polygon", [SQUARE]))[0].axis, null);
});

test("an area's name stands where the area says, else in the middle of its largest ring", () => {
  const [plain, told] = read(feature("Polygon", [SQUARE]), feature("Polygon", [SQUARE], { label: [118.8, 32] }));
  assert.deepEqual(middleOf(told, ORIGIN), { x: 0, y: 0 });
  const middle = middleOf(plain, ORIGIN);
  assert.ok(Math.abs(middle.x - plain.box[2] / 2) < 1e-6 && Math.abs(middle.y - plain.box[3] / 2) < 0.1);
});

test("names are in the page's language; the other one is better than none", () => {
  const [both, zh] = read(feature("Point", [118.8, 32], { name_zh: "瞻园", name_en: "Zhanyuan" }), feature("Point", [118.8, 32], { name_zh: "瞻园" }));
  assert.equal(nameOf(both, "en"), "Zhanyuan");
  assert.equal(nameOf(both, "zh"), "瞻园");
  assert.equal(nameOf(zh, "en"), "瞻园");
});

test("a point lies in a division or not, a hole does not belong to it", () => {
  const square = (a, b) => [[a, a], [b, a], [b, b], [a, b], [a, a]];
  const [area] = featuresOf({ features: [{ geometry: { type: "Polygon", coordinates: [square(0, 9), square(3, 6)] }, properties: {} }] }, { x: 0, y: 0 });
  const inside = (lon, lat) => holds(area, worldX(lon), worldY(lat));
  assert.deepEqual([inside(1, 1), inside(8, 4), inside(4, 4), inside(10, 4), inside(4, -1)], [true, true, false, false, false]);
});
