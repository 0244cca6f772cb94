/** What the desk says of an alarm and of an order about one, and what its switch shows. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { standingOf, titleOf } from "../../assets/live/desk/alarm_row.mjs";
import { whatCame } from "../../assets/live/desk/alarms.mjs";
import { switchState } from "../../assets/live/alarm_switch.mjs";

const hub = (lang) => ({ lang, t: (key, vars = {}) => [key, ...Object.values(vars)].join("|") });
const ALERT = { id: "A-1", kind: "sos", title: "QH-0421 朱", title_en: "QH-0421" };

test("an alarm is named in the page's language, and without words on a wall it still has its kind", () => {
  assert.equal(titleOf(ALERT, hub("zh")), "alarm.sos · QH-0421 朱");
  assert.equal(titleOf(ALERT, hub("en")), "alarm.sos · QH-0421");
  assert.equal(titleOf({ id: "A-2", kind: "critical" }, hub("en")), "alarm.critical · alarm.untitled");
});

test("who came second is told who came first, and that nothing failed", () => {
  const said = (status, body, does = "acknowledge") => whatCame(status, body, ALERT, does, hub("zh"));
  assert.equal(said(200, { outcome: "done" }), "alarm.acknowledged|alarm.sos · QH-0421 朱");
  assert.equal(said(200, { outcome: "done" }, "clear"), "alarm.cleared|alarm.sos · QH-0421 朱");
  assert.equal(said(200, { outcome: "already", acknowledged_by: "李" }), "alarm.already|李|alarm.sos · QH-0421 朱");
  assert.equal(said(200, { outcome: "already", cleared_by: null }, "clear"), "alarm.gone|alarm.sos · QH-0421 朱");
  assert.equal(said(404, {}), "alarm.gone|alarm.sos · QH-0421 朱");
});

test("a refusal is given in the page's language, and no answer in the desk's own words", () => {
  const refused = { error: "clearing a call for help needs a reason", error_zh: "解除求助须写明原因" };
  assert.equal(whatCame(409, refused, ALERT, "clear", hub("zh")), "alarm.failed|解除求助须写明原因");
  assert.equal(whatCame(409, refused, ALERT, "clear", hub("en")), `alarm.failed|${refused.error}`);
  assert.equal(whatCame(0, { error: "unreachable" }, ALERT, "clear", hub("zh")), "alarm.failed|unreachable");
});

test("what is over says whether its source or an officer ended it, and real is not marked", () => {
  const over = { ...ALERT, provenance: "real", cleared_at_ms: 0, cleared_by: null };
  assert.match(standingOf(over, "missed", hub("zh")), /^alarm\.missed\|/);
  assert.match(standingOf({ ...over, cleared_by: "李" }, "missed", hub("zh")), /^alarm\.cleared_by\|李\|/);
  const seen = { ...ALERT, provenance: "simulated", acknowledged_at_ms: 0, acknowledged_by: "王" };
  assert.match(standingOf(seen, "seen", hub("zh")), /^alarm\.seen\|王\|.*provenance\.simulated/);
});

test("the switch says off until a gesture, and muted before anything else", () => {
  assert.equal(switchState({ armed: false, muted: false }), "off");
  assert.equal(switchState({ armed: true, muted: false }), "on");
  assert.equal(switchState({ armed: false, muted: true }), "muted");
});
