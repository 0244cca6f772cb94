// @ts-check
/** Drawing cameras and their rings. Alive: a filled cone; dead: an empty one, crossed; unknown: an empty one. */
import { strength } from "./land_paint.mjs";

/** @typedef {import("./ink.mjs").Ink} Ink */
/** @typedef {import("./cluster.mjs").Cluster} Cluster */
/** @typedef {import("./camera_book.mjs").Camera} Camera */

const DEAD = 1;
const TURN = 2 * Math.PI;
/** On a smaller map a camera that stands alone is a dot. */
export const CONES_FROM = 15;
/** Lengths in units. */
const CONE = 30;
const POLE = 4.2;
const RINGS = Object.freeze([[100, 19], [1000, 22], [Infinity, 26]]);

/** Over the whole district rings of a hundred cameras tell nobody anything: there they are left out, and the incidents stay alone. */
const RINGS_FROM = 14.1;

/** @param {number} detail */
export const hasRings = (detail) => detail >= RINGS_FROM;

/** @param {number} count cameras in the ring @returns {number} units */
export const ringRadius = (count) => RINGS.find(([below]) => count < below)?.[1] ?? 26;

/**
 * A thin ring with a camera and a number, so that nobody takes it for incidents; the part of the ring that belongs to dead cameras is broken.
 * @param {CanvasRenderingContext2D} context @param {Ink} ink
 * @param {{x: number, y: number, cluster: Cluster, detail: number, held: boolean}} what `held`: the keyboard is at it
 */
export function paintCluster(context, ink, { x, y, cluster, detail, held }) {
  const { u } = ink;
  const radius = ringRadius(cluster.count) * u;
  const dead = (cluster.states[DEAD] / cluster.count) * TURN;
  const up = -TURN / 4;
  context.save();
  context.globalAlpha = 0.42 + 0.4 * strength(detail, [13.8, 15.2]);
  context.fillStyle = ink.colour("ground");
  disc(context, x, y, radius);
  context.globalAlpha *= 0.9;
  context.lineWidth = 1.3 * u;
  context.strokeStyle = ink.colour("camera");
  arc(context, x, y, radius, up + dead, up + TURN);
  context.strokeStyle = ink.colour("stale");
  context.setLineDash([2 * u, 3 * u]);
  if (dead > 0) arc(context, x, y, radius, up, up + dead);
  context.setLineDash([]);
  context.fillStyle = ink.colour("camera");
  lens(context, x, y - 9 * u, u);
  context.font = `500 ${(cluster.count < 1000 ? 17 : 16) * u}px ${ink.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(cluster.count), x, y + 5.5 * u);
  if (held) {
    context.globalAlpha = 1;
    context.strokeStyle = ink.colour("lantern");
    context.lineWidth = 2.6 * u;
    arc(context, x, y, radius + 4 * u, 0, TURN);
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context @param {Ink} ink
 * @param {{x: number, y: number, camera: Camera, detail: number, chosen: boolean}} what
 */
export function paintCamera(context, ink, { x, y, camera, detail, chosen }) {
  const { u } = ink;
  const colour = ink.colour(camera.state === DEAD ? "stale" : "camera");
  context.save();
  context.translate(x, y);
  context.globalAlpha = chosen ? 1 : 0.55 + 0.35 * strength(detail, [15, 16.5]);
  context.lineWidth = 1.3 * u;
  context.lineJoin = "round";
  if (Number.isFinite(camera.heading) && (chosen || detail >= CONES_FROM)) cone(context, camera, CONE * u, chosen ? ink.colour("lantern") : colour);
  pole(context, camera, POLE * u, colour, ink.colour("ground"));
  if (camera.state === DEAD && (chosen || detail >= CONES_FROM)) cross(context, 7 * u, colour);
  if (chosen) {
    context.strokeStyle = ink.colour("lantern");
    context.lineWidth = 2.6 * u;
    arc(context, 0, 0, 13 * u, 0, TURN);
  }
  context.restore();
}

/** A camera in small: its body and its lens. @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} u */
function lens(context, x, y, u) {
  context.fillRect(x - 6 * u, y - 3 * u, 8 * u, 6 * u);
  context.beginPath();
  context.moveTo(x + 3 * u, y);
  context.lineTo(x + 7 * u, y - 3 * u);
  context.lineTo(x + 7 * u, y + 3 * u);
  context.closePath();
  context.fill();
}

/** @param {CanvasRenderingContext2D} context @param {Camera} camera @param {number} length @param {string} colour */
function cone(context, camera, length, colour) {
  const middle = (camera.heading / 360) * TURN - TURN / 4;
  const half = ((camera.fov / 360) * TURN) / 2;
  context.beginPath();
  context.moveTo(0, 0);
  context.arc(0, 0, length, middle - half, middle + half);
  context.closePath();
  const full = context.globalAlpha;
  if (camera.state === 0) {
    const fade = context.createRadialGradient(0, 0, 0, 0, 0, length);
    fade.addColorStop(0, colour);
    fade.addColorStop(1, "transparent");
    context.fillStyle = fade;
    context.globalAlpha = full * 0.6;
    context.fill();
  }
  context.globalAlpha = full * 0.6;
  context.strokeStyle = colour;
  context.stroke();
  context.globalAlpha = full;
}

/** Real ones stand solid, all others hollow. @param {CanvasRenderingContext2D} context @param {Camera} camera @param {number} radius @param {string} colour @param {string} ground */
function pole(context, camera, radius, colour, ground) {
  context.fillStyle = camera.provenance === "real" ? colour : ground;
  context.strokeStyle = colour;
  disc(context, 0, 0, radius);
  arc(context, 0, 0, radius, 0, TURN);
}

/** @param {CanvasRenderingContext2D} context @param {number} reach @param {string} colour */
function cross(context, reach, colour) {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(-reach, -reach);
  context.lineTo(reach, reach);
  context.moveTo(reach, -reach);
  context.lineTo(-reach, reach);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius */
function disc(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, TURN);
  context.fill();
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius @param {number} from @param {number} to */
function arc(context, x, y, radius, from, to) {
  context.beginPath();
  context.arc(x, y, radius, from, to);
  context.stroke();
}
