import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bodiesOf, faultOf } from "../../assets/live/columns.mjs";
import { RecordBook } from "../../assets/live/records.mjs";
import { decodeText } from "../../assets/live/wire.mjs";

const golden = (name) => readFileSync(new URL(`../wire/text-${name}.json`, import.meta.url), "utf8");

test("columns are read as Python wrote them", () => {
  const read = [...bodiesOf(decodeText(golden("snapshot-columns")).columns.camera)];
  assert.deepEqual(read.map(({ id, state, provenance }) => [id, state, provenance]), [
    ["32010404001320000001", "alive", "simulated"],
    ["32010404001320000002", "dead", "simulated"],
    ["32010404001320000010", "alive", "real"],
  ]);
  const near = (a, b) => assert.ok(Math.abs(a - b) < 0.51e-6, `${a} is not ${b}`);
  [[32.0209, 118.789], [32.020901, 118.788999], [-33.5, -70.25]].forEach(([lat, lon], i) => {
    near(read[i].lat, lat);
    near(read[i].lon, lon);
  });
});

test("what stands beside columns goes before them, and what is null is gone", () => {
  const book = new RecordBook();
  book.replace(decodeText(golden("snapshot-columns")));
  assert.deepEqual([...book.all("camera").keys()].sort(), ["32010404001320000001", "32010404001320000009", "32010404001320000010"]);
  assert.equal(book.get("camera", "32010404001320000009").name_zh, "贡院街东口");
});

test("who looks at one of which little is known has it asked for, and gets all of it", () => {
  const book = new RecordBook();
  const asked = [];
  book.onLittle = (kind, id) => asked.push(`${kind} ${id}`);
  book.replace(decodeText(golden("snapshot-columns")));
  assert.equal(book.get("camera", "32010404001320000001").little, true);
  book.get("camera", "32010404001320000009");
  assert.deepEqual(asked, ["camera 32010404001320000001"]);
  const told = book.complete("camera", { "32010404001320000001": { name_zh: "门" }, gone: { name_zh: "?" } });
  assert.deepEqual([...told.ids], ["32010404001320000001"]);
  assert.equal(book.get("camera", "32010404001320000001").name_zh, "门");
  assert.equal(book.get("camera", "gone"), undefined);
});

test("an answer does not undo a newer change", () => {
  const book = new RecordBook();
  book.replace(decodeText(golden("snapshot-columns")));
  const id = "32010404001320000001";
  book.apply({ after: 5120, seq: 5121, changes: [{ seq: 5121, kind: "camera", id, at_ms: 0, body: { name_zh: "new" } }] });
  assert.equal(book.complete("camera", { [id]: { name_zh: "old" } }).ids.size, 0);
  assert.equal(book.get("camera", id).name_zh, "new");
});

test("columns of unequal length are no snapshot", () => {
  const message = JSON.parse(golden("snapshot-columns"));
  message.columns.camera.lat.pop();
  assert.match(faultOf(message.columns.camera), /equal length/);
  assert.throws(() => decodeText(JSON.stringify(message)), /equal length/);
});
