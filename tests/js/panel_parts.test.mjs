import assert from "node:assert/strict";
import { test } from "node:test";
import { Fleet } from "../../assets/live/fleet.mjs";
import { divisionRows } from "../../assets/live/panels/divisions.mjs";
import { driftAt, REACH } from "../../assets/live/panels/drift.mjs";
import { ailing } from "../../assets/live/panels/health.mjs";
import { barHeights } from "../../assets/live/panels/hours.mjs";
import { gone } from "../../assets/live/panels/lastknown.mjs";
import { bearing, camerasNear, REACH_M } from "../../assets/live/panels/near.mjs";
import { byTrouble, gathered, plainTitle } from "../../assets/live/panels/sources.mjs";
import { standingOf } from "../../assets/live/panels/standing.mjs";
import { LATE_MS, linkLook } from "../../assets/live/panels/titlebar.mjs";
import { BASE, keyframe, position } from "./frames.mjs";

/** A fleet of which each row is [freshness code, facts, seconds less than usual since it was observed]. */
const AGES = [0, 15, 30, 101];
function fleetOf(rows) {
  const fleet = new Fleet();
  fleet.learn(rows.flatMap(([, facts], row) => (facts ? [{ row, ...facts }] : [])));
  fleet.apply(keyframe(rows.map(([code, , later], row) => position(row, { age: AGES[code] - (later ?? 0) }))), BASE);
  return fleet;
}
const t = (key, vars = {}) => [key, ...Object.values(vars)].join(" ");

test("a link that is live but silent looks late; one that is down looks lost whatever the reason", () => {
  assert.equal(linkLook("live", LATE_MS), "live");
  assert.equal(linkLook("live", LATE_MS + 1), "late");
  assert.equal(linkLook("connecting", null), "connecting");
  assert.deepEqual(
    ["lost", "refused"].map((state) => linkLook(state, 0)),
    ["lost", "lost"],
  );
});

test("a panel without any data is loading, and one whose link is down shows what was", () => {
  assert.equal(standingOf("live", false), "loading");
  assert.equal(standingOf("live", true), "live");
  assert.equal(standingOf("lost", true), "held");
});

test("that nothing is stored comes first and in its own words; what is read from has sentences, too", () => {
  const note = (...tiles) => ailing(tiles.map(([name, state, age_s]) => ({ name, state, age_s })), t);
  assert.equal(note(["web", "live", 1]), "");
  assert.equal(note(["web", "late", 4], ["storing", "dead", 12]), "health.no_storing_for age.seconds 12 · health.late process.web age.seconds 4");
  assert.equal(note(["store", "dead", 6], ["bus", "dead", null]), "health.no_store_for age.seconds 6 · health.no_bus");
});

test("the drift begins at rest, stays within its reach, in whole pixels, and visits every side", () => {
  const steps = Array.from({ length: 144 }, (_, step) => driftAt(step));
  assert.deepEqual(steps[0], { x: 0, y: 0 });
  for (const { x, y } of steps) assert.ok(Number.isInteger(x) && Math.abs(x) <= REACH && Math.abs(y) <= REACH);
  for (const side of [-REACH, REACH]) assert.ok(steps.some(({ x }) => x === side) && steps.some(({ y }) => y === side));
});

test("a step of the drift is one pixel at most, so that nobody sees it", () => {
  for (let step = 0; step < 144; step++) {
    const [from, to] = [driftAt(step), driftAt(step + 1)];
    assert.ok(Math.abs(to.x - from.x) <= 1 && Math.abs(to.y - from.y) <= 1);
  }
});

test("streets count their live and ageing officers, open incidents and the oldest of them", () => {
  const fleet = fleetOf([
    [0, { street: "320104004" }],
    [1, { street: "320104004" }],
    [2, { street: "320104004" }],
    [0, null],
  ]);
  const incidents = [
    { open: true, street: "320104004", openedMs: 50, urgency: "normal" },
    { open: true, street: "320104004", openedMs: 20, urgency: "urgent" },
    { open: false, street: "320104004", openedMs: 1, urgency: "critical" },
  ];
  const divisions = [
    { code: "320104004", name: "双塘" },
    { code: "320104005", name: "中华门" },
  ];
  const [first, second] = divisionRows(divisions, fleet, incidents, BASE);
  assert.deepEqual(first, { key: "320104004", name: "双塘", workers: 2, open: 2, oldestMs: 20, urgency: "urgent" });
  assert.deepEqual([second.workers, second.open, second.oldestMs], [0, 0, null]);
});

test("communities are found by the grid when a record does not name them", () => {
  const fleet = fleetOf([[0, { street: "320104004", grid: "320104004001007" }]]);
  const [row] = divisionRows([{ code: "320104004001", name: "五福街" }], fleet, [], BASE);
  assert.equal(row.workers, 1);
});

test("the officers who left the map come newest first, and a Chinese surname stays off the English page", () => {
  const fleet = fleetOf([
    [3, { id: "QH-1", no: "QH-1", surname: "王" }, -10],
    [0, { id: "QH-2" }],
    [3, { id: "QH-3", no: "QH-3", surname: "李" }],
  ]);
  assert.deepEqual(
    gone(fleet, BASE, "zh").map(({ name }) => name),
    ["QH-3 李", "QH-1 王"],
  );
  assert.deepEqual(
    gone(fleet, BASE, "en").map(({ name }) => name),
    ["QH-3", "QH-1"],
  );
});

const PLACE = [32.02, 118.78];
/** A camera so many metres north of the place. */
const north = (metres, over = {}) => ({
  lat: PLACE[0] + metres / 111_195,
  lon: PLACE[1],
  heading: 0,
  fov: 60,
  state: "alive",
  ...over,
});

test("a camera that looks at the place comes before a nearer one that looks away", () => {
  const cameras = new Map([
    ["away", north(50)],
    ["towards", north(90, { heading: 180 })],
  ]);
  assert.deepEqual(
    camerasNear(cameras, ...PLACE, 2).map(({ key, sees }) => [key, sees]),
    [
      ["towards", true],
      ["away", false],
    ],
  );
});

test("a living camera comes before a dead one, and none from too far away", () => {
  const cameras = new Map([
    ["dead", north(10, { state: "dead" })],
    ["alive", north(200)],
    ["far", north(REACH_M + 20)],
  ]);
  assert.deepEqual(
    camerasNear(cameras, ...PLACE, 5).map(({ key }) => key),
    ["alive", "dead"],
  );
  assert.equal(camerasNear(cameras, ...PLACE, 1).length, 1);
});

test("bearings are degrees true, clockwise from north", () => {
  const to = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ].map(([dLat, dLon]) => Math.round(bearing(...PLACE, PLACE[0] + dLat / 100, PLACE[1] + dLon / 100)));
  assert.deepEqual(to, [0, 90, 180, 270]);
});

test("sources in trouble come first, the others where people know them to be", () => {
  const states = ["live", "waiting", "dead", "live", "quiet"];
  const order = byTrouble(states.map((state, index) => ({ index, name: `s${index}`, state })));
  assert.deepEqual(
    order.map(({ key }) => key),
    ["s2", "s4", "s0", "s3", "s1"],
  );
});

test("where room is short the waiting sources share a tile, after all that speak", () => {
  const items = byTrouble(["live", "waiting", "waiting"].map((state, index) => ({ index, name: `s${index}`, state })));
  const [live, together] = gathered(items);
  assert.equal(live.key, "s0");
  assert.deepEqual(
    together.together.map(({ name }) => name),
    ["s1", "s2"],
  );
  assert.deepEqual(gathered(items.slice(0, 2)), items.slice(0, 2));
});

test("a source's origin is said once, and other brackets stay", () => {
  assert.equal(plainTitle("OwnTracks 手机（模拟）", "模拟"), "OwnTracks 手机");
  assert.equal(plainTitle("OwnTracks phones (simulated)", "Simulated"), "OwnTracks phones");
  assert.equal(plainTitle("手机（东区）", "真实"), "手机（东区）");
  assert.equal(plainTitle("Traccar", "真实"), "Traccar");
});

test("only processes that are late or stopped are spoken of, by name and age", () => {
  const processes = [
    { name: "web", age_s: 0.4, state: "live" },
    { name: "feeds", age_s: 12.9, state: "dead" },
    { name: "relay-2", age_s: 4, state: "late" },
  ];
  assert.equal(
    ailing(processes, t),
    "health.dead process.feeds age.seconds 12 · health.late process.relay 2 age.seconds 4",
  );
  assert.equal(ailing(processes.slice(0, 1), t), "");
});

test("bars share one scale, something is always seen, and little does not look like much", () => {
  const { top, up, down } = barHeights([0, 1, 3], [0, 0, 2]);
  assert.ok(top >= 6 && up[0] === 0 && up[1] > 0 && up[2] < 40);
  assert.ok(Math.abs(down[2] / up[2] - 2 / 3) < 1e-9);
  assert.ok(barHeights([600], [1]).down[0] > 0);
});
