import assert from "node:assert/strict";
import { test } from "node:test";
import { byClosing, byNeed, dayOf, mostPressing, pressOf, readIncident } from "../../assets/live/panels/incident.mjs";
import { placeWords } from "../../assets/live/panels/place.mjs";
import { Newness, NEW_MS } from "../../assets/live/panels/newness.mjs";

const HOUR = 3_600_000;
const MIDNIGHT = Date.parse("2026-11-22T00:00:00+08:00");
const NOW = MIDNIGHT + 14.5 * HOUR;

/** A record as the store writes it. */
function record(over = {}) {
  return {
    title: "暴露垃圾",
    title_en: "Exposed garbage",
    place: "五福街003",
    place_en: "Wufujie 003",
    category: "06010",
    urgency: "normal",
    status: "HANDLING",
    status_zh: "处置中",
    status_en: "In progress",
    open: true,
    provenance: "simulated",
    lat: 32.02,
    lon: 118.77,
    street: "320104004",
    community: "320104004001",
    opened_at_ms: NOW - HOUR,
    closed_at_ms: null,
    ...over,
  };
}
const incident = (key, over) => readIncident(key, record(over), "zh");

test("an incident is read in the page's language", () => {
  assert.equal(readIncident("a", record(), "en").title, "Exposed garbage");
  assert.equal(readIncident("a", record(), "zh").state, "处置中");
});

test("a text that one language lacks is shown in the other", () => {
  assert.equal(readIncident("a", record({ title_en: null }), "en").title, "暴露垃圾");
});

test("an urgency nobody knows counts as urgent", () => {
  assert.equal(incident("a", { urgency: "apocalyptic" }).urgency, "urgent");
});

test("what needs a person next comes first: urgency, then age", () => {
  const list = [
    incident("young", { opened_at_ms: NOW - 1 }),
    incident("old"),
    incident("urgent", { urgency: "urgent", opened_at_ms: NOW }),
    incident("critical", { urgency: "critical", opened_at_ms: NOW }),
  ];
  assert.deepEqual(
    list.sort(byNeed).map(({ key }) => key),
    ["critical", "urgent", "old", "young"],
  );
});

test("the day counts what was reported and closed since midnight, and all that is open", () => {
  const day = dayOf(
    [
      incident("today"),
      incident("yesterday", { opened_at_ms: MIDNIGHT - HOUR, urgency: "urgent" }),
      incident("closed", { open: false, opened_at_ms: MIDNIGHT - HOUR, closed_at_ms: MIDNIGHT + 9 * HOUR }),
      incident("long ago", { open: false, opened_at_ms: MIDNIGHT - 40 * HOUR, closed_at_ms: MIDNIGHT - 30 * HOUR }),
    ],
    NOW,
  );
  assert.deepEqual([day.reported, day.closed, day.open], [1, 1, 2]);
  assert.deepEqual(day.urgency, { critical: 0, urgent: 1, normal: 1 });
  assert.equal(day.reportedByHour[13], 1);
  assert.equal(day.closedByHour[9], 1);
});

test("cameras follow the newest critical incident, else the newest urgent one, and never an ordinary one", () => {
  const urgent = incident("urgent", { urgency: "urgent", opened_at_ms: NOW });
  const older = incident("older", { urgency: "critical", opened_at_ms: NOW - 2 * HOUR });
  const newer = incident("newer", { urgency: "critical", opened_at_ms: NOW - HOUR });
  assert.equal(mostPressing([urgent, older, newer])?.key, "newer");
  assert.equal(mostPressing([urgent])?.key, "urgent");
  assert.equal(
    mostPressing([incident("normal"), incident("lost", { urgency: "critical", lat: null, lon: null })]),
    null,
  );
});

test("what the first picture holds is not new; what comes later is", () => {
  const newness = new Newness();
  newness.learn([incident("a")], null, 0);
  newness.learn([incident("a"), incident("b")], null, 1_000);
  assert.deepEqual(
    ["a", "b"].map((key) => newness.has(key)),
    [false, true],
  );
});

test("an incident is no longer new once taken up, looked at, gone, or long enough shown", () => {
  const fresh = () => {
    const newness = new Newness();
    newness.learn([], null, 0);
    newness.learn([incident("a")], null, 0);
    assert.equal(newness.has("a"), true);
    return newness;
  };
  const later = [
    [[incident("a", { status: "FEEDBACK" })], null, 1],
    [[incident("a")], "a", 1],
    [[], null, 1],
    [[incident("a")], null, NEW_MS],
  ];
  for (const step of later) {
    const newness = fresh();
    newness.learn(...step);
    assert.equal(newness.has("a"), false);
  }
});

test("the cameras never show where a dimmed incident is", () => {
  const dimmed = incident("dimmed", { urgency: "critical", dimmed: true });
  assert.equal(mostPressing([dimmed]), null);
  assert.equal(mostPressing([dimmed, incident("urgent", { urgency: "urgent" })])?.key, "urgent");
});

test("what was closed last is listed first", () => {
  const closed = [1, 3, 2].map((n) => incident(`c${n}`, { open: false, closed_at_ms: n }));
  assert.deepEqual(closed.sort(byClosing).map(({ key }) => key), ["c3", "c2", "c1"]);
});

test("of equal urgency the one whose clock presses comes first; a clock that stands still presses nobody", () => {
  const clock = (due_at_ms, more = {}) => ({ case: { clock: { started_at_ms: 0, due_at_ms, amber_at_ms: 0.7 * due_at_ms, twice_at_ms: 2 * due_at_ms, ...more } } });
  const bodies = { late: clock(90), soon: clock(110), easy: clock(1_000), still: clock(50, { stopped_at_ms: 60 }) };
  const list = Object.entries(bodies).map(([key, body]) => ({ ...incident(key, body), press: pressOf(record(body), 100) }));
  assert.deepEqual(list.reverse().sort(byNeed).map(({ key }) => key), ["late", "soon", "easy", "still"]);
});

test("where nobody translated the sender's words, an English page names the kind of matter", () => {
  const body = record({ title: "三号楼前的垃圾", title_en: null, category_zh: "暴露垃圾", category_en: "Exposed garbage" });
  assert.equal(readIncident("a", body, "en").title, "Exposed garbage");
  assert.equal(readIncident("a", body, "zh").title, "三号楼前的垃圾");
  assert.equal(readIncident("a", { ...body, title_en: "Garbage at no. 3" }, "en").title, "Garbage at no. 3");
});

test("of equal urgency what nobody has been sent to comes first, then what nobody acknowledged, then what is in hand, unless that one's clock presses", () => {
  const clock = { started_at_ms: 0, due_at_ms: 90, amber_at_ms: 63, twice_at_ms: 180 };
  const bodies = {
    handled: { opened_at_ms: NOW - 9 * HOUR },
    reported: { status: "REPORTED", opened_at_ms: NOW },
    filed: { status: "FILED", opened_at_ms: NOW - 1 },
    sent: { status: "DISPATCHED", opened_at_ms: NOW },
    suspended: { status: "FILED", opened_at_ms: NOW - 9 * HOUR - 1, case: { suspended: { ground: "other" } } },
    late: { opened_at_ms: NOW, case: { clock } },
  };
  const list = Object.entries(bodies).map(([key, body]) => ({ ...incident(key, body), press: pressOf(record(body), 100) }));
  assert.deepEqual(list.sort(byNeed).map(({ key }) => key), ["late", "filed", "reported", "sent", "suspended", "handled"]);
});

test("a place is in the page's language: the sender's words, else the grid's name, else what there is", () => {
  const called = (grid) => (grid === "320104004001003" ? "Wufujie Grid 3" : "");
  const untold = record({ place: "五福街12号", place_en: null, grid: "320104004001003" });
  assert.equal(placeWords(untold, "en", called), "Wufujie Grid 3");
  assert.equal(placeWords(untold, "zh", called), "五福街12号");
  assert.equal(placeWords({ ...untold, place_en: "12 Wufujie" }, "en", called), "12 Wufujie");
  assert.equal(placeWords({ ...untold, grid: null }, "en", called), "五福街12号");
  assert.equal(placeWords({ grid: "320104004001003" }, "zh", called), "Wufujie Grid 3");
  assert.equal(placeWords({}, "zh", called), "");
});
