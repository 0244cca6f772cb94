import assert from "node:assert/strict";
import { test } from "node:test";
import { COLLECTIONS, Ground } from "../../assets/live/map/ground.mjs";

const CENTRE = { lat: 32, lon: 118.8 };
const EMPTY = { features: [] };

test("every collection is asked of our own server, once, and told of when it has come", async () => {
  const asked = [];
  const ground = new Ground({ url: "/geo/", centre: CENTRE, fetchJson: async (url) => (asked.push(url), EMPTY) });
  const told = [];
  ground.on((name) => told.push(name));
  await ground.load();
  assert.deepEqual(asked, COLLECTIONS.map((name) => `/geo/${name}.json`));
  assert.deepEqual(told, [...COLLECTIONS]);
});

test("one that fails is named, does not stop the others, and is asked for again, later each time", async (t) => {
  t.mock.method(console, "error", () => {});
  let failures = 3;
  const waits = [];
  const ground = new Ground({
    url: "/geo",
    centre: CENTRE,
    fetchJson: async (url) => {
      if (url.endsWith("roads.json") && failures-- > 0) throw new Error("503");
      return EMPTY;
    },
    sleep: async (ms) => {
      waits.push(ms);
      assert.deepEqual([...ground.failed], ["roads"]);
    },
  });
  await ground.load();
  assert.deepEqual(waits, [2000, 4000, 8000]);
  assert.equal(ground.failed.size, 0);
  assert.equal(ground.has("roads"), true);
  assert.equal(console.error.mock.callCount(), 1);
});

test("a ground that was stopped asks no more", async () => {
  let asked = 0;
  const ground = new Ground({ url: "/geo", centre: CENTRE, fetchJson: async () => ((asked += 1), ground.stop(), EMPTY) });
  await ground.load();
  assert.equal(asked, 1);
});

test("a division is called by its name, or by its code until the names have come", async () => {
  const street = { type: "Feature", properties: { code: "320104004", name_zh: "双塘街道", name_en: "Shuangtang Subdistrict" }, geometry: { type: "Point", coordinates: [118.8, 32] } };
  const ground = new Ground({ url: "/geo", centre: CENTRE, fetchJson: async (url) => (url.includes("streets") ? { features: [street] } : EMPTY) });
  assert.equal(ground.called("streets", "320104004", "en"), "320104004");
  await ground.load();
  assert.equal(ground.called("streets", "320104004", "en"), "Shuangtang Subdistrict");
});
