/** The page reads every golden message as `tests/wire/` says it means, and refuses every bad one. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { Fleet } from "../../assets/live/fleet.mjs";
import { PROVENANCES, STATUS, TTL_S, WireError, decodeFrame, decodeText, encode } from "../../assets/live/wire.mjs";

const GOLDENS = new URL("../wire/", import.meta.url);
const names = readdirSync(GOLDENS);
const json = (name) => JSON.parse(readFileSync(new URL(name, GOLDENS), "utf8"));
const STATUS_NAMES = ["normal", "bad_clock", "sos", "removed"];
const FROM_PAGE = new Set(["whole", "ack", "hello", "look", "keyframe"]);

function bytes(name) {
  const file = readFileSync(new URL(name, GOLDENS));
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
}

test("there are golden messages of every sort", () => {
  for (const start of ["frame-keyframe", "frame-delta", "bad-", "text-"]) {
    assert.ok(names.some((name) => name.startsWith(start)), start);
  }
});

for (const name of names.filter((each) => /^frame-.*\.bin$/.test(each))) {
  test(`${name} is read column by column`, () => {
    const meant = json(name.replace(".bin", ".json"));
    const frame = decodeFrame(bytes(name));
    const { keyframe, epoch, tick, baseMs, tableSize, count } = frame;
    assert.deepEqual(
      { type: keyframe ? "keyframe" : "delta", epoch, tick, base_ms: baseMs, rows: tableSize, count },
      { type: meant.type, epoch: meant.epoch, tick: meant.tick, base_ms: meant.base_ms, rows: meant.rows, count: meant.count },
    );
    for (const [column, values] of Object.entries(meant.columns)) assert.deepEqual([...frame[column]], values, column);
  });

  test(`${name} is understood in degrees, seconds and names`, () => {
    const meant = json(name.replace(".bin", ".json"));
    const frame = decodeFrame(bytes(name));
    const fleet = new Fleet();
    fleet.apply({ ...frame, keyframe: true }, frame.baseMs);
    for (const position of meant.decoded) compare(fleet, frame, position);
  });
}

function compare(fleet, frame, position) {
  const { row } = position;
  const index = frame.row.indexOf(row);
  const flags = frame.flags[index];
  assert.equal(STATUS_NAMES[(flags >> 10) & 3], position.status);
  assert.equal(TTL_S[flags >> 12], position.ttl_s);
  if (position.status === "removed") return assert.equal(fleet.present[row], 0);
  assert.ok(Math.abs(fleet.lat[row] - position.lat) < 1e-9);
  assert.ok(Math.abs(fleet.lon[row] - position.lon) < 1e-9);
  assert.equal(frame.baseMs - fleet.observedMs[row], Math.round(position.age_s * 1000));
  assert.equal(fleet.source[row], position.source);
  assert.equal(PROVENANCES[fleet.provenance[row]], position.provenance);
  near(fleet.course[row], position.course_deg);
  near(fleet.speed[row], position.speed_mps);
}

function near(value, meant) {
  if (meant === null) assert.ok(Number.isNaN(value));
  else assert.ok(Math.abs(value - meant) < 1e-4, `${value} is not ${meant}`);
}

for (const name of names.filter((each) => /^bad-.*\.bin$/.test(each))) {
  test(`${name} is refused with a sentence: ${json(name.replace(".bin", ".json")).reason}`, () => {
    assert.throws(() => decodeFrame(bytes(name)), (error) => error instanceof WireError && error.message.length > 10);
  });
}

for (const name of names.filter((each) => each.startsWith("text-"))) {
  const text = readFileSync(new URL(name, GOLDENS), "utf8");
  const message = JSON.parse(text);
  const isClients = FROM_PAGE.has(message.type);
  test(`${name} is ${isClients ? "what the page writes" : "read as it stands"}`, () => {
    if (!isClients) return assert.deepEqual(decodeText(text), message);
    return assert.deepEqual(JSON.parse(encode(message)), message);
  });
}

test("a text message that is no JSON, no object, of no known type or short of a field is refused", () => {
  for (const text of ["{", "[]", "null", '{"type":"constructor"}', '{"type":"joke"}', '{"type":"bye"}', '{"type":"rows","epoch":1,"rows":{}}']) {
    assert.throws(() => decodeText(text), WireError, text);
  }
});

test("the statuses keep their numbers", () => {
  assert.deepEqual({ ...STATUS }, { NORMAL: 0, BAD_CLOCK: 1, SOS: 2, REMOVED: 3 });
});
