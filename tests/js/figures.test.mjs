import assert from "node:assert/strict";
import { test } from "node:test";
import { Asker, figuresStanding, OLD_MS, PERIOD_MS, waitMs } from "../../assets/live/figures.mjs";
import { strengthOf } from "../../assets/live/layers/coverage.mjs";
import { inOrder, shortDepartment, ViewTurn } from "../../assets/live/panels/assessment.mjs";
import { worst } from "../../assets/live/panels/patrol.mjs";
import { ageNote, fraction, percent } from "../../assets/live/panels/polled.mjs";
import { responseWords, unseen } from "../../assets/live/panels/today.mjs";
import { PLACES, TURN_MS, turnOf } from "../../assets/live/panels/turns.mjs";

const t = (key, vars = {}) => [key, ...Object.values(vars)].join(" ");
const settled = () => new Promise((done) => setImmediate(done));

/** An asker whose answers and timers a test holds. */
function asker(answers) {
  const timers = [];
  const parts = {
    fetchJson: async () => {
      const next = answers.shift();
      if (next instanceof Error) throw next;
      return next;
    },
    setTimer: (run, ms) => timers.push({ run, ms }),
    clearTimer: () => timers.splice(0),
  };
  return { asker: new Asker("/x", parts), timers };
}

test("it asks while somebody listens, tells all, and ends with the last one", async () => {
  const { asker: one, timers } = asker([{ as_of_ms: 1 }, { as_of_ms: 2 }]);
  let told = 0;
  const stops = [one.on(() => (told += 1)), one.on(() => (told += 1))];
  await settled();
  assert.deepEqual([told, one.figures.as_of_ms, timers[0].ms], [2, 1, PERIOD_MS]);
  timers.shift().run();
  await settled();
  assert.equal(one.figures.as_of_ms, 2);
  for (const stop of stops) stop();
  assert.equal(timers.length, 0);
});

test("a failure keeps the old figures, is asked again later and later, and is forgotten once it heals", async (context) => {
  context.mock.method(console, "error", () => {});
  const { asker: one, timers } = asker([{ as_of_ms: 1 }, new Error("503"), new Error("503"), { as_of_ms: 9 }]);
  one.on(() => {});
  for (const wait of [PERIOD_MS, 2_000, 4_000, PERIOD_MS]) {
    await settled();
    assert.equal(timers[0].ms, wait);
    timers.shift().run();
  }
  assert.deepEqual([waitMs(1), waitMs(5), waitMs(50)], [2_000, 32_000, 60_000]);
});

test("figures are of now until they are old or twice not answered; before the first there are none", () => {
  const figures = { as_of_ms: 1_000 };
  assert.equal(figuresStanding({ figures: null, failures: 3 }, 0), "loading");
  assert.equal(figuresStanding({ figures, failures: 1 }, 1_000), "live");
  assert.equal(figuresStanding({ figures, failures: 2 }, 1_000), "held");
  assert.equal(figuresStanding({ figures, failures: 0 }, 1_001 + OLD_MS), "held");
  const hub = { now: () => 21_000, t };
  assert.equal(ageNote({ figures, failures: 0 }, hub), "age.ago age.seconds 20");
  assert.equal(ageNote({ figures, failures: 2 }, hub), "figures.stale 08:00:01");
  assert.equal(ageNote({ figures: null, failures: 1 }, hub), "figures.none");
});

test("a share carries its n, and nothing of nothing is a dash", () => {
  assert.deepEqual([fraction({ hits: 23, n: 25 }), fraction({ hits: 0, n: 0 }), fraction(undefined)], ["23/25", "–", "–"]);
  assert.deepEqual([percent(0.414), percent(null)], ["41%", "–"]);
  assert.equal(responseWords({ n: 30, p50_s: 720, p90_s: 2_460 }, t), "day.spread age.minutes 12 age.minutes 41 30");
  assert.equal(responseWords({ n: 0, p50_s: null, p90_s: null }, t), "–");
});

test("what no wall is shown is counted by what it is", () => {
  const withheld = [{ urgency: "normal", n: 2 }, { urgency: "critical", n: 1 }];
  assert.deepEqual([unseen(withheld, () => true), unseen(withheld, ({ urgency }) => urgency === "critical")], [3, 1]);
});

const unit = (key, rank, n, closed = 0) => ({ key, rank, on_time: { hits: 0, n, value: 0 }, closed, reported: 0 });

test("the ranked come by rank; units with few cases follow unranked, the larger first", () => {
  const order = inOrder([unit("few", null, 3), unit("second", 2, 12), unit("more", null, 9), unit("first", 1, 40)]);
  assert.deepEqual(order.map(({ key }) => key), ["first", "second", "more", "few"]);
  assert.deepEqual(["区城市管理局", "双塘街道综合行政执法队", "Water Affairs Bureau"].map(shortDepartment), ["城市管理局", "双塘执法队", "Water Affairs"]);
});

test("a view changes while nobody sees it, or after a while where it is always seen", () => {
  const turning = new ViewTurn();
  assert.deepEqual([turning.at(0, false), turning.at(5_000, false), turning.at(20_000, true), turning.at(40_000, false)], [0, 0, 0, 1]);
  const always = new ViewTurn();
  assert.deepEqual([0, 10_000, 21_000, 30_000, 42_000].map((now) => always.at(now, false)), [0, 0, 1, 1, 2]);
});

test("panels that share a place each get their turn, and the places do not turn together", () => {
  for (const [place, names] of PLACES.entries()) {
    const seen = new Set([0, 1, 2, 3].map((turn) => turnOf(turn * TURN_MS, place, names.length)));
    assert.equal(seen.size, names.length);
  }
  const changes = (place) => [...Array(80).keys()].filter((s) => turnOf(s * 1_000, place, 2) !== turnOf((s + 1) * 1_000, place, 2));
  assert.equal(changes(0).some((second) => changes(1).includes(second)), false);
});

test("of the grids that wait only the worst are named", () => {
  const debts = Array.from({ length: 40 }, (_, i) => ({ grid: `g${i}`, since_s: null }));
  assert.equal(worst(debts).length, 12);
  assert.equal(worst(debts)[0].key, "g0");
});

test("a grid is shaded the more the longer nobody was there; one with no record is shaded, one nobody told of is not", () => {
  const HOUR = 3_600;
  assert.deepEqual([0, 7 * HOUR, undefined].map(strengthOf), [0, 0, 0]);
  assert.ok(strengthOf(9 * HOUR) > 0 && strengthOf(25 * HOUR) > strengthOf(9 * HOUR) && strengthOf(null) > 0);
});
