/** The rules of epoch, tick and sequence. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { ServerClock } from "../../assets/live/clock.mjs";
import { Fleet } from "../../assets/live/fleet.mjs";
import { Lane } from "../../assets/live/lane.mjs";
import { RecordBook } from "../../assets/live/records.mjs";
import { BASE, EPOCH } from "./frames.mjs";

let mono;
let lane;
let fleet;
let records;
let told;

beforeEach(() => {
  mock.method(console, "error", () => {});
  mono = 1_000;
  told = [];
  fleet = new Fleet();
  records = new RecordBook();
  const clock = new ServerClock(() => mono, 0);
  lane = new Lane({ clock, fleet, records, tell: (event, detail) => told.push([event, detail]) });
});

const say = (message) => lane.receive(JSON.stringify({ epoch: EPOCH, ...message }));
const welcome = (epoch = EPOCH) => say({ type: "welcome", epoch, now: BASE, mode: "demo", scope: "320104", beat_ms: 1000, build: "0" });
const beat = (known = {}) => say({ type: "beat", seq: 10, now: BASE + mono, tick: 1, sources: [], processes: [], ...known });
const snapshot = (seq = 10) => say({ type: "snapshot", seq, records: { incident: { a: { status: "filed" } } } });
const changes = (after, seq, rows = []) => say({ type: "changes", after, seq, changes: rows });
const change = (seq, id, body) => ({ seq, kind: "incident", id, at_ms: BASE, body });

/** The bytes of a frame with one row. */
function bytes({ keyframe = false, tick = 1, epoch = EPOCH, row = 0 } = {}) {
  const view = new DataView(new ArrayBuffer(32 + 7 * 4));
  [0x57, 0x4c, 2, keyframe ? 1 : 2].forEach((value, at) => view.setUint8(at, value));
  view.setUint32(4, epoch, true);
  view.setUint32(8, tick, true);
  view.setUint32(12, 1, true);
  view.setFloat64(16, BASE, true);
  view.setUint8(24, 1);
  view.setUint8(25, 1);
  view.setUint32(28, 10, true);
  view.setInt32(32, 320_000_000, true);
  view.setInt32(36, 1_180_000_000, true);
  view.setUint8(48, row);
  return view.buffer;
}

function opened() {
  lane.begin();
  welcome();
  beat({ tick: 0 });
  snapshot();
  return lane.receive(bytes({ keyframe: true }));
}

test("the picture is proven by the message that completes it, and from then on by each beat", () => {
  lane.begin();
  welcome();
  assert.equal(beat().verified, false, "no records yet");
  assert.equal(snapshot().verified, false, "no positions yet");
  assert.equal(lane.receive(bytes({ keyframe: true })).verified, true);
  assert.equal(lane.receive(bytes({ tick: 2 })).verified, false, "only beats prove after that");
  mono += 1_000;
  assert.deepEqual({ ...beat() }, { beat: true, verified: true, ask: false, resync: null, bye: null });
});

test("a new connection proves nothing by what the one before had brought", () => {
  opened();
  lane.begin();
  welcome();
  mono += 1_000;
  assert.equal(beat().verified, false, "neither records nor positions have come on this one");
  assert.equal(snapshot().verified, false);
  assert.equal(lane.receive(bytes({ keyframe: true })).verified, true);
});

test("a beat with the same server time again proves nothing", () => {
  opened();
  assert.equal(beat({ now: BASE + 5_000 }).verified, true);
  assert.equal(beat({ now: BASE + 5_000 }).verified, false);
});

test("anything of another epoch means taking everything anew", () => {
  opened();
  for (const outcome of [beat({ epoch: 8 }), say({ type: "rows", epoch: 8, rows: [] }), lane.receive(bytes({ epoch: 8, tick: 2 }))]) {
    assert.match(outcome.resync, /epoch 8, not 7/);
  }
});

test("a welcome of another epoch forgets rows, records and positions", () => {
  opened();
  lane.begin();
  welcome(9);
  assert.equal(fleet.count, 0);
  assert.equal(records.seq, null);
  assert.equal(records.all("incident").size, 0);
  assert.equal(lane.resume, null);
  assert.deepEqual([...told.at(-1)[1].changed], [0], "listeners hear which rows went");
});

test("a welcome of the same epoch keeps what the page has", () => {
  opened();
  assert.deepEqual(lane.resume, { epoch: EPOCH, seq: 10 });
  lane.begin();
  welcome();
  assert.equal(fleet.count, 1);
});

test("changes apply only in sequence, and a gap applies nothing", () => {
  opened();
  assert.equal(changes(10, 12, [change(11, "b", { status: "filed" })]).resync, null);
  assert.equal(records.seq, 12);
  assert.match(changes(13, 14, [change(14, "b", null)]).resync, /after 13 .* at 12/);
  assert.equal(records.get("incident", "b").status, "filed");
});

test("changes tell which records changed; a snapshot that any may have", () => {
  opened();
  changes(10, 11, [change(11, "a", null)]);
  assert.deepEqual(told.at(-1), ["records", { kinds: new Set(["incident"]), ids: new Set(["a"]) }]);
  snapshot(20);
  assert.equal(told.at(-1)[1].ids, null);
  assert.equal(records.seq, 20);
});

test("a relay behind the page is not the relay the page knew", () => {
  opened();
  assert.match(beat({ seq: 9 }).resync, /sequence 9, the page already at 10/);
});

test("changes that a beat before knew of and that never came are missed", () => {
  opened();
  assert.equal(beat({ seq: 11 }).resync, null, "they may be on their way");
  mono += 1_000;
  assert.match(beat({ seq: 12 }).resync, /up to 11 have not come, the page is at 10/);
});

test("a missing tick asks for one keyframe and applies nothing until it comes", () => {
  opened();
  assert.equal(lane.receive(bytes({ tick: 3, row: 1 })).ask, true);
  assert.equal(lane.receive(bytes({ tick: 4, row: 1 })).ask, false, "asked already");
  assert.equal(fleet.count, 1);
  lane.receive(bytes({ tick: 5, keyframe: true, row: 2 }));
  assert.equal(lane.receive(bytes({ tick: 6, row: 3 })).ask, false);
  assert.deepEqual([...fleet.rows()], [2, 3]);
});

test("ticks go round after 2^32", () => {
  opened();
  lane.receive(bytes({ tick: 0xffffffff, keyframe: true }));
  assert.equal(lane.receive(bytes({ tick: 0 })).ask, false);
  assert.equal(lane.tick, 0);
});

test("a keyframe asked for and not come is asked for again with each beat", () => {
  opened();
  beat();
  lane.receive(bytes({ tick: 9 }));
  mono += 1_000;
  assert.equal(beat({ tick: 9 }).ask, true);
});

test("frames that a beat before knew of and that never came are missed", () => {
  opened();
  beat({ tick: 4 });
  mono += 1_000;
  assert.equal(beat({ tick: 5 }).ask, true);
});

test("a bad frame is left out, counted and asked about; a bad text is left out and counted", () => {
  opened();
  assert.equal(lane.receive(new ArrayBuffer(5)).ask, true);
  assert.equal(lane.receive("{").resync, null);
  assert.equal(lane.receive('{"type":"joke"}').resync, null);
  assert.equal(lane.droppedFrames, 3);
  assert.match(lane.lastDrop, /joke/);
  assert.equal(fleet.count, 1);
});

test("rows and entity answers are passed on", () => {
  opened();
  say({ type: "rows", rows: [{ row: 0, id: "QH-0421" }] });
  assert.deepEqual(told.at(-1), ["rows", [0]]);
  assert.equal(fleet.rowOf("QH-0421"), 0);
  say({ type: "entity", id: "QH-0421", found: false, picture: null });
  assert.equal(told.at(-1)[0], "entity");
});

test("the relay's last word is handed on", () => {
  assert.equal(say({ type: "bye", reason: "no hello within 5 s" }).bye, "no hello within 5 s");
});

test("a server clock that steps back makes nothing fresher, and the relay is asked how old everything is", () => {
  opened();
  beat();
  const age = BASE + mono - fleet.observedMs[0];
  mono += 1_000;
  const outcome = beat({ now: BASE + mono - 3_600_000 });
  assert.equal(outcome.ask, true);
  assert.equal(BASE + mono - 3_600_000 - fleet.observedMs[0], age + 1_000);
});

test("it tells which build the relay is, and the version of a frame that it cannot read", () => {
  welcome();
  const frame = bytes({ keyframe: true });
  new DataView(frame).setUint8(2, 9);
  lane.receive(frame);
  assert.deepEqual(told.filter(([event]) => event === "build" || event === "refused"), [["build", "0"], ["refused", 9]]);
});
