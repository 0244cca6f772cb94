import assert from "node:assert/strict";
import { test } from "node:test";
import { labelsOf } from "../../assets/live/map/label_set.mjs";
import { drawingOf, spoken } from "../../assets/live/map/label_styles.mjs";

const FRAME = { left: 0, top: 0, scale: 1, width: 1000, height: 1000 };
const setting = (more) => ({ lang: "zh", u: 1, detail: 15, frame: FRAME, origin: { x: 0, y: 0 }, measure: (text, style) => text.length * style.size, scope: "320104", ...more });
const area = (code, name_zh, name_en) => ({ properties: { code, name_zh, name_en }, rings: [Float64Array.of(400, 400, 600, 400, 600, 600, 400, 600, 400, 400)], lines: [], axis: null, point: null, box: [400, 400, 600, 600] });
const river = (code, name_zh, line) => ({ properties: { code, name_zh }, rings: [], lines: [], axis: Float64Array.from(line), point: null, box: [0, 0, 1000, 1000] });
const landmark = (code, kind, name_zh) => ({ properties: { code, kind, name_zh }, rings: [], lines: [], axis: null, point: { x: 500, y: 500 }, box: [500, 500, 500, 500] });
const only = (name, ...features) => (asked) => (asked === name ? features : []);
const texts = (labels) => labels.map((label) => label.pieces[0].map((piece) => piece.text).join(""));

test("a street is named in the page's language, in short where there is little room", () => {
  const streets = only("streets", area("320104004", "双塘街道", "Shuangtang Subdistrict"));
  assert.deepEqual(texts(labelsOf(streets, setting())), ["双塘街道"]);
  assert.deepEqual(texts(labelsOf(streets, setting({ detail: 13 }))), ["双塘"]);
  assert.deepEqual(texts(labelsOf(streets, setting({ detail: 13, lang: "en" }))), ["Shuangtang"]);
});

test("a river's Chinese name is written letter by letter along it", () => {
  const [label] = labelsOf(only("water", river("outer", "外秦淮河", [0, 500, 1000, 500])), setting());
  assert.deepEqual(label.pieces[0].map((piece) => piece.text), ["外", "秦", "淮", "河"]);
  assert.equal(label.places[0].length, 4);
});

test("the inner river bears the name people use, and yields only to the streets", () => {
  const [label] = labelsOf(only("water", river("inner", "内秦淮河（十里秦淮）", [0, 500, 600, 500])), setting());
  assert.deepEqual(texts([label]), ["十里秦淮"]);
  assert.equal(label.priority, 99);
});

test("a line too short for its name goes without", () => {
  assert.deepEqual(labelsOf(only("water", river("outer", "外秦淮河", [0, 0, 30, 0])), setting()), []);
});

test("communities wait for room, and those of other streets are left out of a street's screen", () => {
  const communities = only("communities", area("320104004001", "五福街社区", "Wufujie Community"));
  assert.equal(labelsOf(communities, setting({ detail: 14 })).length, 0);
  assert.equal(labelsOf(communities, setting()).length, 1);
  assert.equal(labelsOf(communities, setting({ scope: "320104002" })).length, 0);
});

test("other streets stay on a street's screen, stepped back", () => {
  const streets = only("streets", area("320104004", "双塘街道", "Shuangtang"));
  assert.equal(labelsOf(streets, setting({ scope: "320104002" }))[0].dim, true);
  assert.equal(labelsOf(streets, setting({ scope: "320104004" }))[0].dim, false);
});

test("the streets that this screen is about must be named, others and smaller areas where there is room", () => {
  const named = (name, code, more) => labelsOf(only(name, area(code, "双塘", "Shuangtang")), setting(more))[0].must;
  assert.equal(named("streets", "320104004"), true);
  assert.equal(named("streets", "320104004", { scope: "320104002" }), false);
  assert.equal(named("communities", "320104004001"), false);
});

test("a landmark may stand nameless, but never loses its drawing for its name", () => {
  const [label] = labelsOf(only("landmarks", landmark("zhonghuamen", "gate", "中华门瓮城")), setting());
  assert.equal(label.glyph.drawing, "gate");
  assert.deepEqual(label.pieces.at(-1), []);
  assert.ok(label.places.every((boxes) => boxes[0] === label.places[0][0]));
});

test("what is far outside the picture is not considered", () => {
  assert.deepEqual(labelsOf(only("streets", area("1", "远", "Far")), setting({ frame: { ...FRAME, left: 5000 } })), []);
});

test("the Porcelain Tower is drawn as a tower, an unknown kind as a plain place", () => {
  assert.equal(drawingOf({ code: "dabaoen", kind: "temple" }), "pagoda");
  assert.equal(drawingOf({ code: "x", kind: "business" }), "old_town");
});

test("spoken names leave brackets and compass points to the archive", () => {
  assert.equal(spoken("明城墙（西段）"), "明城墙");
  assert.equal(spoken("Ming City Wall, South"), "Ming City Wall");
  assert.equal(spoken("Inner Qinhuai River (Ten-Li Qinhuai)", true), "Ten-Li Qinhuai");
  assert.equal(spoken("瞻园"), "瞻园");
});

test("the name of an area may step aside to every side, the least step first", () => {
  const [label] = labelsOf(only("streets", area("320104004", "双塘街道", "Shuangtang")), setting());
  const steps = label.pieces.map(([{ x, y }]) => [x - label.pieces[0][0].x, y - label.pieces[0][0].y]);
  assert.deepEqual(steps[0], [0, 0]);
  assert.ok(steps.some(([dx, dy]) => dx > 0 && dy === 0) && steps.some(([dx, dy]) => dx < 0 && dy > 0));
  assert.equal(new Set(steps.map((step, i) => `${step} ${label.faces[i].size}`)).size, steps.length);
});

test("a name is known by the same key and keeps its places' order when the view is panned", () => {
  const streets = only("streets", area("320104004", "双塘街道", "Shuangtang"));
  const [here] = labelsOf(streets, setting());
  const [panned] = labelsOf(streets, setting({ frame: { ...FRAME, left: 37.3, top: -12.1 } }));
  assert.equal(here.key, panned.key);
  here.pieces.forEach(([{ x, y }], i) => assert.ok(Math.abs(x - 37.3 - panned.pieces[i][0].x) < 1e-6 && Math.abs(y + 12.1 - panned.pieces[i][0].y) < 1e-6));
});
