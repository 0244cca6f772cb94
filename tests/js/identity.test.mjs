// Signing in: what is asked, and what an answer means in words; cells of the administrators' page; values of its forms.
import assert from "node:assert/strict";
import { test } from "node:test";

import { valueOf } from "../../assets/live/admin/form.mjs";
import { deed, detail, moment, named, scopeName, standing } from "../../assets/live/admin/reading.mjs";
import { askServer, isAnother, partFor, sentenceOf } from "../../assets/live/sign_in/identity.mjs";

const t = (key, vars) => (vars ? `${key} ${JSON.stringify(vars)}` : key);

test("an answer is read whatever it is, and none is status 0", async () => {
  const sent = [];
  const answer = (body, status, headers) => async (url, init) => {
    sent.push([url, init.method ?? "GET", init.body]);
    return new Response(body, { status, headers });
  };
  assert.deepEqual(await askServer(answer('{"a":1}', 200), "/x"), { status: 200, body: { a: 1 }, retryAfter: null });
  assert.deepEqual(await askServer(answer("<html>", 502), "/x", { b: 2 }), { status: 502, body: null, retryAfter: null });
  assert.deepEqual(await askServer(answer(null, 204), "/x"), { status: 204, body: null, retryAfter: null });
  assert.equal((await askServer(answer("{}", 429, { "retry-after": "6.2" }), "/x")).retryAfter, 7);
  assert.equal((await askServer(answer("{}", 429, { "retry-after": "Wed, 21 Oct" }), "/x")).retryAfter, null);
  const broken = async () => {
    throw new TypeError("no network");
  };
  assert.equal((await askServer(broken, "/x")).status, 0);
  assert.deepEqual(sent.slice(0, 2), [
    ["/x", "GET", undefined],
    ["/x", "POST", '{"b":2}'],
  ]);
});

test("a refusal is one sentence in the page's language", () => {
  const refused = { status: 401, body: { error: "wrong", error_zh: "不对" }, retryAfter: null };
  assert.equal(sentenceOf(refused, t, "zh"), "不对");
  assert.equal(sentenceOf(refused, t, "en"), "wrong");
  assert.equal(sentenceOf({ status: 429, body: null, retryAfter: 9 }, t, "zh"), 'sign_in.wait {"s":9}');
  assert.equal(sentenceOf({ status: 0, body: null, retryAfter: null }, t, "zh"), "sign_in.unreachable");
  assert.equal(sentenceOf({ status: 502, body: null, retryAfter: null }, t, "en"), "sign_in.unreachable");
});

test("a one-time password is changed before anything else", () => {
  assert.equal(partFor({ kind: "nobody" }), "sign_in");
  assert.equal(partFor({ kind: "demo" }), "sign_in");
  assert.equal(partFor({ kind: "officer", must_change: true }), "change");
  assert.equal(partFor({ kind: "officer", must_change: false }), "signed_in");
});

test("another account begins with a page of its own, the same one goes on with what it typed", () => {
  assert.deepEqual([isAnother(undefined, "wang"), isAnother("wang", "wang"), isAnother("wang", "li"), isAnother("wang", undefined)], [false, false, true, true]);
});

test("cells say what they mean in words", () => {
  const roles = [{ id: "shift_lead", name: "值班长" }];
  assert.deepEqual(named(["shift_lead", "strange"], roles), ["值班长", "strange"]);
  assert.equal(scopeName("", [], t), "admin.everywhere");
  assert.equal(scopeName("320104004", [{ id: "320104004", name: "夫子庙" }], t), "夫子庙");
  assert.equal(standing({ disabled: true, must_change: true }, t), "admin.user.disabled");
  assert.equal(standing({ disabled: false, must_change: true }, t), "admin.user.must_change");
  assert.equal(standing({ disabled: false, must_change: false }, t), "admin.user.active");
  assert.equal(moment(Date.UTC(2026, 10, 22, 6, 5), "x"), "2026-11-22 14:05");
  assert.equal(moment(null, "never"), "never");
  assert.equal(detail({ did: "added", is: { roles: ["a"], unit: null, admin: 0, name: "" }, why: "x" }), 'roles: ["a"] · why: x');
  assert.equal(deed("account", "added", t), 'admin.audit.deed {"kind":"admin.kind.account","did":"admin.did.added"}');
  assert.equal(deed("track", "looked", t), 'admin.audit.deed {"kind":"admin.kind.track","did":"admin.did.looked"}');
  assert.equal(deed("comet", "seen", t), 'admin.audit.deed {"kind":"comet","did":"seen"}');
  assert.equal(detail({ did: "looked", reason: "家属报告失联" }), "reason: 家属报告失联");
});

test("a form gives values as the server takes them", () => {
  assert.equal(valueOf([" 王敏 "], "line"), "王敏");
  assert.equal(valueOf([""], "choice"), null);
  assert.equal(valueOf(["a"], "choice"), "a");
  assert.deepEqual(valueOf(["a", "b"], "choices"), ["a", "b"]);
  assert.equal(valueOf([], "flag"), false);
  assert.equal(valueOf(["on"], "flag"), true);
  assert.deepEqual(valueOf([" QH-04* \n\nQH-05*\n"], "lines"), ["QH-04*", "QH-05*"]);
});
