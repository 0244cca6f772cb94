/** A page renews itself once, in its own time and in a quiet moment. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Renewal } from "../../assets/live/renewal.mjs";

const DAY_MS = 24 * 3_600_000;
let now, timers, kept, quiet, back, loads, told;

beforeEach(() => {
  [now, timers, kept, quiet, back, loads, told] = [1_000_000, [], new Map(), true, true, 0, 0];
});

const memory = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };

/** A page of one build; the next page of this tab has the same memory. */
function page(build, parts = {}) {
  const renewal = new Renewal({
    build,
    memory,
    now: () => now,
    random: () => 0.5,
    setTimer(run, ms) {
      timers.push({ run, at: now + ms });
      return timers.at(-1);
    },
    clearTimer: (timer) => (timers = timers.filter((one) => one !== timer)),
    quiet: () => quiet,
    reachable: async () => back,
    reload: () => (loads += 1),
    ...parts,
  });
  renewal.on(() => (told += 1));
  return renewal;
}

async function pass(ms) {
  const end = now + ms;
  for (;;) {
    const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
    if (!next) break;
    timers = timers.filter((one) => one !== next);
    now = next.at;
    next.run();
    for (let i = 0; i < 5; i += 1) await null;
  }
  now = end;
}

test("a page of the relay's own build stays", async () => {
  const renewal = page("1");
  renewal.heard("1");
  await pass(60_000);
  assert.deepEqual([renewal.due, loads, told], [null, 0, 0]);
});

test("an older page loads itself anew after its own wait, and only once however often it hears", async () => {
  const renewal = page("1");
  renewal.heard("2");
  await pass(4_999);
  renewal.heard("2");
  assert.equal(loads, 0);
  await pass(1);
  assert.equal(loads, 1);
  await pass(60_000);
  assert.equal(loads, 1);
});

test("screens do not come at once: each waits up to ten seconds", async () => {
  page("1", { random: () => 0 }).heard("2");
  page("1", { random: () => 0.99 }).heard("2");
  await pass(100);
  assert.equal(loads, 1);
  await pass(9_900);
  assert.equal(loads, 2);
});

test("a page that is still old after it was renewed does not go round, until a day has passed", async () => {
  page("1").heard("2");
  await pass(10_000);
  const again = page("1");
  again.heard("2");
  await pass(DAY_MS - 30_000);
  assert.deepEqual([loads, again.spent, again.due], [1, true, "2"]);
  now += 60_000;
  page("1").heard("2");
  await pass(10_000);
  assert.equal(loads, 2);
});

test("between two builds that take turns each is loaded once", async () => {
  for (const [own, heard] of [["1", "2"], ["2", "1"], ["1", "2"], ["2", "1"]]) {
    page(own).heard(heard);
    await pass(10_000);
  }
  assert.equal(loads, 2);
});

test("it waits for a quiet moment, however long", async () => {
  quiet = false;
  const renewal = page("1");
  renewal.heard("2");
  await pass(3_600_000);
  assert.deepEqual([loads, renewal.due, renewal.spent], [0, "2", false]);
  quiet = true;
  await pass(2_000);
  assert.equal(loads, 1);
});

test("while the server does not answer it keeps its page", async () => {
  back = false;
  page("1").heard("2");
  await pass(300_000);
  assert.equal(loads, 0);
  back = true;
  await pass(10_000);
  assert.equal(loads, 1);
});

test("a build that is taken back before the reload needs none", async () => {
  const renewal = page("1");
  renewal.heard("2");
  renewal.heard("1");
  await pass(60_000);
  assert.deepEqual([renewal.due, loads], [null, 0]);
});

test("a frame that it cannot read is as good a reason, once", async () => {
  for (let i = 0; i < 3; i += 1) {
    const renewal = page("1");
    renewal.heard("1");
    renewal.refused(3);
    renewal.refused(3);
    await pass(10_000);
  }
  assert.equal(loads, 1);
});

test("without a memory nothing happens by itself, and a person still can", async () => {
  const renewal = page("1", { memory: { getItem: () => null, setItem: () => { throw new Error("no room"); } } });
  renewal.heard("2");
  await pass(60_000);
  assert.deepEqual([loads, renewal.spent], [0, true]);
  assert.equal(await renewal.press(), true);
  assert.equal(loads, 1);
});

test("a person's key is refused while the server does not answer, and remembered when it does", async () => {
  quiet = false;
  const renewal = page("1");
  renewal.heard("2");
  back = false;
  assert.equal(await renewal.press(), false);
  back = true;
  assert.equal(await renewal.press(), true);
  assert.equal(loads, 1);
  const after = page("1");
  after.heard("2");
  assert.equal(after.spent, true);
});
