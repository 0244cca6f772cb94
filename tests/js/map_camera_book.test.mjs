import assert from "node:assert/strict";
import { test } from "node:test";
import { CameraBook } from "../../assets/live/map/camera_book.mjs";

const camera = (more) => ({ lat: 32.02, lon: 118.78, heading: 90, fov: 60, state: "alive", ...more });

test("a state nobody knows is not taken for alive", () => {
  const book = new CameraBook([["a", camera()], ["b", camera({ state: "dead" })], ["c", camera({ state: "?" })]]);
  assert.deepEqual([...book.points.state], [0, 1, 2]);
});

test("a camera without a place is left out and shifts nobody", () => {
  const book = new CameraBook([["a", camera({ lat: null })], ["b", camera()]]);
  assert.equal(book.indexOf("a"), -1);
  assert.equal(book.at(book.indexOf("b")).id, "b");
});

test("alarmed and chosen cameras are never inside a ring", () => {
  const book = new CameraBook([["a", camera()], ["b", camera({ alarm: true })], ["c", camera()], ["d", camera()]]);
  const alone = book.gather(1000, book.indexOf("c")).filter((one) => one.only >= 0).map((one) => book.at(one.only).id);
  assert.deepEqual(alone.sort(), ["b", "c"]);
});

test("an unknown heading stays unknown: 0 degrees is a direction", () => {
  assert.ok(Number.isNaN(new CameraBook([["a", camera({ heading: null })]]).at(0).heading));
});
