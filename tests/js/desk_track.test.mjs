/** The reason for seeing where a person has been: asked for, written down by the server, and only then the map may draw. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { askToSee } from "../../assets/live/desk/track_card.mjs";
import { Hub } from "../../assets/live/hub.mjs";

const WHY = "家属报告失联";
const UNTIL = 1_795_330_600_000;

/** A desk whose server answers so; it keeps what it was sent. */
function deskWith(answer) {
  const t = (key, vars = {}) => `${key} ${Object.values(vars).join(" ")}`.trim();
  const hub = new Hub({ config: { lang: "zh", mode: "live" }, t, link: () => ({ state: "live" }), look: () => {} });
  const sent = [];
  const order = async (url, body) => {
    sent.push([url, body]);
    return typeof answer === "function" ? answer(hub) : answer;
  };
  hub.select("worker", "QH/1");
  return { hub, sent, officer: { now: { name: "王敏", unit: null } }, order };
}

const granted = { status: 200, body: { track_until_ms: UNTIL } };

test("without a reason nothing is asked and nothing may be drawn", async () => {
  const desk = deskWith(granted);
  for (const reason of ["", "   ", "急急急"]) assert.equal(await askToSee(desk, "QH/1", reason), "track.short 4");
  assert.deepEqual([desk.sent, desk.hub.track], [[], null]);
});

test("the reason goes to the server, and its answer lets the map draw until then", async () => {
  const desk = deskWith(granted);
  const told = [];
  desk.hub.on("track", (track) => told.push(track));
  assert.equal(await askToSee(desk, "QH/1", ` ${WHY} `), "");
  assert.equal(desk.sent[0][0], "/api/whereabouts/QH%2F1");
  assert.equal(desk.sent[0][1].reason, WHY);
  assert.deepEqual(told, [{ id: "QH/1", untilMs: UNTIL }]);
});

test("whoever is refused sees nothing, and is told why in his language", async () => {
  const desk = deskWith({ status: 503, body: { error: "the log is full", error_zh: "日志已满" } });
  assert.equal(await askToSee(desk, "QH/1", WHY), "track.refused 日志已满");
  assert.equal(desk.hub.track, null);
});

test("an answer that comes after another was chosen draws nobody", async () => {
  const desk = deskWith((hub) => (hub.select("worker", "QH-2"), granted));
  assert.equal(await askToSee(desk, "QH/1", WHY), "");
  assert.equal(desk.hub.track, null);
});

test("another choice takes the leave away: another look is another reason", async () => {
  const desk = deskWith(granted);
  await askToSee(desk, "QH/1", WHY);
  desk.hub.select("worker", "QH-2");
  desk.hub.select("worker", "QH/1");
  assert.equal(desk.hub.track, null);
});
