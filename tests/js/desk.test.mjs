/** The desk without its page: keys, who sits there, orders, addresses. */
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { incidentOf, pathOf } from "../../assets/live/desk/address.mjs";
import { Desk } from "../../assets/live/desk/desk.mjs";
import { amiss } from "../../assets/live/desk/deskbar.mjs";
import { Keys } from "../../assets/live/desk/keys.mjs";
import { KEY, Officer, ROLE_KEY } from "../../assets/live/desk/officer.mjs";
import { APART_MS, Orders, RETRIES } from "../../assets/live/desk/orders.mjs";
import { Hub } from "../../assets/live/hub.mjs";

const KNOWN = {
  first_role: "shift_lead",
  roles: [{ id: "shift_lead", name: "" }, { id: "department", name: "" }],
  units: [{ id: "greening", name: "" }],
};

function storage(kept = {}) {
  return { kept, getItem: (key) => kept[key] ?? null, setItem: (key, value) => void (kept[key] = value) };
}

const pressed = (key, over = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, ...over });

test("the key bound last has it, while it can be used", () => {
  const keys = new Keys();
  const bind = (label, more = {}) => keys.bind({ key: "d", label, group: "g", run: () => {}, ...more });
  bind("below");
  let open = true;
  const unbind = bind("above", { when: () => open });
  assert.equal(keys.find(pressed("D"), false).label, "above");
  open = false;
  assert.equal(keys.find(pressed("d"), false).label, "below");
  open = true;
  unbind();
  assert.equal(keys.find(pressed("d"), false).label, "below");
});

test("keys belong to the field somebody types in, to the browser, or to whoever took them", () => {
  const keys = new Keys();
  keys.bind({ key: "d", label: "x", group: "g", run: () => {} });
  keys.bind({ key: "Escape", label: "y", group: "g", typing: true, run: () => {} });
  assert.equal(keys.find(pressed("d"), true), null);
  assert.equal(keys.find(pressed("Escape"), true).label, "y");
  for (const over of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { defaultPrevented: true }]) {
    assert.equal(keys.find(pressed("d", over), false), null);
  }
});

test("the list of keys has every key that can be used now, once, by group", () => {
  const keys = new Keys();
  for (const label of ["first", "second"]) keys.bind({ key: "a", label, group: "one", run: () => {} });
  keys.bind({ key: "b", label: "never", group: "one", when: () => false, run: () => {} });
  keys.bind({ key: "c", label: "third", group: "two", run: () => {} });
  assert.deepEqual([...keys.list()].map(([group, of]) => [group, of.map(({ label }) => label)]), [["one", ["second"]], ["two", ["third"]]]);
});

test("an officer is kept, and only what the server would take", () => {
  const kept = storage();
  const officer = new Officer(kept, KNOWN);
  assert.deepEqual(officer.now, { name: "", unit: null, role: "shift_lead" });
  const heard = [];
  officer.on((now) => heard.push(now.name));
  officer.set({ name: ` a:b${"c".repeat(80)} ` });
  assert.equal(officer.now.name, `a b${"c".repeat(61)}`);
  assert.deepEqual(new Officer(kept, KNOWN).now, officer.now);
  assert.equal(heard.length, 1);
  officer.set({ role: "king" });
  assert.equal(officer.now.role, "shift_lead");
});

test("a department's officer is known once the department is, and leaves it with the role", () => {
  const officer = new Officer(storage(), KNOWN);
  officer.set({ name: "王", role: "department" });
  assert.equal(officer.known, false);
  officer.set({ unit: "nowhere" });
  assert.equal(officer.now.unit, null);
  officer.set({ unit: "greening" });
  assert.equal(officer.known, true);
  officer.set({ role: "shift_lead" });
  assert.deepEqual([officer.now.unit, officer.known], [null, true]);
});

test("a kept officer that somebody spoilt is nobody", () => {
  for (const spoilt of ["{", "7", "null", '{"name": 7}']) {
    assert.equal(new Officer(storage({ [KEY]: spoilt }), KNOWN).now.name, "");
  }
});

const WANG = { kind: "officer", id: "wang.min", name: "王敏", roles: ["department", "shift_lead"], unit: "greening", scope: "", admin: false, must_change: false };

test("who is signed in is who the account says, in one of its roles", () => {
  const kept = storage({ [KEY]: '{"name":"someone"}' });
  const officer = new Officer(kept, KNOWN, "asking");
  assert.deepEqual([officer.known, officer.why], [false, "officer.asking"]);
  officer.become(WANG);
  assert.deepEqual(officer.now, { name: "王敏 (wang.min)", unit: null, role: "shift_lead" });
  assert.deepEqual([officer.known, officer.roles.length], [true, 2]);
  officer.set({ role: "department", name: "other", unit: "nowhere" });
  assert.deepEqual(officer.now, { name: "王敏 (wang.min)", unit: "greening", role: "department" });
  assert.deepEqual([kept.kept[ROLE_KEY], kept.kept[KEY]], ["department", '{"name":"someone"}']);
  officer.become({ ...WANG, roles: [] });
  assert.deepEqual([officer.known, officer.why], [false, "officer.no_roles"]);
  officer.become({ ...WANG, unit: null, roles: ["department"] });
  assert.equal(officer.why, "officer.no_roles");
});

test("a session that is over is said, and who it was is kept; a demonstration's officer names themselves", () => {
  const officer = new Officer(storage(), KNOWN, "asking");
  officer.become({ kind: "nobody" });
  assert.equal(officer.why, "officer.not_signed_in");
  officer.become({ kind: "screen" });
  assert.equal(officer.why, "officer.screen");
  officer.become(WANG);
  officer.become({ kind: "nobody" });
  assert.deepEqual([officer.standing, officer.why, officer.account.id], ["expired", "officer.expired", "wang.min"]);
  officer.become(WANG);
  assert.equal(officer.known, true);
  officer.become({ kind: "demo" });
  assert.deepEqual([officer.standing, officer.account, officer.why], ["self", null, "officer.needed"]);
});

/** Orders whose network answers these in turn; an error is thrown. */
function ordersWith(...answers) {
  const sent = [];
  const waits = [];
  const fetch = async (url, request) => {
    sent.push([url, request]);
    const answer = answers.shift();
    if (answer instanceof Error || answer instanceof DOMException) throw answer;
    return { status: answer[0], statusText: "", json: async () => answer[1] };
  };
  return { orders: new Orders({ fetch, wait: async (ms) => void waits.push(ms), unreachable: "nobody" }), sent, waits };
}

test("an order without an answer, or to a busy store, is sent again as it was", async () => {
  const { orders, sent, waits } = ordersWith(new TypeError("down"), [503, {}], [200, { revision: 2 }]);
  const answer = await orders.order("/x", { id: "u-1", role: "r" });
  assert.deepEqual(answer, { status: 200, body: { revision: 2 } });
  assert.deepEqual(waits, [APART_MS, APART_MS]);
  assert.deepEqual(new Set(sent.map(([, { body }]) => body)), new Set(['{"id":"u-1","role":"r"}']));
});

test("a refusal is an answer, given once", async () => {
  const { orders, sent } = ordersWith([409, { error: "changed" }]);
  assert.deepEqual(await orders.order("/x", { id: "u" }), { status: 409, body: { error: "changed" } });
  assert.equal(sent.length, 1);
});

test("after three more tries it says that nobody answered", async () => {
  const { orders, sent } = ordersWith(...Array(9).fill(new DOMException("slow", "TimeoutError")));
  assert.deepEqual(await orders.order("/x", { id: "u" }), { status: 0, body: { error: "nobody" } });
  assert.equal(sent.length, 1 + RETRIES);
});

test("an answer that is no JSON keeps its status, and a fault of ours is not hidden", async () => {
  const broken = { status: 502, statusText: "Bad Gateway", json: async () => JSON.parse("<html>") };
  const ask = (fetch) => new Orders({ fetch, wait: async () => {}, unreachable: "" }).ask("/x");
  assert.deepEqual(await ask(async () => broken), { status: 502, body: { error: "502 Bad Gateway" } });
  await assert.rejects(ask(async () => { throw new RangeError("ours"); }), RangeError);
});

test("an address names an incident and back; anything else is the desk", () => {
  assert.equal(incidentOf(pathOf("I-ABC234")), "I-ABC234");
  assert.equal(pathOf(null), "/desk");
  for (const path of ["/desk", "/desk/incidents/", "/desk/incidents/a/b", "/wall", `/desk/incidents/${"x".repeat(65)}`]) {
    assert.equal(incidentOf(path), null);
  }
});

globalThis.location ??= { pathname: "/desk" };

function desk(officer = { why: null, account: null }, answer = { status: 200, body: {} }) {
  const hub = new Hub({ config: { lang: "zh", mode: "demo" }, t: (key) => key, link: () => ({ state: "live" }), look: () => {}, records: { get: () => undefined } });
  const orders = { order: mock.fn(async () => answer), ask: async () => answer };
  const paths = [];
  const made = new Desk({ hub, keys: new Keys(), officer, orders, goTo: (path) => paths.push(path), makeRoom: () => false });
  hub.on("selection", () => made.follow());
  return { made, hub, orders, paths };
}

test("nobody gives an order without a name: the desk asks for it and sends nothing", async () => {
  const { made, orders } = desk({ why: "officer.needed", account: null });
  const asked = [];
  made.on("unnamed", () => asked.push("name"));
  made.on("said", ({ tone }) => asked.push(tone));
  const answer = await made.order("/x", { id: "u" });
  assert.deepEqual([answer.status, answer.body.field, orders.order.mock.callCount()], [400, "officer.name", 0]);
  assert.deepEqual(asked, ["name", "refused"]);
});

test("who is signed in is not said again; who names themselves is", async () => {
  const order = { id: "u", officer: { name: "王" }, role: "r" };
  for (const [account, sent] of [[WANG, { id: "u", role: "r" }], [null, order]]) {
    const { made, orders } = desk({ why: null, account });
    await made.order("/x", order);
    assert.deepEqual(orders.order.mock.calls[0].arguments, ["/x", sent]);
  }
});

test("an answer that nobody is signed in makes the desk ask who it is", async () => {
  const { made } = desk({ why: null, account: WANG }, { status: 401, body: { error: "session is over" } });
  let asked = 0;
  made.on("unknown", () => (asked += 1));
  assert.equal((await made.order("/x", { id: "u" })).body.error, "officer.expired");
  await made.ask("/y");
  assert.equal(asked, 2);
});

test("opening chooses the incident for everybody, and a board is told once", () => {
  const { made, hub } = desk();
  made.open("I-1");
  assert.deepEqual([hub.selection, made.opened], [{ kind: "incident", id: "I-1" }, "I-1"]);
  made.open(null);
  assert.deepEqual([hub.selection, made.opened], [null, null]);
  const views = [];
  made.on("view", (view) => views.push(view));
  made.show("whistles");
  made.show("whistles");
  assert.deepEqual([made.view, views], ["whistles", ["whistles"]]);
});

test("what is chosen beside an open incident does not close it, and gives way to it again", () => {
  const { made, hub, paths } = desk();
  made.open("I-1");
  hub.select("worker", "QH-1");
  assert.equal(made.opened, "I-1");
  hub.select(null);
  assert.deepEqual([hub.selection, made.opened], [{ kind: "incident", id: "I-1" }, "I-1"]);
  hub.select("camera", "C-1");
  made.open(null);
  assert.deepEqual([hub.selection, made.opened], [null, null]);
  assert.equal(new Set(paths).size, 1);
});

test("the bar says what ails before an order is given: first that none would be kept, then what has stopped, then who is silent", () => {
  const t = (key, vars = {}) => [key, ...Object.values(vars)].join(" ");
  const said = (processes, sources = []) =>
    amiss(
      processes.map(([name, state, age_s]) => ({ name, state, age_s })),
      sources.map(([title_en, state], index) => ({ title_en, state, index })),
      "en",
      t,
    );
  assert.equal(said([["web", "live", 0], ["storing", "live", 0]], [["Hotline", "live"], ["Phones", "waiting"]]), "");
  assert.equal(said([["feeds", "dead", 9], ["storing", "dead", 12]]), "desk.unkept_for age.seconds 12");
  assert.equal(said([["storing", "dead", null]]), "desk.unkept");
  assert.equal(said([["feeds", "dead", 9]], [["Hotline", "dead"]]), "health.dead process.feeds age.seconds 9");
  assert.equal(said([], [["Phones", "quiet"], ["Hotline", "dead"]]), "desk.silent_more desk.silent Hotline source.dead 1");
  assert.equal(said([], [["Phones", "quiet"]]), "desk.silent Phones source.quiet");
});
