/** The alarm's sound and what it follows: one pattern at a time, silent at once, never before a gesture. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { alarmBook, kindsHeard, nextToAcknowledge } from "../../assets/live/alarm_book.mjs";
import { AlarmSound, leading, PATTERNS } from "../../assets/live/alarm_sound.mjs";

class FakeContext extends EventTarget {
  state = "suspended";
  currentTime = 0;
  destination = { name: "speaker" };
  started = [];
  silenced = 0;

  async resume() {
    this.state = "running";
    this.dispatchEvent(new Event("statechange"));
  }

  createGain() {
    const gain = {
      value: 1,
      setValueAtTime() {},
      linearRampToValueAtTime() {},
      setTargetAtTime: () => void (this.silenced += 1),
    };
    return { gain, connect: (to) => to, disconnect() {} };
  }

  createOscillator() {
    const voice = { frequency: { value: 0 }, connect: (to) => to, stop() {} };
    voice.start = () => this.started.push(voice.frequency.value);
    return voice;
  }
}

function rig() {
  const context = new FakeContext();
  const waiting = new Map();
  const timers = {
    set: (run, ms) => (waiting.set(run, ms), run),
    clear: (run) => void waiting.delete(run),
  };
  return { context, waiting, sound: new AlarmSound(() => context, timers) };
}

function alert(id, kind, more = {}) {
  return { id, kind, sounds: kind !== "overdue", active: true, raised_at_ms: 1, acknowledged_at_ms: null, ...more };
}

test("nothing sounds before a gesture, and what waits sounds with it", async () => {
  const { context, sound } = rig();
  sound.play(["critical"]);
  assert.deepEqual([sound.armed, sound.playing, context.started.length], [false, null, 0]);
  await sound.arm();
  assert.deepEqual([sound.armed, sound.playing], [true, "critical"]);
  assert.equal(context.started.length, PATTERNS.critical.notes.length);
});

test("the pattern goes round until it is ended, and ends at once", async () => {
  const { context, sound, waiting } = rig();
  await sound.arm();
  sound.play(["sos"]);
  const [[next, ms]] = [...waiting];
  assert.equal(ms, PATTERNS.sos.everyS * 1000);
  waiting.delete(next);
  next();
  assert.equal(context.started.length, 2 * PATTERNS.sos.notes.length);
  sound.play([]);
  assert.equal(sound.playing, null);
  assert.equal(context.silenced, 1);
  assert.ok(![...waiting.values()].includes(PATTERNS.sos.everyS * 1000), "no further round is due");
});

test("the most urgent kind is heard, and the same again does not start anew", async () => {
  const { context, sound } = rig();
  await sound.arm();
  sound.play(["whistle_overdue"]);
  const before = context.started.length;
  sound.play(["whistle_overdue"]);
  assert.equal(context.started.length, before);
  sound.play(["whistle_overdue", "sos"]);
  assert.equal(sound.playing, "sos");
  assert.equal(leading(["overdue"]), null);
});

test("a muted desk is silent and stays armed; listeners are told", async () => {
  const { sound } = rig();
  let told = 0;
  sound.on(() => (told += 1));
  await sound.arm();
  sound.play(["sos"]);
  sound.muted = true;
  assert.deepEqual([sound.playing, sound.armed], [null, true]);
  sound.muted = false;
  assert.equal(sound.playing, "sos");
  assert.ok(told >= 3);
});

test("a context that the system takes away is said to be lost", async () => {
  const { context, sound } = rig();
  await sound.arm();
  sound.play(["sos"]);
  context.state = "interrupted";
  context.dispatchEvent(new Event("statechange"));
  assert.deepEqual([sound.armed, sound.playing], [false, null]);
});

test("alerts are sorted by what an officer still has to do, the oldest first", () => {
  const seen = { acknowledged_at_ms: 5, acknowledged_by: "王" };
  const book = alarmBook([
    alert("late", "overdue"),
    alert("b", "critical", { raised_at_ms: 3 }),
    alert("a", "sos", { raised_at_ms: 2 }),
    alert("missed", "sos", { active: false }),
    alert("seen", "sos", seen),
    alert("by-hand", "sos", { active: false, ...seen }),
  ]);
  const ids = Object.fromEntries(Object.entries(book).map(([name, list]) => [name, list.map(({ id }) => id)]));
  assert.deepEqual(ids, { sounding: ["a", "b"], missed: ["missed"], seen: ["seen"], silent: ["late"] });
  assert.deepEqual(kindsHeard(book), ["sos", "critical"]);
  assert.equal(nextToAcknowledge(book)?.id, "a");
  assert.equal(nextToAcknowledge({ ...book, sounding: [] })?.id, "missed");
  assert.equal(nextToAcknowledge(alarmBook([])), null);
});
