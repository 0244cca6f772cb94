import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf, goesAtOnce, inputsOf } from "../../assets/live/desk/pane/forms.mjs";
import { ORDER_KEYS, worthwhile } from "../../assets/live/desk/pane/keys.mjs";
import { NOBODY, nearOptions } from "../../assets/live/desk/pane/near.mjs";
import { voice, WORDS } from "./pane_words.mjs";

const NOW = Date.parse("2026-11-22T14:05:00+08:00");
const field = (name, kind, over = {}) => ({ name, kind, required: false, nullable: false, choices: [], default: null, ...over });
const TERM = { clock: "working_hour", count: 240 };
const DISPATCH = {
  do: "dispatch",
  zh: "派遣",
  en: "Dispatch",
  to: "DISPATCHED",
  fields: [
    field("department", "text", { required: true, default: "police" }),
    field("term", "term", { required: true, default: TERM }),
    field("worker", "text", { nullable: true }),
    field("remark", "text", { nullable: true }),
  ],
};
const NEAR = {
  worker: [
    { value: "QH-1", label: "一", fit: true },
    { value: "QH-2", label: "二", fit: true },
  ],
  into: [],
};
const form = (...fields) => ({ do: "x", zh: "", en: "", to: null, fields });
const inputs = (of, near = NOBODY) => inputsOf(of, { voice, words: WORDS, near, now: NOW });

test("a dispatch holds what is proposed: department, term, and the nearest worker", () => {
  const [department, term, worker, remark] = inputs(DISPATCH, NEAR);
  assert.deepEqual([department.widget, department.value], ["select", "police"]);
  assert.deepEqual(department.options.map(({ value }) => value), ["police", "greening"], "the proposed one first");
  assert.deepEqual([term.widget, term.value], ["term", "4 working_hour.60"]);
  assert.deepEqual([worker.widget, worker.value], ["select", "QH-1"]);
  assert.deepEqual(worker.options.at(-1), { value: "", label: "不指定" });
  assert.deepEqual([remark.widget, remark.value], ["line", ""]);
});

test("sent as it is, it is a whole command", () => {
  const values = Object.fromEntries(inputs(DISPATCH, NEAR).map(({ name, value }) => [name, value]));
  assert.deepEqual(commandOf(DISPATCH, values), { command: { do: "dispatch", department: "police", term: TERM, worker: "QH-1" } });
});

test("somebody unsuitable is offered, not proposed", () => {
  const [, , worker] = inputs(DISPATCH, { worker: [{ value: "QH-1", label: "远", fit: false }], into: [] });
  assert.equal(worker.value, "");
});

test("who is assigned already stays, though somebody else is nearer", () => {
  const assign = form(field("worker", "text", { required: true, nullable: true, default: "QH-0421" }));
  const [worker] = inputs(assign, NEAR);
  assert.deepEqual([worker.value, worker.options[0].label], ["QH-0421", "李伟 QH-0421"]);
});

test("nobody near yet: a worker can be typed", () => {
  assert.equal(inputs(DISPATCH)[2].widget, "line");
});

test("what somebody saw must be said: no answer stands there already", () => {
  const report = form(field("agrees", "boolean", { required: true }));
  const [agrees] = inputs(report);
  assert.deepEqual([agrees.widget, agrees.value, agrees.options.map(({ label }) => label)], ["radio", "", ["一致", "不一致"]]);
  assert.deepEqual(commandOf(report, { agrees: "" }), { wrong: "agrees", why: "must" });
  assert.deepEqual(commandOf(report, { agrees: "no" }).command.agrees, false);
});

test("null is an answer where it may be given", () => {
  const grade = form(field("grade", "choice", { required: true, nullable: true, choices: ["I", "II"], default: "II" }));
  assert.deepEqual(inputs(grade)[0].options.map(({ value }) => value), ["I", "II", ""]);
  assert.deepEqual(commandOf(grade, { grade: "" }).command, { do: "x", grade: null });
});

test("what is left blank and need not be given is left out", () => {
  const close = form(field("remark", "text", { nullable: true }), field("evidence", "texts"), field("engineering", "boolean"));
  assert.ok(goesAtOnce(close));
  assert.deepEqual(commandOf(close, { remark: "  ", evidence: "\n", engineering: "" }).command, { do: "x" });
});

test("evidence is one reference a line", () => {
  const feedback = form(field("evidence", "texts"));
  assert.deepEqual(commandOf(feedback, { evidence: " 照片 1\n\n照片 2 " }).command.evidence, ["照片 1", "照片 2"]);
});

test("a term is a number of a unit; nothing else is one", () => {
  const extend = form(field("term", "term", { required: true }));
  assert.deepEqual(commandOf(extend, { term: "1.5 working_hour.60" }).command.term, { clock: "working_hour", count: 90 });
  assert.deepEqual(commandOf(extend, { term: "2 working_day.1" }).command.term, { clock: "working_day", count: 2 });
  assert.equal(commandOf(extend, { term: "" }).why, "must");
  for (const wrong of ["0 working_day.1", "x working_day.1", "-1 working_day.1"]) assert.equal(commandOf(extend, { term: wrong }).why, "not_a_number");
});

test("a day to look again is proposed, and read in the wall's zone", () => {
  const suspend = form(field("review_at_ms", "integer", { required: true }));
  const [review] = inputs(suspend);
  assert.deepEqual([review.widget, review.value], ["moment", "2026-11-29T09:00"]);
  assert.equal(commandOf(suspend, { review_at_ms: review.value }).command.review_at_ms, Date.parse("2026-11-29T09:00:00+08:00"));
});

test("coordinates are numbers", () => {
  const place = form(field("lat", "number", { required: true, default: 32.02 }));
  assert.equal(inputs(place)[0].value, "32.02");
  assert.equal(commandOf(place, { lat: "31.5" }).command.lat, 31.5);
  assert.equal(commandOf(place, { lat: "north" }).why, "not_a_number");
});

test("the nearest suitable comes first, and says why somebody is not", () => {
  const said = (zh) => ({ zh, en: zh });
  const near = nearOptions(
    {
      workers: [
        { id: "QH-1", name: "甲", distance_m: 20, fix_age_s: 5, suitable: false, reasons: [said("不在岗")] },
        { id: "QH-2", name: "乙", distance_m: 90, fix_age_s: 5, suitable: true, reasons: [] },
      ],
      duplicates: [{ id: "I-2", title: "积水", distance_m: 30 }],
    },
    voice,
    "zh",
  );
  assert.deepEqual(near.worker.map(({ value, fit }) => [value, fit]), [["QH-2", true], ["QH-1", false]]);
  assert.match(near.worker[1].label, /^甲 QH-1 · pane.unsuitable/);
  assert.equal(near.into[0].value, "I-2");
  assert.deepEqual(nearOptions(null, voice, "zh"), { worker: [], into: [] });
});

test("a command that can come to nothing has no button", () => {
  assert.ok(!worthwhile("resume", null) && worthwhile("resume", { suspended: {} }));
  assert.ok(worthwhile("suspend", null) && !worthwhile("suspend", { suspended: {} }));
  assert.ok(!worthwhile("decline", {}) && !worthwhile("unmerge", {}));
  assert.ok(worthwhile("rework", { checked: false }) && !worthwhile("rework", { checked: true }));
  assert.ok(worthwhile("dispatch", null));
});

test("no key is one of the queue's, the alarms' or the boards'", () => {
  for (const key of Object.values(ORDER_KEYS)) assert.doesNotMatch(key, /^[jkrm/?012]$/);
});
