/** Who calls for help, as the list and the map read it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Fleet } from "../../assets/live/fleet.mjs";
import { callsForHelp, nameOf, withSeen } from "../../assets/live/panels/calls.mjs";
import { STATUS } from "../../assets/live/wire.mjs";
import { BASE, keyframe, position } from "./frames.mjs";

function fleetOf(...positions) {
  const fleet = new Fleet();
  fleet.apply(keyframe(positions), BASE);
  return fleet;
}

test("only those who call are named, and a call does not end when its position grows old", () => {
  const fleet = fleetOf(position(0, { status: STATUS.SOS }), position(1));
  fleet.learn([{ row: 0, id: "QH-0700", no: "QH-0700", surname: "李", street: "320104002" }]);
  const [call, ...others] = callsForHelp(fleet, BASE + 1000, "zh");
  assert.deepEqual([call.key, call.name, call.street, others.length], ["QH-0700", "QH-0700 李", "320104002", 0]);
  assert.equal(callsForHelp(fleet, BASE + 48 * 3_600_000, "zh")[0].freshness, "gone");
});

test("a Chinese surname stays off the English page, and a row nobody named has its number", () => {
  assert.equal(nameOf({ id: "QH-1", no: "QH-1", surname: "李" }, 3, "en"), "QH-1");
  assert.equal(nameOf(null, 3, "zh"), "#3");
});

test("a call that somebody acknowledged says by whom; one that is over or another's says nothing", () => {
  const call = { key: "QH-1", name: "QH-1", street: "", atMs: 0, freshness: "live", lat: 0, lon: 0 };
  const alert = { kind: "sos", subject: { kind: "worker", id: "QH-1" }, active: true, acknowledged_at_ms: 5, acknowledged_by: "王" };
  const seenOf = (...alerts) => withSeen([call], alerts)[0].seen;
  assert.deepEqual(seenOf(alert), { by: "王", atMs: 5 });
  const none = [{ acknowledged_at_ms: null }, { active: false }, { kind: "critical" }, { subject: { kind: "worker", id: "QH-2" } }, { subject: undefined }];
  for (const other of none) assert.equal(seenOf({ ...alert, ...other }), null);
});
