import assert from "node:assert/strict";
import { test } from "node:test";
import { INCIDENT_GLYPHS, incidentGlyph, LANDMARK_GLYPHS, landmarkGlyph } from "../../assets/live/map/glyphs.mjs";

test("a category is drawn by its major class, an unknown one by the plain mark", () => {
  assert.equal(incidentGlyph("06010"), INCIDENT_GLYPHS["06"]);
  assert.equal(incidentGlyph("22001"), INCIDENT_GLYPHS[22]);
  assert.equal(incidentGlyph("99999"), INCIDENT_GLYPHS.other);
  assert.equal(incidentGlyph(null), INCIDENT_GLYPHS.other);
});

test("an unknown kind of landmark is a plain place, also one named like a built-in", () => {
  assert.equal(landmarkGlyph("gate"), LANDMARK_GLYPHS.gate);
  assert.equal(landmarkGlyph("constructor"), LANDMARK_GLYPHS.place);
});

test("every glyph is path data that starts with a move", () => {
  for (const path of [...Object.values(INCIDENT_GLYPHS), ...Object.values(LANDMARK_GLYPHS)]) {
    assert.match(path, /^M[\d\s.,MmLlHhVvCcSsAaZz-]+$/);
  }
});
