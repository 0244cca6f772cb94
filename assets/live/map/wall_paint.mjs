// @ts-check
/**
 * The Ming city wall as people of Nanjing know it: a thin walk of stone with merlons towards the outside. The merlons are
 * as large on every screen, whatever the zoom; they are a sign, not a measurement.
 */
import { lengthOf, stepsAt } from "./along.mjs";
import { mix } from "./ink.mjs";

/** @typedef {import("./geo.mjs").Feature} Feature */

/** Lengths in units. */
const MERLON = Object.freeze({ wide: 3.6, gap: 3.4, high: 3.4 });
const WALK = 2.6;

/**
 * @param {import("./land_paint.mjs").Pen} pen
 * @param {Feature[]} stretches
 * @param {number} detail
 */
export function paintCityWall(pen, stretches, detail) {
  const grown = Math.min(1.7, Math.max(0.8, 1 + (detail - 13.6) * 0.25));
  const lines = stretches.flatMap((one) => one.lines);
  const within = middle(lines);
  const stone = pen.ink.colour("stone");
  const crown = new Path2D();
  const walk = new Path2D();
  for (const line of lines) {
    merlons(crown, line, pen.unit * grown, outside(line, within));
    for (let i = 0; i < line.length; i += 2) walk[i === 0 ? "moveTo" : "lineTo"](line[i], line[i + 1]);
  }
  pen.context.lineCap = "butt";
  pen.stroke(walk, pen.ink.colour("ground"), (WALK + 5) * grown, 0.5);
  pen.stroke(walk, stone, WALK * grown);
  pen.fill(crown, mix(stone, pen.ink.colour("text"), 0.12));
  pen.context.lineCap = "round";
}

/**
 * @param {Path2D} crown @param {Float64Array} line @param {number} unit world pixels @param {1 | -1} side
 */
function merlons(crown, line, unit, side) {
  const pitch = (MERLON.wide + MERLON.gap) * unit;
  const length = lengthOf(line);
  const count = Math.max(1, Math.floor(length / pitch));
  const distances = Array.from({ length: count }, (_, i) => (i + 0.5) * (length / count));
  for (const { x, y, angle } of stepsAt(line, distances)) {
    const along = { x: Math.cos(angle), y: Math.sin(angle) };
    const out = { x: -along.y * side, y: along.x * side };
    const half = (MERLON.wide / 2) * unit;
    const foot = (WALK / 2 - 0.4) * unit;
    const top = foot + MERLON.high * unit;
    crown.moveTo(x - along.x * half + out.x * foot, y - along.y * half + out.y * foot);
    crown.lineTo(x - along.x * half + out.x * top, y - along.y * half + out.y * top);
    crown.lineTo(x + along.x * half + out.x * top, y + along.y * half + out.y * top);
    crown.lineTo(x + along.x * half + out.x * foot, y + along.y * half + out.y * foot);
    crown.closePath();
  }
}

/** The inside of the city is where the stretches' middle lies. @param {Float64Array[]} lines */
function middle(lines) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      west = Math.min(west, line[i]);
      east = Math.max(east, line[i]);
      north = Math.min(north, line[i + 1]);
      south = Math.max(south, line[i + 1]);
    }
  }
  return { x: (west + east) / 2, y: (north + south) / 2 };
}

/**
 * Which side of the whole stretch faces away from the inside, so that no bend turns its merlons inwards.
 * @param {Float64Array} line @param {{x: number, y: number}} within @returns {1 | -1}
 */
function outside(line, within) {
  let turn = 0;
  for (let i = 2; i < line.length; i += 2) {
    turn += (line[i] - line[i - 2]) * (within.y - line[i - 1]) - (line[i + 1] - line[i - 1]) * (within.x - line[i - 2]);
  }
  return turn > 0 ? -1 : 1;
}
