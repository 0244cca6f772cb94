/** The whistle board: inputs of its forms, what limits and the past say. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf } from "../../assets/live/desk/pane/forms.mjs";
import { wordsOf } from "../../assets/live/desk/whistles/actions.mjs";
import { limitWords } from "../../assets/live/desk/whistles/card.mjs";
import { inputsOf } from "../../assets/live/desk/whistles/inputs.mjs";
import { closedThisMonth, rateWords, scoreWords } from "../../assets/live/desk/whistles/past.mjs";

const NOW = Date.UTC(2026, 10, 22, 4);
const t = (key, vars) => (vars ? `${key} ${JSON.stringify(vars)}` : key);
const field = (name, kind, more = {}) => ({ name, kind, required: false, nullable: false, choices: [], default: null, ...more });
const KNOWN = {
  t,
  units: [{ id: "police", name: "公安" }, { id: "water", name: "水务" }, { id: "gas", name: "燃气" }],
  streets: [{ id: "320104004", name: "双塘" }],
  called: (kind, id) => `${kind} ${id}`,
};
const DRAFT = {
  do: "draft",
  zh: "拟哨",
  en: "Draft",
  to: "DRAFT",
  fields: [
    field("grade", "choice", { required: true, choices: ["ordinary", "emergency"] }),
    field("title", "text", { required: true, default: "积水" }),
    field("street", "text", { required: true, default: "320104004" }),
    field("departments", "texts", { required: true, default: ["gas", "water"] }),
    field("repeats", "texts", { default: ["W-1"] }),
    field("lat", "number", { default: 32.02 }),
  ],
};

test("a draft stands filled in with what is suggested, and only the officer says what it repeats", () => {
  const inputs = inputsOf(DRAFT, KNOWN, NOW);
  const by = Object.fromEntries(inputs.map((input) => [input.name, input]));
  assert.deepEqual([by.grade.widget, by.grade.value], ["radio", "ordinary"]);
  assert.deepEqual(by.departments.options.map(({ value }) => value), ["gas", "water", "police"]);
  assert.deepEqual([by.departments.value, by.repeats.value, by.street.widget], ["gas\nwater", "", "select"]);
  assert.deepEqual(by.repeats.options, [{ value: "W-1", label: "whistle W-1" }]);
  const values = Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
  assert.deepEqual(commandOf(DRAFT, values), {
    command: { do: "draft", grade: "ordinary", title: "积水", street: "320104004", departments: ["gas", "water"], lat: 32.02 },
  });
  assert.deepEqual(commandOf(DRAFT, { ...values, departments: "" }), { wrong: "departments", why: "must" });
});

test("one department is chosen from the list, and a day to look again is proposed a week ahead", () => {
  const form = { fields: [field("department", "text", { required: true }), field("review_at_ms", "integer", { required: true }), field("until_ms", "integer")] };
  const [one, review, until] = inputsOf(form, KNOWN, NOW);
  assert.deepEqual([one.widget, one.value, one.options.length], ["select", "", 4]);
  assert.deepEqual([review.widget, review.value, until.value], ["moment", "2026-11-29T09:00", ""]);
});

test("a limit says how long is left, how late it is, or when it was met", () => {
  const hub = { t, now: () => NOW };
  const words = (standing, dueMs, doneMs = null) => limitWords({ standing, dueMs, doneMs }, hub);
  assert.match(words("running", NOW + 300_000), /^whistle.left/);
  assert.match(words("late", NOW - 300_000), /^whistle.late/);
  assert.match(words("met_late", NOW, NOW), /^whistle.met_late .*12:00/);
  assert.match(words("met", NOW, NOW - 86_400_000), /^whistle.met .*11-21 12:00/);
  assert.equal(words("held", NOW), "whistle.held");
});

test("what officers wrote is shown by department, and nothing where nothing was written", () => {
  const record = { reason: "油烟", summons: [{ unit_zh: "公安", declined_reason: "不属" }, { unit_zh: "水务", check_in: { attendee: "赵", place: null }, answer: { measure: "清淤" } }] };
  assert.deepEqual(
    wordsOf(record, { t, lang: "zh" }).map((line) => line.split(" {")[0]),
    ["whistle.reason", "公安 whistle.declined", "水务 whistle.came", "水务 whistle.answered"],
  );
  assert.deepEqual(wordsOf({}, { t, lang: "zh" }), []);
});

test("the past is this month's, the newest first, with the mean of its scores", () => {
  const one = (key, closedMs, more = {}) => ({ key, open: false, closedMs, summons: [], ...more });
  const begin = Date.UTC(2026, 9, 31, 16);
  const all = [one("old", begin - 1), one("first", begin), one("last", begin + 5), one("open", null, { open: true })];
  assert.deepEqual(closedThisMonth(all, NOW).map(({ key }) => key), ["last", "first"]);
  assert.equal(scoreWords({ summons: [{ points: 90 }, { points: null }, { points: 81 }] }, t), 'whistle.points {"points":86}');
  assert.equal(scoreWords({ summons: [{ points: null }] }, t), "");
});

test("a rate without cases is no rate", () => {
  assert.equal(rateWords({ blown: 2, cases_filed: 1000, per_thousand: 2 }, t), 'whistles.rate {"rate":"2.0","blown":"2","filed":"1,000"}');
  assert.equal(rateWords({ blown: 2, cases_filed: 0, per_thousand: null }, t), 'whistles.rate_none {"blown":"2"}');
});
