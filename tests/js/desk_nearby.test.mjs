/** What is near an incident: the rows of the section, the picture it plays, and how it asks. */
import assert from "node:assert/strict";
import test from "node:test";
import { NearbyFetch } from "../../assets/live/desk/nearby_fetch.mjs";
import { away, cameraRows, day, duplicateRows, few, pastRows, pictureOf, restOf, workerRows } from "../../assets/live/desk/nearby_model.mjs";

const t = (key, vars = {}) => [key.replace("nearby.", ""), ...Object.values(vars)].join(" ");
const camera = (id, more = {}) => ({ id, name: `${id}号`, name_en: id, distance_m: 40, sees: true, alive: true, stream: "/video/x", ...more });
const ANSWER = {
  as_of_ms: 1_000,
  placed: true,
  workers: [
    {
      id: "QH-1", name: "QH-1 王", name_en: "QH-1", distance_m: 180, suitable: true, score: 83.4, freshness: "live", provenance: "real",
      reasons: [{ zh: "180 m", en: "180 m" }, { zh: "空闲", en: "free" }],
    },
    {
      id: "QH-2", name: "QH-2", name_en: "QH-2", distance_m: 1_240, suitable: false, score: 3, freshness: "stale", provenance: "simulated",
      reasons: [{ zh: "不在名册", en: "not on the roster" }, { zh: "1.2 km", en: "1.2 km" }],
    },
  ],
  cameras: [camera("dead", { alive: false, stream: null }), camera("sees"), camera("away", { sees: false })],
  past: [{ id: "I-9", title: "积水", title_en: "Flood", status_zh: "已结案", status_en: "Closed", opened_at_ms: 1_795_330_000_000, distance_m: 12, open: false }],
  duplicates: [{ id: "I-8", title: "积水", distance_m: 3, why: { zh: "同类", en: "same kind" } }],
  counts: { workers: 5, cameras: 3, past: 30, duplicates: 1 },
};

test("workers keep the server's order and say why, with the distance once", () => {
  const [first, second] = workerRows(ANSWER, "en", t);
  assert.deepEqual([first.key, first.words, first.away, first.score], ["QH-1", "free", "metres 180", "83"]);
  assert.deepEqual([second.suitable, second.words, second.away, second.score], [false, "not on the roster · provenance.simulated", "kilometres 1.2", ""]);
  assert.equal(workerRows(ANSWER, "zh", t)[0].name, "QH-1 王");
});

test("the first camera that sees the place and has a picture plays, until somebody chooses another", () => {
  assert.equal(pictureOf(ANSWER, null), "sees");
  assert.equal(pictureOf(ANSWER, "away"), "away");
  assert.equal(pictureOf(ANSWER, "gone"), "sees", "a chosen camera that is no longer near");
  assert.equal(pictureOf({ cameras: [camera("away", { sees: false }), camera("dead", { alive: false })] }, null), null);
  assert.deepEqual(
    cameraRows(ANSWER, "sees", "zh", t).map(({ key, playing, words }) => [key, playing, words]),
    [["dead", false, "dead · sees"], ["sees", true, "sees"], ["away", false, "turned"]],
  );
});

test("earlier reports say when, what became of them and how far", () => {
  assert.equal(pastRows(ANSWER, "en", t)[0].words, `closed ${day(1_795_330_000_000)} Closed metres 12`);
  assert.equal(pastRows(ANSWER, "zh", t)[0].title, "积水");
  const untranslated = { past: [{ ...ANSWER.past[0], title_en: null, category_en: "Flooding" }] };
  assert.equal(pastRows(untranslated, "en", t)[0].title, "Flooding");
  assert.deepEqual(duplicateRows(ANSWER, "en").map(({ key, words }) => [key, words]), [["I-8", "same kind"]]);
});

test("what is not shown is counted, and a click shows what is there", () => {
  assert.deepEqual(restOf(ANSWER, "past", false), { total: 30, hidden: 29, turns: false });
  const many = { cameras: Array.from({ length: 6 }, (_, i) => camera(`c${i}`)), counts: { cameras: 9 } };
  assert.deepEqual(restOf(many, "cameras", false), { total: 9, hidden: 5, turns: true });
  assert.deepEqual(restOf(many, "cameras", true), { total: 9, hidden: 3, turns: true });
  assert.equal(few(cameraRows(many, null, "zh", t), "cameras", false).length, 4);
  assert.equal(few(cameraRows(many, null, "zh", t), "cameras", true).length, 6);
  assert.deepEqual(restOf(null, "past", false), { total: 0, hidden: 0, turns: false });
});

test("an answer that lacks everything shows nothing and does not throw", () => {
  for (const answer of [null, {}, { workers: "?", cameras: 7 }]) {
    assert.deepEqual([workerRows(answer, "zh", t), cameraRows(answer, null, "zh", t), pastRows(answer, "zh", t)], [[], [], []]);
    assert.equal(pictureOf(answer, "x"), null);
  }
});

test("distances change their unit at a kilometre", () => {
  assert.deepEqual([away(999.4, t), away(1_000, t)], ["metres 999", "kilometres 1.0"]);
});

/** Questions that are answered when the test says so. */
function asker() {
  const asked = [];
  const ask = (url, { signal }) => new Promise((resolve) => asked.push({ url, signal, resolve }));
  return { asked, ask };
}

test("a failed question keeps the old answer and says why; the next good one clears it", async () => {
  const { asked, ask } = asker();
  const fetch = new NearbyFetch(ask, () => {});
  fetch.follow("I-1");
  asked[0].resolve({ status: 200, body: ANSWER });
  await Promise.resolve();
  for (const [status, why] of [[503, "busy"], [0, "no network"]]) {
    const done = fetch.refresh();
    asked.at(-1).resolve({ status, body: { error: why } });
    await done;
    assert.deepEqual([fetch.answer, fetch.why], [ANSWER, why]);
  }
  const done = fetch.refresh();
  asked.at(-1).resolve({ status: 200, body: { ...ANSWER, as_of_ms: 2 } });
  await done;
  assert.deepEqual([fetch.answer.as_of_ms, fetch.why], [2, ""]);
});

test("one question at a time, and what was asked about another incident is dropped", async () => {
  const { asked, ask } = asker();
  const fetch = new NearbyFetch(ask, () => {});
  fetch.follow("I-1");
  void fetch.refresh();
  assert.equal(asked.length, 1);
  fetch.follow("I/2");
  assert.equal(asked[0].signal.aborted, true);
  asked[0].resolve({ status: 200, body: ANSWER });
  await Promise.resolve();
  assert.equal(fetch.answer, null);
  assert.equal(asked[1].url, "/api/incidents/I%2F2/nearby");
});
