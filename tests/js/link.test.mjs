/** The link's states, with a socket and a clock of the test's own. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Link, TicketRefused } from "../../assets/live/link.mjs";

const NOTHING = { beat: false, verified: false, ask: false, resync: null, bye: null };
const VERIFIED_BEAT = { ...NOTHING, beat: true, verified: true };

class FakeSocket {
  sent = [];
  closed = false;
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
}

/** Time that stands still until it is moved, and the timers in it. */
class FakeTime {
  now = 0;
  timers = [];
  set(run, ms) {
    const timer = { run, at: this.now + ms };
    this.timers.push(timer);
    return timer;
  }
  clear(timer) {
    this.timers = this.timers.filter((each) => each !== timer);
  }
  move(ms) {
    const end = this.now + ms;
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.clear(next);
      this.now = next.at;
      next.run();
    }
    this.now = end;
  }
}

let time;
let sockets;
let lane;
let ticket;
let random;
let verified;
let link;

beforeEach(() => {
  time = new FakeTime();
  sockets = [];
  verified = 0;
  random = 1;
  ticket = async () => "signed";
  lane = { epoch: 7, resume: { epoch: 7, seq: 10 }, begun: 0, begin: () => (lane.begun += 1), receive: (outcome) => outcome };
  link = new Link({
    lane,
    wholes: { begin() {}, answered() {}, ready() {} },
    scope: "320104",
    getTicket: () => ticket(),
    openSocket: () => (sockets.push(new FakeSocket()), sockets.at(-1)),
    painted: () => ({ seq: 10, tick: 3, ageMs: 41.6 }),
    hidden: () => false,
    mono: () => time.now,
    random: () => random,
    setTimer: (run, ms) => time.set(run, ms),
    clearTimer: (timer) => time.clear(timer),
    onChange: () => {},
    onVerified: () => (verified += 1),
  });
});

const settle = () => new Promise(setImmediate);
const state = () => link.status(time.now).state;
const reason = () => link.status(time.now).reason;
const hear = (outcome) => sockets.at(-1).onmessage({ data: outcome });

async function open() {
  await settle();
  sockets.at(-1).onopen();
}

async function live() {
  link.start();
  await open();
  hear(VERIFIED_BEAT);
}

test("it gets a ticket, says hello first, and is live with the first verified beat", async () => {
  link.start();
  assert.equal(state(), "connecting");
  await open();
  assert.deepEqual(sockets[0].sent, [{ type: "hello", ticket: "signed", scope: "320104", resume: { epoch: 7, seq: 10 } }]);
  assert.equal(sockets[0].binaryType, "arraybuffer");
  hear({ ...NOTHING, beat: true });
  assert.equal(state(), "connecting", "a beat that proves nothing");
  hear(VERIFIED_BEAT);
  assert.equal(state(), "live");
  assert.equal(verified, 1);
});

test("what a page that hung reads late proves nothing: the link is given up, as by the timer that was late as well", async () => {
  await live();
  time.now += 4_000; // it hung: no timer ran
  hear(VERIFIED_BEAT);
  assert.deepEqual([verified, state(), reason()], [1, "lost", "no beat for 4 s"]);
  assert.equal(sockets[0].closed, true);
  time.move(1_000);
  await open();
  hear(VERIFIED_BEAT);
  assert.deepEqual([verified, state()], [2, "live"]);
});

test("every beat is answered with what is painted", async () => {
  await live();
  assert.deepEqual(sockets[0].sent.at(-1), { type: "ack", epoch: 7, seq: 10, tick: 3, paint_age_ms: 42, hidden: false });
});

test("a keyframe is asked for when the lane wants one", async () => {
  await live();
  hear({ ...NOTHING, ask: true });
  assert.deepEqual(sockets[0].sent.at(-1), { type: "keyframe" });
});

test("4 s without a beat are a loss, and always a new connection", async () => {
  await live();
  time.move(3_999);
  assert.equal(state(), "live");
  time.move(1);
  assert.equal(state(), "lost");
  assert.match(reason(), /no beat for 4 s/);
  assert.equal(sockets[0].closed, true);
  time.move(1_000);
  await open();
  assert.equal(sockets.length, 2);
  assert.equal(state(), "lost", "until the next verified beat");
  hear(VERIFIED_BEAT);
  assert.equal(state(), "live");
  assert.equal(reason(), null);
});

test("a relay that never answers is given up after 8 s", async () => {
  link.start();
  await open();
  time.move(8_000);
  assert.equal(state(), "lost");
});

test("waits double to 15 s and begin small again only after a verified beat", async () => {
  ticket = async () => Promise.reject(new Error("unreachable"));
  link.start();
  const waits = [];
  for (let i = 0; i < 6; i++) {
    await settle();
    waits.push(time.timers[0].at - time.now);
    time.move(waits.at(-1));
  }
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  await settle();
  ticket = async () => "signed";
  time.move(15_000);
  await open();
  hear(VERIFIED_BEAT);
  sockets.at(-1).onclose({ code: 1006, reason: "" });
  assert.equal(time.timers[0].at - time.now, 1_000);
});

test("an open socket alone does not make waits small again", async () => {
  link.start();
  for (const wait of [1_000, 2_000]) {
    await open();
    sockets.at(-1).onclose({ code: 1006, reason: "" });
    assert.equal(time.timers[0].at - time.now, wait);
    time.move(wait);
  }
});

test("where nobody listens it looks every second at first, and shows the same ticket until that is old", async () => {
  let asked = 0;
  ticket = async () => `ticket ${(asked += 1)}`;
  await live();
  sockets.at(-1).onclose({ code: 1006, reason: "" });
  const waits = [];
  while (time.now < 30_000) {
    waits.push(time.timers[0].at - time.now);
    time.move(waits.at(-1));
    await settle();
    sockets.at(-1).onclose({ code: 1006, reason: "" });
  }
  assert.deepEqual(waits, [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 2_000, 4_000, 8_000, 15_000]);
  assert.equal(asked, 3, "one for the connection that was lost, then one in 20 s");
  time.move(15_000);
  await open();
  assert.equal(sockets.at(-1).sent[0].ticket, "ticket 4");
  sockets.at(-1).onclose({ code: 1008, reason: "" });
  time.move(15_000);
  await open();
  assert.equal(sockets.at(-1).sent[0].ticket, "ticket 5", "one that was shown is never shown again");
});

test("the jitter is full: from nothing to the whole wait", async () => {
  random = 0;
  await live();
  sockets[0].onclose({ code: 1006, reason: "" });
  assert.equal(time.timers[0].at, time.now);
});

test("a refused ticket is said to be that, and tried again", async () => {
  ticket = async () => Promise.reject(new TicketRefused("no ticket for the live picture (403)"));
  link.start();
  await settle();
  assert.equal(state(), "refused");
  assert.match(reason(), /403/);
  ticket = async () => "signed";
  time.move(1_000);
  await open();
  hear(VERIFIED_BEAT);
  assert.equal(state(), "live");
});

test("a gap reconnects without resume, and the one after that with it", async () => {
  await live();
  hear({ ...NOTHING, resync: "changes after 13 came while the page is at 12" });
  assert.equal(state(), "lost");
  time.move(1_000);
  await open();
  assert.equal(sockets[1].sent[0].resume, null);
  hear(VERIFIED_BEAT);
  sockets[1].onclose({ code: 1006, reason: "" });
  time.move(1_000);
  await open();
  assert.deepEqual(sockets[2].sent[0].resume, { epoch: 7, seq: 10 });
});

test("what the relay said before it closed is the reason", async () => {
  await live();
  hear({ ...NOTHING, bye: "more than 20 messages a second" });
  sockets[0].onclose({ code: 1008, reason: "" });
  assert.equal(reason(), "more than 20 messages a second");
});

test("a given-up socket and a late ticket are not heard", async () => {
  let give;
  ticket = () => new Promise((done) => (give = done));
  link.start();
  time.move(8_000);
  give("late");
  await settle();
  assert.equal(sockets.length, 0);
  ticket = async () => "signed";
  time.move(1_000);
  await open();
  const first = sockets[0];
  link.restart("the page was hidden for 60 s");
  assert.equal(first.closed, true);
  assert.equal(first.onmessage, null);
});

test("a restart takes everything anew at once", async () => {
  await live();
  link.restart("the page was hidden for 60 s");
  assert.equal(state(), "lost");
  await open();
  assert.equal(sockets[1].sent[0].resume, null);
});

test("what is looked at is asked for now, and again on the next connection", async () => {
  await live();
  link.look("QH-0421");
  assert.deepEqual(sockets[0].sent.at(-1), { type: "look", entity: "QH-0421" });
  link.restart("a test");
  await open();
  hear(VERIFIED_BEAT);
  assert.ok(sockets[1].sent.some((message) => message.type === "look" && message.entity === "QH-0421"));
  link.look(null);
  assert.deepEqual(sockets[1].sent.at(-1), { type: "look", entity: null });
});

test("since when it is in its state is told in server time", async () => {
  await live();
  time.move(4_500);
  assert.equal(link.status(1_000_000).since, 1_000_000 - 500);
});
