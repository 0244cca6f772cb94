import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { mix } from "../../assets/live/map/ink.mjs";
import { STYLES } from "../../assets/live/map/label_styles.mjs";

const css = readFileSync(new URL("../../assets/tokens.css", import.meta.url), "utf8");
const TOKENS = Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));

const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const luminance = (hex) => [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);

/** WCAG 2 contrast of a name as painted on a ground of the map. */
function contrast({ token, tint, alpha }, ground) {
  const colour = tint ? mix(TOKENS[token], TOKENS[tint[0]], tint[1]) : TOKENS[token];
  const [dark, light] = [TOKENS[ground], mix(TOKENS[ground], colour, alpha)].map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

for (const ground of ["ground", "land", "land-2"]) {
  test(`names that people look for stand out on ${ground}: 7:1`, () => {
    for (const name of ["street", "sight", "water", "community", "wall"]) assert.ok(contrast(STYLES[name], ground) >= 7, `${name} ${contrast(STYLES[name], ground)}`);
  });

  test(`secondary names can be read on ${ground}, and stay behind: 4.5 to 7:1`, () => {
    for (const name of ["road", "place", "metro", "grid"]) {
      const ratio = contrast(STYLES[name], ground);
      assert.ok(ratio >= 4.5 && ratio < 7, `${name} ${ratio}`);
    }
  });
}

test("even on water, within their dark rim, no name is lost", () => {
  for (const [name, style] of Object.entries(STYLES)) assert.ok(contrast(style, "water") >= 3, name);
});
