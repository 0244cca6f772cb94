// @ts-check
/** The outlines of `marks.mjs` as paths in half marks, y down: what points has its tip up. */
import { DEDICATED, OTHER, SHAPE, VEHICLE } from "./marks.mjs";

/**
 * Standing, or of whom no course is known.
 * @param {number} kind
 * @param {number} r radius of the disc that an officer would be
 */
export function standing(kind, r) {
  if (kind === DEDICATED) return dome(r);
  if (kind === VEHICLE) return boxPath(SHAPE.boxLong * r, SHAPE.boxWide * r);
  if (kind === OTHER) return polygon(cross(SHAPE.crossLong * r, SHAPE.crossWide * r, SHAPE.crossLong * r));
  const path = new Path2D();
  path.arc(0, 0, r, 0, 2 * Math.PI);
  return path;
}

/** On the way. @param {number} kind */
export function pointing(kind) {
  if (kind === DEDICATED) return polygon(arrowhead());
  if (kind === VEHICLE) return polygon(hull());
  if (kind === OTHER) return polygon(cross(SHAPE.crossLong * SHAPE.rest, SHAPE.crossWide * SHAPE.rest, SHAPE.tip));
  return drop();
}

/** @param {number} r */
function dome(r) {
  const path = new Path2D();
  path.arc(0, SHAPE.domeFloor * r, SHAPE.dome * r, Math.PI, 0);
  path.closePath();
  return path;
}

/** The drop: two circles and their common tangents. */
function drop() {
  const path = new Path2D();
  const apart = SHAPE.tip - SHAPE.tipRadius;
  const lean = Math.asin((SHAPE.body - SHAPE.tipRadius) / apart);
  path.arc(0, 0, SHAPE.body, -lean, Math.PI + lean);
  path.arc(0, -apart, SHAPE.tipRadius, Math.PI + lean, -lean);
  path.closePath();
  return path;
}

/** @typedef {ReadonlyArray<readonly [number, number]>} Corners */

/** @returns {Corners} */
function arrowhead() {
  const { tip, arrowWing, arrowBack, arrowNotch } = SHAPE;
  return [[0, -tip], [arrowWing, arrowBack], [0, arrowNotch], [-arrowWing, arrowBack]];
}

/** @returns {Corners} */
function hull() {
  const { tip, hull: half, hullBow, hullStern } = SHAPE;
  return [[0, -tip], [half, -hullBow], [half, hullStern], [-half, hullStern], [-half, -hullBow]];
}

/** @param {number} long @param {number} half @param {number} ahead @returns {Corners} */
function cross(long, half, ahead) {
  return [
    [half, -ahead], [half, -half], [long, -half], [long, half], [half, half], [half, long],
    [-half, long], [-half, half], [-long, half], [-long, -half], [-half, -half], [-half, -ahead],
  ];
}

/** @param {number} long @param {number} high */
function boxPath(long, high) {
  const path = new Path2D();
  path.rect(-long, -high, long * 2, high * 2);
  return path;
}

/** @param {Corners} corners */
function polygon([first, ...others]) {
  const path = new Path2D();
  path.moveTo(...first);
  for (const corner of others) path.lineTo(...corner);
  path.closePath();
  return path;
}
