/** Whistles as screens read them: limits, what presses most, the month. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { blownThisMonth, byDue, limitsOf, monthBegin, mostPressing, readWhistle } from "../../assets/live/whistle.mjs";

const TABLE = JSON.parse(readFileSync(new URL("../clock/whistle_limits.json", import.meta.url), "utf8"));
const CALLED = TABLE.called_ms;
const MINUTE = 60_000;

/** A summons of an emergency whistle. */
function summons(number, more = {}) {
  return {
    number,
    party: "department",
    unit: `unit-${number}`,
    unit_zh: `部门${number}`,
    unit_en: `Unit ${number}`,
    status: "CALLED",
    status_zh: "待签收",
    called_at_ms: CALLED,
    sign_due_ms: CALLED + 5 * MINUTE,
    contact_due_ms: null,
    report_due_ms: CALLED + 30 * MINUTE,
    signed_at_ms: null,
    check_in: null,
    ...more,
  };
}

const body = (more = {}) => ({ grade: "emergency", grade_zh: "应急哨", status: "BLOWN", drafted_at_ms: 1, summons: [summons(1), summons(2)], ...more });
const read = (more, now = CALLED) => readWhistle("W-1", body(more), "zh", now);

test("every limit stands as the shared table says", () => {
  for (const one of TABLE.cases) {
    const check_in = one.came_ms === null ? null : { at_ms: one.came_ms };
    const limits = limitsOf(one.whistle, summons(1, { status: one.summons, signed_at_ms: one.signed_ms, check_in }), one.now_ms);
    assert.deepEqual([limits.map((each) => each.standing), limits.map((each) => each.light)], [one.standings, one.lights], JSON.stringify(one));
  }
});

test("what was missed the longest presses most, and a summons that declined not at all", () => {
  const whistle = read({ summons: [summons(1, { signed_at_ms: CALLED }), summons(2, { status: "DECLINED" }), summons(3)] }, CALLED + 40 * MINUTE);
  const found = mostPressing(whistle);
  assert.deepEqual([found.summons.number, found.limit.name, found.limit.standing], [3, "sign", "late"]);
  assert.equal(mostPressing(read({ status: "DRAFT", summons: [] })), null);
});

test("the board stands in order of what is due next, then of what waits for the centre", () => {
  const soon = { ...read({}), key: "soon" };
  const later = { ...read({ summons: [summons(1, { signed_at_ms: CALLED })] }), key: "later" };
  const draft = { ...read({ status: "DRAFT", summons: [], drafted_at_ms: 5 }), key: "draft" };
  const older = { ...read({ status: "DRAFT", summons: [], drafted_at_ms: 4 }), key: "older" };
  assert.deepEqual([draft, later, older, soon].sort(byDue).map(({ key }) => key), ["soon", "later", "older", "draft"]);
});

test("a record as walls get it, without names and texts, is read all the same", () => {
  const whistle = readWhistle("W-2", { grade: "key", title: "违建", status: "BLOWN", summons: [{ number: 1, party: "leader", unit_zh: "分管领导", score: { points: 7 } }] }, "zh", 0);
  assert.deepEqual([whistle.summons[0].leader, whistle.summons[0].name, whistle.summons[0].limits, whistle.summons[0].points], [true, "分管领导", [], 7]);
});

test("the month begins at the first local midnight", () => {
  const noon = Date.UTC(2026, 10, 22, 4);
  assert.equal(monthBegin(noon), Date.UTC(2026, 9, 31, 16));
  const blown = [{ blownMs: monthBegin(noon) }, { blownMs: monthBegin(noon) - 1 }, { blownMs: null }];
  assert.equal(blownThisMonth(/** @type {any} */ (blown), noon), 1);
});
