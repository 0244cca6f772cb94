/** The trail of the chosen worker: what the page has seen of everybody, and which parts of the way are guesses. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Fleet } from "../../assets/live/fleet.mjs";
import { TrailBook, mayDraw, mayKeep, segments } from "../../assets/live/movers/trail.mjs";
import { BASE, frame, keyframe, position } from "./frames.mjs";

const STEP = 0.0001;
const DESK = { page: "desk", mode: "live" };
const [REAL, SIMULATED] = [0, 1];

/** A worker seen at these seconds, a step further north each time. */
function seenAt(...seconds) {
  const [fleet, book] = [new Fleet(), new TrailBook(DESK)];
  seconds.forEach((second, nth) => tell(fleet, book, second, { lat: 32 + nth * STEP }));
  return { fleet, book };
}

function tell(fleet, book, second, known) {
  const baseMs = BASE + second * 1_000;
  book.note(fleet, fleet.apply(frame([position(3, known)], { baseMs }), baseMs));
}

const seconds = (book, row = 3) => book.of(row).map(({ atMs }) => (atMs - BASE) / 1_000);

test("a place is kept every twenty seconds, however often it is told", () => {
  const { book } = seenAt(...Array.from({ length: 61 }, (_, second) => second));
  assert.deepEqual(seconds(book), [0, 20, 40, 60]);
  assert.deepEqual(book.of(99), [], "nobody has this row");
});

test("only the last places are kept, oldest first", () => {
  const { book } = seenAt(...Array.from({ length: 50 }, (_, nth) => nth * 20));
  assert.deepEqual(seconds(book), Array.from({ length: 15 }, (_, nth) => (35 + nth) * 20));
});

test("a trail begins anew when another provenance speaks, and when the row is gone", () => {
  const { fleet, book } = seenAt(0, 20, 40);
  tell(fleet, book, 60, { provenance: 1 });
  assert.deepEqual(seconds(book), [60]);
  book.note(fleet, fleet.apply(keyframe([]), BASE + 65_000));
  assert.deepEqual(seconds(book), []);
});

test("rows that come later do not disturb those that are known", () => {
  const { fleet, book } = seenAt(0, 20);
  book.note(fleet, fleet.apply(frame([position(9_000)], { tableSize: 9_001 }), BASE));
  assert.deepEqual(seconds(book), [0, 20]);
  assert.equal(book.of(9_000).length, 1);
});

test("the way over a gap, back in time or too far to be walked is a guess", () => {
  const at = (second, lat = 32) => ({ lat, lon: 118.8, atMs: BASE + second * 1_000 });
  const way = [at(0), at(15, 32.0001), at(90, 32.0002), at(80), at(95, 33)];
  assert.deepEqual(segments(way, BASE).map(({ estimated }) => estimated), [false, true, true, true]);
  assert.deepEqual(segments([at(0)], BASE), []);
});

test("what is longer ago is fainter, and never gone", () => {
  const way = [0, 15, 30, 300].map((second) => ({ lat: 32, lon: 118.8, atMs: BASE + second * 1_000 }));
  const strengths = segments(way, BASE + 300_000).map(({ strength }) => strength);
  assert.ok(strengths[0] < strengths[1] && strengths[1] < strengths[2]);
  assert.equal(strengths[2], 1);
  assert.ok(segments(way, BASE + 9_000_000)[0].strength >= 0.15);
});

test("a wall draws where simulated people were, of nobody else, and in service of nobody at all", () => {
  const asked = { id: "QH-1", track: { id: "QH-1", untilMs: BASE + 1 }, now: BASE };
  const drawn = (mode, provenance) => mayDraw({ mode }, { ...asked, provenance });
  assert.deepEqual(["demo", "exercise", "live"].map((mode) => drawn(mode, SIMULATED)), [true, true, false]);
  for (const provenance of [REAL, 2, 3]) assert.deepEqual(["demo", "exercise", "live"].map((mode) => drawn(mode, provenance)), [false, false, false]);
});

test("what a wall may not draw it does not even keep", () => {
  for (const [place, kept] of [[{ mode: "live" }, []], [{ mode: "demo" }, []], [DESK, [0, 20]]]) {
    const [fleet, book] = [new Fleet(), new TrailBook(place)];
    for (const second of [0, 20]) tell(fleet, book, second, { provenance: REAL });
    assert.deepEqual(seconds(book), kept, JSON.stringify(place));
  }
  assert.ok(mayKeep({ mode: "demo" }, SIMULATED));
});

test("a desk draws the way of whoever a reason was given for, as long as it holds", () => {
  const may = (track, now = BASE, provenance = SIMULATED) => mayDraw({ page: "desk", mode: "demo" }, { id: "QH-1", provenance, track, now });
  assert.ok(!may(null), "of nobody without a reason, not even of simulated people");
  assert.ok(!may({ id: "QH-2", untilMs: BASE + 1 }));
  assert.ok(may({ id: "QH-1", untilMs: BASE + 1 }, BASE, REAL));
  assert.ok(!may({ id: "QH-1", untilMs: BASE }));
});
