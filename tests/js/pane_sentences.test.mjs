import assert from "node:assert/strict";
import { test } from "node:test";
import { News, RECENT_MS } from "../../assets/live/desk/pane/news.mjs";
import { orderOf, outcomeOf, sameOrder } from "../../assets/live/desk/pane/orders.mjs";
import { channelWords, differenceLines, lineOf, linesOf, whoWords } from "../../assets/live/desk/pane/timeline.mjs";
import { fieldWords, moment, valueWords } from "../../assets/live/desk/pane/values.mjs";
import { voice } from "./pane_words.mjs";

const AT = Date.parse("2026-11-22T14:05:00+08:00");
const TERM = { clock: "working_hour", count: 240 };

test("codes are said by their names, and what nobody named as it is", () => {
  assert.equal(valueWords("case.department", "greening", voice), "区园林绿化中心");
  assert.equal(valueWords("category", "06010", voice), "暴露垃圾 06010");
  assert.equal(valueWords("category", "99999", voice), "99999");
  assert.equal(valueWords("case.worker", "QH-0421", voice), "李伟 QH-0421");
  assert.equal(valueWords("case.checked", false, voice), "不一致");
  assert.equal(valueWords("title", null, voice), "空");
  assert.equal(fieldWords("case.something_new", voice), "case.something_new");
});

test("terms, times and places are said in their units, never as JSON", () => {
  assert.equal(valueWords("term", TERM, voice), "4 工作时");
  assert.equal(valueWords("term", { clock: "working_hour", count: 50 }, voice), "50 工作分钟");
  assert.equal(valueWords("lat", 32.0205, voice), "32.02050");
  const clock = { terms: [TERM, { clock: "working_hour", count: 60 }], due_at_ms: AT, started_at_ms: AT - 1 };
  assert.equal(valueWords("case.clock", clock, voice), `4 工作时 + 延期 1 工作时、应于 ${moment(AT)} 前`);
  assert.doesNotMatch(valueWords("case.asked", { what: "extend", reason: null, at_ms: AT }, voice), /[{}"]/);
});

test("the year is said only where it is another", () => {
  assert.equal(moment(AT, AT), "11-22 14:05");
  assert.equal(moment(AT, AT + 100 * 86_400_000), "2026-11-22 14:05");
});

test("a step says who did what in which role, what they said, and what else it changed", () => {
  const change = (field, before, after) => ({ field, before, after, by: "王", at_ms: AT });
  const line = lineOf(
    {
      revision: 5,
      at_ms: AT,
      by: "王",
      do: "dispatch",
      role: "dispatcher",
      said: { department: "greening", term: TERM },
      changed: [change("status", "FILED", "DISPATCHED"), change("case.department", null, "greening"), change("case.dispatches", null, 1)],
    },
    voice,
  );
  assert.equal(line.head, "王（派遣员）派遣");
  assert.deepEqual(line.lines, ["处置部门：区园林绿化中心", "时限：4 工作时", "状态：已立案 → 已派遣"]);
});

test("the first word of an incident tells what it is, not twenty fields", () => {
  const changed = [
    { field: "id", before: null, after: "I-1", by: "source:events|12345", at_ms: AT },
    { field: "title", before: null, after: "积水", by: "source:events|12345", at_ms: AT },
    { field: "lat", before: null, after: 32, by: "source:events|12345", at_ms: AT },
  ];
  const line = lineOf({ revision: 1, at_ms: AT, by: "source:events|12345", do: null, role: null, said: {}, changed }, voice);
  assert.deepEqual([line.head, line.lines], ["热线上报", ["标题：积水"]]);
});

test("a sender's later word is theirs, though the trail only names the door", () => {
  const told = (field, after) => ({ field, before: null, after, by: "source:demo", at_ms: AT });
  const entry = { revision: 1, at_ms: AT, by: "source:demo", do: null, role: null, said: {}, changed: [] };
  const first = { ...entry, changed: [told("id", "I-1"), told("source", "demo|urn:city:12345")] };
  assert.deepEqual(linesOf([first, entry], voice).map(({ head }) => head), ["热线上报", "热线更新"]);
});

test("a difference names the field, both values, who and when", () => {
  const lines = differenceLines([{ field: "status", before: "FILED", after: "DISPATCHED", by: "李", at_ms: AT }], voice);
  assert.deepEqual(lines, [`状态：已立案 → 已派遣（李，${moment(AT)}）`]);
});

test("every differing field is told, even one nobody thought of", () => {
  const odd = { field: "case.refused", before: null, after: { n: 2 }, by: "李", at_ms: AT };
  assert.match(differenceLines([odd], voice)[0], /^case\.refused：空 → n：2/);
});

test("officers are called by their names, senders by their channel", () => {
  assert.equal(whoWords("王", voice), "王");
  assert.equal(whoWords("source:events|12345", voice), "热线");
  assert.equal(whoWords("source:events|unheard", voice), "events|unheard");
  assert.equal(channelWords("demo|urn:city:12345", voice), "热线");
});

test("an order carries the officer, the role and the revision that was seen", () => {
  const order = orderOf("u", { name: "王", unit: null, role: "dispatcher" }, 4, { do: "sign" });
  assert.deepEqual(order, { id: "u", officer: { name: "王" }, role: "dispatcher", expected_revision: 4, command: { do: "sign" } });
  assert.equal(orderOf("u", { name: "王", unit: "greening", role: "department" }, 4, {}).officer.unit, "greening");
});

test("the same order may be sent under its id again, another needs its own", () => {
  const order = (id, revision, text) => orderOf(id, { name: "王", unit: null, role: "x" }, revision, { do: "annotate", text });
  assert.ok(sameOrder(order("a", 4, "好"), order("b", 4, "好")));
  assert.ok(!sameOrder(order("a", 4, "好"), order("b", 5, "好")));
  assert.ok(!sameOrder(order("a", 4, "好"), order("b", 4, "不")));
});

test("answers are told apart: done, changed meanwhile, refused, lost", () => {
  assert.deepEqual(outcomeOf({ status: 200, body: { revision: 5, status: "FILED", repeated: false } }, "zh"), {
    kind: "done",
    revision: 5,
    status: "FILED",
    repeated: false,
  });
  const changed = outcomeOf({ status: 409, body: { field: "expected_revision", revision: 6, error: "e", error_zh: "变", differences: [] } }, "zh");
  assert.deepEqual([changed.kind, changed.revision, changed.sentence], ["changed", 6, "变"]);
  assert.deepEqual(outcomeOf({ status: 409, body: { error: "no", error_zh: null, field: null } }, "zh"), { kind: "refused", sentence: "no", field: null });
  assert.equal(outcomeOf({ status: 400, body: { error: "x", field: "command.term.count" } }, "en").field, "term");
  assert.equal(outcomeOf({ status: 0, body: { error: "x" } }, "en").kind, "lost");
  assert.equal(outcomeOf({ status: 503, body: {} }, "en").kind, "lost");
});

test("only what somebody else did is news, and only for a while", () => {
  const news = new News();
  const body = (revision, by, atMs) => ({ revision, case: { last: { by, do: "dispatch", at_ms: atMs } } });
  news.learn(body(4, "王", 1), AT);
  assert.equal(news.words(AT, voice), "", "as it was opened");
  news.own(5);
  news.learn(body(5, "我", 2), AT);
  assert.equal(news.words(AT, voice), "", "one's own");
  news.learn(body(6, "李", 3), AT);
  assert.equal(news.words(AT + 1, voice), "李刚刚变更：派遣");
  assert.equal(news.words(AT + RECENT_MS + 1, voice), "");
  news.learn(body(7, "李", 3), AT);
  assert.equal(news.words(AT, voice), "来源方刚刚变更", "no new order: the sender said something");
  news.learn(body(8, "我", 4), AT);
  news.own(8);
  assert.equal(news.words(AT, voice), "", "one's own, which the lane brought before the answer");
});
