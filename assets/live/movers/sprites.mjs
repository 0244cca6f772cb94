// @ts-check
/** One mark drawn on a 2D context: the shapes of `marks.mjs` as paths. The context is scaled to half marks, y down. */
import { STALE } from "../freshness.mjs";
import { ARCS, ARC_PART, INSIDE, MANUAL, OTHER, REPLAYED, SHAPE, SIMULATED, SOS_STRENGTH, STRENGTH } from "./marks.mjs";
import { pointing, standing } from "./outlines.mjs";

/**
 * @typedef {import("./renderer.mjs").Palette} Palette
 * @typedef {{provenance: number, freshness: number, sos: boolean, heading: number, kind: number, errand: boolean}} Look
 *   heading in radians, -1 for none
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
  if (look.errand && !look.sos) errandBar(context, look.freshness < STALE ? colours.worker : colours.stale, colours.ground);
  context.restore();
}

/**
 * He was sent somewhere: a bar under the mark, whichever way it points.
 * @param {CanvasRenderingContext2D} context
 * @param {string} ink
 * @param {string} ground
 */
function errandBar(context, ink, ground) {
  const bar = new Path2D();
  bar.rect(-SHAPE.errandLong, SHAPE.errandBelow - SHAPE.errandHigh, SHAPE.errandLong * 2, SHAPE.errandHigh * 2);
  fillWithCasing(context, bar, ground);
  context.fillStyle = ink;
  context.fill(bar);
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
  if (look.provenance === SIMULATED) outline(context, path, ink, look.kind === OTHER ? SHAPE.crossOutline : SHAPE.outline);
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
function bodyPath({ provenance, heading, freshness, kind }) {
  const path = new Path2D();
  if (provenance === MANUAL) path.rect(-SHAPE.square, -SHAPE.square, SHAPE.square * 2, SHAPE.square * 2);
  if (provenance === MANUAL && freshness === STALE) return path;
  const shape = heading < 0 ? standing(kind, freshness === STALE ? SHAPE.body : SHAPE.rest) : pointing(kind);
  path.addPath(shape, heading < 0 ? undefined : new DOMMatrix().rotate((heading * 180) / Math.PI));
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

