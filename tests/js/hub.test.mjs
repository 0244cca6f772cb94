/** The hub, the words, the dead-man, the paint watch and the return of a hidden page. */
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { DeadMan } from "../../assets/live/deadman.mjs";
import { Hub } from "../../assets/live/hub.mjs";
import { PaintWatch } from "../../assets/live/paint.mjs";
import { fetchTicket, relayUrl } from "../../assets/live/relay_address.mjs";
import { TicketRefused } from "../../assets/live/link.mjs";
import { watchVisibility } from "../../assets/live/visibility.mjs";
import { speaker } from "../../assets/live/words.mjs";

function hub() {
  const looked = [];
  const made = new Hub({ config: { lang: "zh" }, link: () => ({ state: "live" }), look: (id) => looked.push(id) });
  return { hub: made, looked };
}

test("listeners hear until they stop listening, and one that throws does not silence the others", () => {
  const error = mock.method(console, "error", () => {});
  const { hub: made } = hub();
  const heard = [];
  made.on("second", () => {
    throw new Error("broken");
  });
  const off = made.on("second", (now) => heard.push(now));
  made.emit("second", 1);
  off();
  made.emit("second", 2);
  assert.deepEqual(heard, [1]);
  assert.equal(made.faults, 2);
  assert.equal(error.mock.callCount(), 2);
});

test("choosing tells once, and only a worker is looked at", () => {
  const { hub: made, looked } = hub();
  const heard = [];
  made.on("selection", (chosen) => heard.push(chosen));
  made.select("worker", "QH-1");
  made.select("worker", "QH-1");
  made.select("incident", "I-1");
  made.select(null);
  assert.deepEqual(heard, [{ kind: "worker", id: "QH-1" }, { kind: "incident", id: "I-1" }, null]);
  assert.deepEqual(looked, ["QH-1", null, null]);
  assert.equal(made.selection, null);
});

test("sources are those of the latest beat", () => {
  const { hub: made } = hub();
  assert.deepEqual(made.sources, []);
  made.beat = { sources: [{ index: 0 }] };
  assert.deepEqual(made.sources, [{ index: 0 }]);
});

test("words take their variables, and one that is missing is shown and reported once", () => {
  const error = mock.method(console, "error", () => {});
  const t = speaker({ age: "{n} 秒前", plain: "直 {x}" });
  assert.equal(t("age", { n: 5 }), "5 秒前");
  assert.equal(t("plain"), "直 {x}");
  assert.equal(t("toString"), "toString");
  t("toString");
  assert.equal(error.mock.callCount(), 1);
});

function band() {
  const since = { textContent: "" };
  return { dataset: {}, since, querySelector: () => since };
}

test("each feeding changes the animation's name, which is what starts it again", () => {
  const element = band();
  const deadman = new DeadMan(() => element, (ms) => `at ${ms}`);
  const names = [1, 2, 3].map((now) => (deadman.feed(now, now), element.dataset.fed));
  assert.deepEqual(names, ["b", "a", "b"]);
  assert.equal(element.since.textContent, "at 3");
  deadman.stop();
  assert.equal(element.dataset.fed, "no");
});

test("what a page that hung paints late pushes no band away", () => {
  const element = band();
  const deadman = new DeadMan(() => element, String);
  deadman.feed(1_000, 2_999);
  deadman.feed(3_000, 5_000);
  assert.deepEqual([element.dataset.fed, element.since.textContent], ["b", "1000"]);
});

test("a page without the band, or with a new one, is no error", () => {
  let element = null;
  const deadman = new DeadMan(() => element, String);
  deadman.feed(1, 1);
  element = band();
  deadman.feed(2, 2);
  assert.equal(element.since.textContent, "2");
});

test("a hub that began before its page is furnished with the whole configuration", () => {
  const { hub: made } = hub();
  made.furnish({ lang: "en", mode: "demo" }, (key) => `text of ${key}`);
  assert.deepEqual([made.lang, made.config.mode, made.t("a")], ["en", "demo", "text of a"]);
});

test("the newest that waits for paint runs in the next frame, and the paint tells what was held", () => {
  const frames = [];
  let now = 100;
  const held = { seq: 1, tick: 1 };
  const paint = new PaintWatch({ requestFrame: (run) => frames.push(run), mono: () => now, held: () => ({ ...held }) });
  const ran = [];
  assert.equal(paint.ageMs, null);
  paint.after(() => ran.push("a"));
  paint.after(() => ran.push("b"));
  paint.watch();
  assert.equal(frames.length, 0, "what is painted before the page stands shows nothing");
  paint.begin();
  paint.watch();
  assert.equal(frames.length, 1, "one frame serves all");
  assert.deepEqual(ran, [], "a page that does not paint is not fed");
  held.seq = 2;
  frames[0]();
  assert.deepEqual(ran, ["b"]);
  now += 30;
  assert.deepEqual([paint.ageMs, paint.last.seq], [30, 2]);
  paint.watch();
  frames[1]();
  assert.deepEqual(ran, ["b"], "it runs once");
});

function visibility() {
  const page = { hidden: false, listeners: {}, addEventListener: (name, run) => (page.listeners[name] = run) };
  const time = { now: 0 };
  const calls = [];
  watchVisibility({
    page,
    mono: () => time.now,
    deadman: { stop: () => calls.push("band") },
    link: { restart: (reason) => calls.push(reason) },
  });
  const show = (hidden) => ((page.hidden = hidden), page.listeners.visibilitychange());
  return { page, time, calls, show };
}

test("a page hidden for long shows the band at once and takes everything anew when seen again", () => {
  const { time, calls, show } = visibility();
  show(true);
  time.now = 3_600_000;
  show(false);
  assert.deepEqual(calls, ["band", "the page was hidden for 3600 s"]);
});

test("a page that is frozen without being hidden shows the band before it stands still, and when it moves again", () => {
  const { page, calls } = visibility();
  page.listeners.freeze();
  page.listeners.resume();
  assert.deepEqual(calls, ["band", "band", "the page was frozen"]);
});

test("a page hidden for a moment keeps its connection", () => {
  const { time, calls, show } = visibility();
  show(true);
  time.now = 2_000;
  show(false);
  assert.deepEqual(calls, ["band"]);
});

test("the relay is on the page's own host unless told otherwise", () => {
  const page = { protocol: "http:", hostname: "wall.local" };
  assert.equal(relayUrl({ relay_port: 8765 }, page), "ws://wall.local:8765/live");
  assert.equal(relayUrl({ relay_port: 8765 }, { ...page, protocol: "https:" }), "wss://wall.local:8765/live");
  assert.equal(relayUrl({ relay_port: 1, relay_url: "wss://x/live" }, page), "wss://x/live");
});

const answer = (status, body) => async () => ({ status, ok: status < 400, json: async () => body });
const TICKETS = { ticket_url: "/api/live-ticket", scope: "320104" };

test("a ticket is fetched, and its refusal told from a failure", async () => {
  assert.equal(await fetchTicket(TICKETS, answer(200, { ticket: "signed" })), "signed");
  await assert.rejects(fetchTicket(TICKETS, answer(403, {})), TicketRefused);
  await assert.rejects(fetchTicket(TICKETS, answer(503, {})), (error) => !(error instanceof TicketRefused) && /503/.test(error.message));
  await assert.rejects(fetchTicket(TICKETS, answer(200, {})), /gave no ticket/);
});

test("a page says whether it is a desk or hangs on a wall", async () => {
  const asked = async (page) => {
    let said = "";
    await fetchTicket({ ...TICKETS, page }, async (url, { body }) => {
      said = JSON.parse(body).screen;
      return answer(200, { ticket: "signed" })();
    });
    return said;
  };
  assert.deepEqual([await asked("desk"), await asked("wall"), await asked(undefined)], ["desk", "wall", "wall"]);
});
