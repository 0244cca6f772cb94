import assert from "node:assert/strict";
import { test } from "node:test";
import { reading } from "../../assets/live/cards/reading.mjs";

const NOW = 1_000_000;
const PICTURE = { at_ms: NOW - 30_000, freshness: "ageing", provenance: "real", status: "normal", source: "owntracks", accuracy_m: 12, speed_mps: 0, battery: 0.5 };
const hub = (row, more = {}) => ({
  lang: "zh",
  now: () => NOW,
  sources: [{ index: 3, name: "owntracks", title_zh: "手机", title_en: "Phones" }],
  fleet: {
    rowOf: () => row,
    present: [1],
    observedMs: [NOW - 4_000],
    provenance: [1],
    status: [0],
    source: [3],
    speed: [NaN],
    freshness: () => "live",
    ...more,
  },
});

test("the frame's observation counts, being the newer; the answer adds what frames do not carry", () => {
  const known = reading({ hub: hub(0), id: "QH-1", picture: PICTURE });
  assert.equal(known.ageMs, 4_000);
  assert.equal(known.provenance, "simulated");
  assert.equal(known.source, "手机");
  assert.equal(known.accuracyM, 12);
});

test("standing still is a speed, an unknown speed is none", () => {
  assert.equal(reading({ hub: hub(0), id: "QH-1", picture: PICTURE }).speedMps, 0);
  assert.equal(reading({ hub: hub(0), id: "QH-1", picture: null }).speedMps, null);
});

test("an entity without a mark is known by the relay's answer alone, its age still growing", () => {
  const known = reading({ hub: hub(0, { present: [0] }), id: "QH-1", picture: PICTURE });
  assert.equal(known.ageMs, 30_000);
  assert.equal(known.freshness, "ageing");
});

test("of somebody never heard of nothing is claimed", () => {
  assert.equal(reading({ hub: hub(null), id: "QH-1", picture: null }), null);
});
