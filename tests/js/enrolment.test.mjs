/** A wall that is refused its ticket: when it leaves its picture, and when it keeps it. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { heed, isSentAway } from "../../assets/live/enrolment.mjs";
import { TicketRefused } from "../../assets/live/link.mjs";

const settle = () => new Promise(setImmediate);

/** @returns how often the page was left, and how often its address was looked at */
async function heeded(ticket, away) {
  const seen = { left: 0, looks: 0 };
  const same = heed(ticket, async () => ((seen.looks += 1), away), () => (seen.left += 1));
  assert.equal(same, ticket, "the link sees to the rest");
  await same.catch(() => {});
  await settle();
  return seen;
}

test("a wall that is refused leaves once its own address says the same", async () => {
  const refused = () => Promise.reject(new TicketRefused("no ticket for the live picture (401)"));
  assert.deepEqual(await heeded(refused(), true), { left: 1, looks: 1 });
  assert.deepEqual(await heeded(refused(), false), { left: 0, looks: 1 });
});

test("a ticket, or a server that fails, sends nobody away", async () => {
  assert.deepEqual(await heeded(Promise.resolve("signed"), true), { left: 0, looks: 0 });
  assert.deepEqual(await heeded(Promise.reject(new Error("503")), true), { left: 0, looks: 0 });
});

test("an address that refuses or leads elsewhere says so, one that answers or does not answer keeps the wall", async () => {
  const answers = async (answer) => isSentAway("http://wall/wall", async () => answer);
  assert.equal(await answers({ status: 401, redirected: false }), true);
  assert.equal(await answers({ status: 403, redirected: false }), true);
  assert.equal(await answers({ status: 200, redirected: true }), true, "its ground is another now");
  assert.equal(await answers({ status: 200, redirected: false }), false);
  assert.equal(await answers({ status: 503, redirected: false }), false);
  assert.equal(await isSentAway("http://wall/wall", async () => Promise.reject(new TypeError("unreachable"))), false);
});

test("the address is asked anew, whatever a browser keeps", async () => {
  await isSentAway("http://wall/wall?lang=en", async (url, { cache }) => {
    assert.deepEqual([url, cache], ["http://wall/wall?lang=en", "no-store"]);
    return { status: 200, redirected: false };
  });
});
