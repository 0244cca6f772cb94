// @ts-check
/** One mark drawn on a 2D context: the shapes of `marks.mjs` as paths. The context is scaled to half marks, y down. */
import { STALE } from "../freshness.mjs";
import { ARCS, ARC_PART, INSIDE, MANUAL, REPLAYED, SHAPE, SIMULATED, SOS_STRENGTH, STRENGTH } from "./marks.mjs";

/**
 * @typedef {import("./renderer.mjs").Palette} Palette
 * @typedef {{provenance: number, freshness: number, sos: boolean, heading: number}} Look heading in radians, -1 for none
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Look} look
 * @param {Palette} colours
 */
export function drawMark(context, look, colours) {
  context.save();
  context.globalAlpha = (look.sos ? SOS_STRENGTH : STRENGTH)[look.freshness];
  context.lineJoin = context.lineCap = "round";
  if (look.sos) {
    hide(context, colours.ground);
    ring(context, SHAPE.sosRing, colours.sos);
    context.scale(SHAPE.sosScale, SHAPE.sosScale);
  }
  if (look.freshness < STALE) freshBody(context, look, look.sos ? colours.sos : colours.worker, colours.ground);
  else staleBody(context, look, look.sos ? colours.sos : colours.stale, colours.ground);
  context.restore();
}

/**
 * What lies around a call for help steps back.
 * @param {CanvasRenderingContext2D} context
 * @param {string} ground
 */
function hide(context, ground) {
  context.save();
  context.globalAlpha *= INSIDE;
  context.fillStyle = ground;
  context.beginPath();
  context.arc(0, 0, SHAPE.sosRing, 0, 2 * Math.PI);
  context.fill();
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} radius half marks
 * @param {string} colour
 */
export function ring(context, radius, colour) {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.lineWidth = SHAPE.ring;
  context.strokeStyle = colour;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Look} look
 * @param {string} ink
 * @param {string} ground
 */
function freshBody(context, look, ink, ground) {
  const path = bodyPath(look);
  fillWithCasing(context, path, ground);
  context.fillStyle = ink;
  if (look.provenance === SIMULATED) outline(context, path, ink, SHAPE.outline);
  else if (look.provenance === REPLAYED) stripes(context, path, ink);
  else context.fill(path);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Look} look
 * @param {string} ink
 * @param {string} ground
 */
function staleBody(context, look, ink, ground) {
  const path = bodyPath({ ...look, heading: -1 });
  fillWithCasing(context, path, ground);
  context.save();
  if (look.provenance === SIMULATED) {
    const arc = (SHAPE.body * 2 * Math.PI) / ARCS;
    context.lineCap = "butt";
    context.setLineDash([arc * ARC_PART, arc * (1 - ARC_PART)]);
    context.lineDashOffset = (arc * ARC_PART) / 2;
  }
  context.lineWidth = SHAPE.staleOutline * 2;
  context.strokeStyle = ink;
  context.clip(path);
  context.stroke(path);
  context.restore();
  context.beginPath();
  context.moveTo(0, -SHAPE.minuteHand);
  context.lineTo(0, 0);
  context.lineTo(SHAPE.hourHand, 0);
  context.lineWidth = SHAPE.hand;
  context.strokeStyle = ink;
  context.stroke();
}

/**
 * @param {Look} look
 * @returns {Path2D}
 */
function bodyPath({ provenance, heading, freshness }) {
  const path = new Path2D();
  const pointed = heading < 0 ? disc(freshness === STALE ? SHAPE.body : SHAPE.rest) : drop();
  path.addPath(pointed, heading < 0 ? undefined : new DOMMatrix().rotate((heading * 180) / Math.PI));
  if (provenance === MANUAL) path.rect(-SHAPE.square, -SHAPE.square, SHAPE.square * 2, SHAPE.square * 2);
  return path;
}

/** @param {number} radius */
function disc(radius) {
  const path = new Path2D();
  path.arc(0, 0, radius, 0, 2 * Math.PI);
  return path;
}

/** The drop pointing up: two circles and their common tangents. */
function drop() {
  const path = new Path2D();
  const apart = SHAPE.tip - SHAPE.tipRadius;
  const lean = Math.asin((SHAPE.body - SHAPE.tipRadius) / apart);
  path.arc(0, 0, SHAPE.body, -lean, Math.PI + lean);
  path.arc(0, -apart, SHAPE.tipRadius, Math.PI + lean, -lean);
  path.closePath();
  return path;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D} path
 * @param {string} ground
 */
function fillWithCasing(context, path, ground) {
  context.save();
  context.globalAlpha *= INSIDE;
  context.fillStyle = context.strokeStyle = ground;
  context.lineWidth = SHAPE.casing * 2;
  context.stroke(path);
  context.restore();
  context.save();
  context.globalAlpha *= INSIDE;
  context.fillStyle = ground;
  context.fill(path);
  context.restore();
}

/**
 * A stroke inside the edge.
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D} path
 * @param {string} ink
 * @param {number} width
 */
function outline(context, path, ink, width) {
  context.save();
  context.clip(path);
  context.strokeStyle = ink;
  context.lineWidth = width * 2;
  context.stroke(path);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D} path
 * @param {string} ink
 */
function stripes(context, path, ink) {
  context.save();
  context.globalAlpha *= 0.6;
  outline(context, path, ink, SHAPE.outline);
  context.restore();
  context.save();
  context.clip(path);
  context.beginPath();
  for (let at = -6; at <= 6; at++) {
    const offset = (at * 2 + 1) * SHAPE.stripe;
    context.moveTo(-3, -3 - offset);
    context.lineTo(3, 3 - offset);
  }
  context.lineWidth = SHAPE.stripe / Math.SQRT2;
  context.strokeStyle = ink;
  context.stroke();
  context.restore();
}

