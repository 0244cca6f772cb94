import assert from "node:assert/strict";
import { test } from "node:test";
import { CameraBook } from "../../assets/live/map/camera_book.mjs";

const camera = (more) => ({ lat: 32.02, lon: 118.78, heading: 90, fov: 60, state: "alive", ...more });
const bookOf = (entries) => new CameraBook(new Map(entries));
const alone = (book) => book.free().map((one) => book.at(one.only).id).sort();

test("a state nobody knows is not taken for alive", () => {
  const book = bookOf([["a", camera()], ["b", camera({ state: "dead" })], ["c", camera({ state: "?" })]]);
  assert.deepEqual([0, 1, 2].map((i) => book.at(i).state), [0, 1, 2]);
});

test("a camera without a place is left out and shifts nobody", () => {
  const book = bookOf([["a", camera({ lat: null })], ["b", camera()]]);
  assert.equal(book.indexOf("a"), -1);
  assert.equal(book.at(book.indexOf("b")).id, "b");
});

test("alarmed and chosen cameras are never inside a ring", () => {
  const book = bookOf([["a", camera()], ["b", camera({ alarm: true })], ["c", camera()], ["d", camera()]]);
  assert.equal(book.gathered(1000)[0].count, 3);
  book.choose("c");
  assert.deepEqual(alone(book), ["b", "c"]);
  assert.deepEqual(book.gathered(1000).map((one) => one.count), [2]);
  book.choose(null);
  assert.deepEqual(alone(book), ["b"]);
  assert.deepEqual(book.gathered(1000).map((one) => one.count), [3]);
});

test("an unknown heading stays unknown: 0 degrees is a direction", () => {
  assert.ok(Number.isNaN(bookOf([["a", camera({ heading: null })]]).at(0).heading));
});

test("about a place only what is near it is looked at", () => {
  const book = bookOf([["a", camera()], ["b", camera({ lat: 32.5 })]]);
  const [{ x, y }] = book.about(rectOf(book), 50, 6);
  assert.equal(book.about({ left: x - 9, top: y - 9, right: x + 9, bottom: y + 9 }, 50, 6).length, 1);
});

/** A rectangle that holds all of a book's cameras. */
function rectOf(book) {
  const xs = book.gathered(1e6);
  return {
    left: Math.min(...xs.map((one) => one.x)) - 1,
    right: Math.max(...xs.map((one) => one.x)) + 1,
    top: Math.min(...xs.map((one) => one.y)) - 1e5,
    bottom: Math.max(...xs.map((one) => one.y)) + 1e5,
  };
}

test("whatever comes, changes and goes, the book is what one read anew would be", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const pick = () => `c${Math.floor(random() * 40)}`;
  const bodies = new Map();
  const book = new CameraBook(bodies);
  book.gathered(64);
  for (let step = 0; step < 3000; step += 1) {
    const id = pick();
    if (random() < 0.35) bodies.delete(id);
    else bodies.set(id, camera({ lat: 32 + random() / 50, alarm: random() < 0.1, state: random() < 0.5 ? "dead" : "alive" }));
    book.update(id);
    if (step % 7 === 0) book.choose(random() < 0.2 ? null : pick());
    if (step % 250 > 0) continue;
    const fresh = new CameraBook(bodies);
    fresh.choose(book.chosen);
    const told = (one) => one.gathered(64).map(({ count, states, x, y }) => `${count} ${states} ${Math.round(x)} ${Math.round(y)}`).sort();
    assert.deepEqual(told(book), told(fresh));
    assert.deepEqual(alone(book), alone(fresh));
    assert.equal(book.size, fresh.size);
    for (const { only } of book.free()) assert.equal(book.indexOf(book.at(only).id), only);
  }
});
