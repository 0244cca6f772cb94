/** The figures of the page, and the narrow bridge that tells Dash of them. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { bridge } from "../../assets/live/bridge.mjs";
import { isOpen, takeCounts } from "../../assets/live/counts.mjs";
import { Fleet } from "../../assets/live/fleet.mjs";
import { RecordBook } from "../../assets/live/records.mjs";
import { BASE, keyframe, position } from "./frames.mjs";

function city() {
  const fleet = new Fleet();
  fleet.learn([0, 1, 2, 3].map((row) => ({ row, id: `QH-${row}`, kind: "worker", street: "320104004" })));
  fleet.learn([{ row: 4, id: "phone", kind: "unknown", street: null }]);
  fleet.apply(
    keyframe([
      position(0, { speed: 7 }),
      position(1, { provenance: 1, age: 15, speed: 7 }),
      position(2, { provenance: 1, age: 30, speed: 7 }),
      position(3, { provenance: 2, age: 101 }),
      position(4, { provenance: 3 }),
    ]),
    BASE,
  );
  const records = new RecordBook();
  const incident = (status, urgency) => ({ status, urgency, street: "320104004" });
  records.replace({
    type: "snapshot",
    epoch: 1,
    seq: 1,
    records: {
      incident: { a: incident("filed", "urgent"), b: incident("closed", "critical"), c: incident("handling", "critical"), d: incident("VOID", "normal"), e: { ...incident("CLOSED", "urgent"), open: false } },
      camera: { x: { state: "alive" }, y: { state: "dead" } },
    },
  });
  return { fleet, records };
}

test("each row counts once by freshness; gone ones have no mark and no provenance", () => {
  const { fleet, records } = city();
  const { freshness, provenance } = takeCounts(fleet, records, BASE);
  assert.deepEqual(freshness, { live: 2, ageing: 1, stale: 1, gone: 1 });
  assert.deepEqual(provenance, { real: 1, simulated: 2, replayed: 0, manual: 1 });
  assert.deepEqual(takeCounts(fleet, records, BASE).kinds, { officer: 2, dedicated: 0, vehicle: 0, other: 1 }, "roles add up to who is online");
});

test("stale workers are neither on duty nor moving, whatever speed they last said", () => {
  const { fleet, records } = city();
  const { onDuty, unknown, moving, perStreet } = takeCounts(fleet, records, BASE);
  assert.deepEqual({ onDuty, unknown, moving }, { onDuty: 2, unknown: 1, moving: 1 });
  assert.deepEqual(perStreet["320104004"], { live: 1, ageing: 1, stale: 1, moving: 1, incidents: 2 });
});

test("a record's own word on whether it is open comes before its state's name", () => {
  assert.equal(isOpen({ status: "CLOSED", open: true }), true);
  assert.equal(isOpen({ status: "HANDLING", open: false }), false);
  assert.equal(isOpen({ status: "HANDLING" }), true);
});

test("incidents that are over do not count", () => {
  const { fleet, records } = city();
  const { incidents, byUrgency, cameras, camerasAlive } = takeCounts(fleet, records, BASE);
  assert.equal(incidents, 2);
  assert.deepEqual(byUrgency, { normal: 0, urgent: 1, critical: 1 });
  assert.deepEqual([cameras, camerasAlive], [2, 1]);
});

function bridged(exists) {
  const told = [];
  let pulse;
  const hub = {
    counts: { incidents: 1 },
    selection: null,
    link: { state: "live", reason: null, since: 5 },
    on: (event, run) => ((pulse = run), () => {}),
  };
  bridge(hub, exists, (id, props) => told.push([id, props.data]));
  return { hub, told, pulse: () => pulse(hub.counts) };
}

test("Dash is told once of each state, and again only of what changed", () => {
  const { hub, told, pulse } = bridged(() => true);
  pulse();
  pulse();
  assert.deepEqual(told.map(([id]) => id), ["live-counts", "live-selection", "live-link"]);
  hub.selection = { kind: "worker", id: "QH-1" };
  hub.link.since = 9;
  pulse();
  assert.deepEqual(told.slice(3), [["live-selection", { kind: "worker", id: "QH-1" }]]);
});

test("a store that is not there yet is told when it is", () => {
  let ready = false;
  const { told, pulse } = bridged((id) => ready && id === "live-counts");
  pulse();
  assert.equal(told.length, 0);
  ready = true;
  pulse();
  assert.deepEqual(told.map(([id]) => id), ["live-counts"]);
});
