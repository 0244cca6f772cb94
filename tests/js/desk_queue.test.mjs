/** The queue without its grid: rows, order, filters, the frozen order, saved views. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { roomFor } from "../../assets/live/desk/columns.mjs";
import { EVERYTHING, isEverything, passes, readFilter, toggled, writeFilter } from "../../assets/live/desk/filter.mjs";
import { Freezer, Grip, KEY_MS, POINTER_MS } from "../../assets/live/desk/freezer.mjs";
import { difference, QueueModel } from "../../assets/live/desk/queue_model.mjs";
import { byTurn, clockOf, isOverdue, readRow } from "../../assets/live/desk/row.mjs";
import { KEY, MOST, Views } from "../../assets/live/desk/views.mjs";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-22T14:30:00+08:00");
const NOBODY = { name: "", unit: null, role: "shift_lead" };

/** A record as the store writes it. */
function record(over = {}) {
  return {
    title: "暴露垃圾",
    title_en: "Exposed garbage",
    place: "五福街003",
    category: "06010",
    category_zh: "暴露垃圾",
    urgency: "normal",
    status: "HANDLING",
    status_zh: "处置中",
    open: true,
    provenance: "simulated",
    source: "demo|urn:wanglou:sim:12345",
    external_id: "NJ-77",
    street: "320104004",
    opened_at_ms: NOW - HOUR,
    ...over,
  };
}
const row = (id, over) => readRow(id, record(over), "zh");

/** Storage that forgets nothing. */
function storage(kept = {}) {
  return { kept, getItem: (key) => kept[key] ?? null, setItem: (key, value) => void (kept[key] = value) };
}

test("a row says who has the case, and what was never said is empty", () => {
  const held = { department: "greening", worker: "QH-1", last: { by: "王" }, suspended: { ground: "other" } };
  const read = row("I-1", { case: held });
  assert.deepEqual([read.department, read.worker, read.by, read.suspended], ["greening", "QH-1", "王", true]);
  const bare = readRow("I-2", {}, "en");
  assert.deepEqual([bare.department, bare.worker, bare.senderDue, bare.suspended], ["", "", null, false]);
});

test("the sender's deadline is shown until a clock of the centre runs, and grows once it is over", () => {
  const sent = row("a", { sender_due_ms: NOW + HOUR });
  assert.deepEqual([clockOf(sent, NOW).whose, clockOf(sent, NOW).light], ["sender", "neutral"]);
  assert.equal(clockOf(sent, NOW + 0.6 * HOUR).light, "amber");
  assert.equal(isOverdue(sent, NOW + 2 * HOUR), true);
  const clock = { started_at_ms: NOW - HOUR, due_at_ms: NOW - 1 };
  const ours = row("b", { sender_due_ms: NOW + HOUR, case: { clock } });
  assert.deepEqual([clockOf(ours, NOW).whose, clockOf(ours, NOW).light], ["centre", "red"]);
});

test("what is closed is late with nothing and has no clock", () => {
  const closed = row("a", { open: false, sender_due_ms: NOW - HOUR });
  assert.deepEqual([isOverdue(closed, NOW), clockOf(closed, NOW).light], [false, "none"]);
});

test("a row moves up when its clock begins to press, though nobody touched the record", () => {
  const model = new QueueModel("zh");
  const clock = { started_at_ms: NOW, due_at_ms: NOW + 100, amber_at_ms: NOW + 70, twice_at_ms: NOW + 200 };
  const records = new Map([["old", record({ opened_at_ms: NOW - 9 * HOUR })], ["soon", record({ case: { clock } })]]);
  const order = (now) => model.list(records, NOBODY, now).wanted.sort(byTurn).map(({ id }) => id);
  assert.deepEqual(order(NOW + 1), ["old", "soon"]);
  const before = model.list(records, NOBODY, NOW + 1).wanted;
  assert.deepEqual(model.list(records, NOBODY, NOW + 2).wanted, before);
  assert.equal(difference(new Map(before.map((one) => [one.id, one])), model.list(records, NOBODY, NOW + 80).wanted).update.length, 1);
  assert.deepEqual(order(NOW + 80), ["soon", "old"]);
});

test("what needs a person next comes first, and what is closed last", () => {
  const rows = [
    row("old", { opened_at_ms: NOW - 9 * HOUR }),
    row("over", { urgency: "critical", open: false }),
    row("urgent", { urgency: "urgent" }),
    row("critical", { urgency: "critical" }),
    row("young"),
  ];
  assert.deepEqual(rows.sort(byTurn).map(({ id }) => id), ["critical", "urgent", "old", "young", "over"]);
});

test("a filter goes into the address and comes back from it; the rest of the address stays", () => {
  const filter = { q: "垃圾 a&b", on: new Set(["overdue", "mine"]), street: "320104004", group: "intake", provenance: "real" };
  const query = writeFilter(filter, new URLSearchParams("lang=en&waiting=yes"));
  assert.equal(query.get("lang"), "en");
  assert.equal(query.has("waiting"), false);
  const again = readFilter(new URLSearchParams(query.toString()));
  assert.deepEqual({ ...again, on: [...again.on].sort() }, { ...filter, on: ["mine", "overdue"] });
  assert.equal(writeFilter(EVERYTHING, query).toString(), "lang=en");
});

test("what the address asks for and nobody knows is left out", () => {
  const filter = readFilter(new URLSearchParams("street=12&group=constructor&provenance=false&mine=1&overdue=<b>&x=y"));
  assert.equal(isEverything(filter), true);
  assert.equal(readFilter(new URLSearchParams(`q=${"x".repeat(500)}`)).q.length, 80);
});

test("each chip leaves what it says", () => {
  const left = (name, one, officer = NOBODY) => passes(one, toggled(EVERYTHING, name), officer, NOW);
  assert.deepEqual(["REPORTED", "DISPATCHED", "SIGNED"].map((status) => left("waiting", row("a", { status }))), [true, true, false]);
  assert.deepEqual(["normal", "urgent", "critical"].map((urgency) => left("pressing", row("a", { urgency }))), [false, true, true]);
  assert.deepEqual([NOW - 1, NOW + 1].map((due) => left("overdue", row("a", { sender_due_ms: due }))), [true, false]);
  assert.equal(isEverything(toggled(toggled(EVERYTHING, "mine"), "mine")), true);
});

test("mine is my department's, and without one what I last gave an order for", () => {
  const mine = toggled(EVERYTHING, "mine");
  const one = row("a", { case: { department: "greening", last: { by: "王" } } });
  assert.equal(passes(one, mine, { name: "李", unit: "greening", role: "department" }, NOW), true);
  assert.equal(passes(one, mine, { name: "王", unit: "water", role: "department" }, NOW), false);
  assert.equal(passes(one, mine, { name: "王", unit: null, role: "dispatcher" }, NOW), true);
  assert.equal(passes(row("b"), mine, NOBODY, NOW), false);
});

test("every word is found, in either language, wherever it stands and however it is written", () => {
  const says = (q) => passes(row("I-ABC"), { ...EVERYTHING, q }, NOBODY, NOW);
  assert.deepEqual(["五福 垃圾", "GARBAGE", "nj-77", "i-abc", "ＮＪ-77", "  "].map(says), Array(6).fill(true));
  assert.equal(says("垃圾 路灯"), false);
});

test("street, stage and origin are left as asked", () => {
  const says = (over) => passes(row("a"), { ...EVERYTHING, ...over }, NOBODY, NOW);
  assert.deepEqual([{ street: "320104004" }, { group: "handling" }, { provenance: "simulated" }].map(says), [true, true, true]);
  assert.deepEqual([{ street: "320104005" }, { group: "intake" }, { provenance: "real" }].map(says), [false, false, false]);
});

test("the model reads a record once a change and counts every chip", () => {
  const model = new QueueModel("zh");
  const records = new Map([["a", record({ urgency: "urgent" })], ["b", record()], ["c", record({ open: false })]]);
  const first = model.list(records, NOBODY, NOW);
  assert.deepEqual([first.all.length, first.chips.pressing], [2, 1]);
  records.set("b", record({ title: "另一件" }));
  const second = model.list(records, NOBODY, NOW);
  assert.equal(second.all[0], first.all[0]);
  assert.equal(second.latest("b").title, "另一件");
  assert.equal(second.latest("gone"), undefined);
});

test("what a search found is shown whole, closed ones too, as the live lane has it where it does", () => {
  const model = new QueueModel("zh");
  model.filter = toggled(EVERYTHING, "overdue");
  model.found = { q: "x", bodies: [{ ...record({ open: false }), id: "old" }, { ...record(), id: "a" }], more: false };
  const list = model.list(new Map([["a", record({ title: "现在" })]]), NOBODY, NOW);
  assert.deepEqual(list.wanted.map(({ id, title }) => [id, title]), [["old", "暴露垃圾"], ["a", "现在"]]);
});

test("a grid is told only what is other than before", () => {
  const [a, b, c] = ["a", "b", "c"].map((id) => ({ id }));
  const change = difference(new Map([["a", a], ["b", b]]), [a, { id: "b" }, c]);
  assert.deepEqual([change.add, change.update.length, change.remove], [[c], 1, []]);
  assert.deepEqual(difference(new Map([["a", a]]), []).remove, [a]);
});

test("under a hand the order stands: values change in place, the new wait, what goes stays", () => {
  const freezer = new Freezer();
  const version = (id, n) => ({ id, n });
  freezer.freeze([version("b", 1), version("a", 1), version("c", 1)]);
  const { shown, waiting, leaving } = freezer.settle([version("new", 2), version("a", 2), version("b", 2)], () => undefined);
  assert.deepEqual(shown, [version("b", 2), version("a", 2), version("c", 1)]);
  assert.deepEqual(waiting, [version("new", 2)]);
  assert.deepEqual(leaving, ["c"]);
  assert.deepEqual([...freezer.places()], [["b", 0], ["a", 1], ["c", 2]]);
  const closed = freezer.settle([version("a", 3)], (id) => (id === "c" ? version("c", 3) : undefined));
  assert.deepEqual(closed.shown, [version("b", 2), version("a", 3), version("c", 3)]);
});

test("freezing twice keeps the first order, and thawed everything is as wanted", () => {
  const freezer = new Freezer();
  freezer.freeze([{ id: "b" }, { id: "a" }]);
  freezer.freeze([{ id: "a" }, { id: "b" }]);
  assert.deepEqual([...freezer.places().keys()], ["b", "a"]);
  freezer.thaw();
  assert.deepEqual([freezer.frozen, freezer.places()], [false, null]);
  assert.deepEqual(freezer.settle([{ id: "z" }], () => undefined), { shown: [{ id: "z" }], waiting: [], leaving: [] });
});

test("a hand holds while it moves or types, and not for ever", () => {
  const grip = new Grip();
  assert.equal(grip.holds(NOW), false);
  grip.pointed(NOW);
  assert.deepEqual([grip.holds(NOW + POINTER_MS - 1), grip.holds(NOW + POINTER_MS)], [true, false]);
  grip.keyed(NOW + POINTER_MS);
  assert.deepEqual([grip.holds(NOW + POINTER_MS + KEY_MS - 1), grip.holds(NOW + POINTER_MS + KEY_MS)], [true, false]);
  grip.pointed(NOW);
  grip.released();
  assert.equal(grip.holds(NOW), false);
});

test("views are kept by name, replaced under the same one, bounded, and forgotten", () => {
  const kept = storage();
  const views = new Views(kept);
  assert.equal(views.save("  ", "mine=yes"), null);
  assert.deepEqual(views.save(" 夜班 ", "mine=yes"), { name: "夜班", query: "mine=yes" });
  views.save("夜班", "overdue=yes");
  assert.deepEqual(new Views(kept).all(), [{ name: "夜班", query: "overdue=yes" }]);
  assert.equal(views.get("夜班").query, "overdue=yes");
  for (let n = 1; n < MOST; n++) views.save(`v${n}`, "");
  assert.equal(views.save("one more", ""), null);
  views.forget("夜班");
  assert.equal(views.get("夜班"), undefined);
});

test("views that somebody spoilt are no views", () => {
  for (const spoilt of ["{", "7", '[{"name":1,"query":""},{"name":"","query":""},null]']) {
    assert.deepEqual(new Views(storage({ [KEY]: spoilt })).all(), []);
  }
});

test("a column that has no room is hidden, and shown again when it has", () => {
  const all = [{ colId: "need" }, { colId: "worker", least: 900 }];
  assert.deepEqual(roomFor(all, 899), { shown: ["need"], hidden: ["worker"] });
  assert.deepEqual(roomFor(all, 900), { shown: ["need", "worker"], hidden: [] });
});
