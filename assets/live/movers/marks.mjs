// @ts-check
/**
 * What a mover's mark looks like, for both renderers. Lengths are in half marks: 1 is half the nominal size.
 *
 * The outline is the role: a drop is an officer of a comprehensive grid, an arrowhead one of a dedicated grid, a hull a vehicle,
 * a cross whoever else there is. Duty is how it stands: on the way it points where its bearer goes, standing it is smaller and
 * points nowhere (disc, dome, box, cross), and a bar under it says that he was sent to an open incident. Provenance is how it
 * is filled (real solid, simulated outlined, replayed striped) or what it stands on (manual: a square); age is its strength,
 * and once stale it is hollow and grey with the hands of a clock. SOS is larger, red and ringed, whatever else is true.
 */
import { STATUS } from "../wire.mjs";

export const REAL = 0;
export const SIMULATED = 1;
export const REPLAYED = 2;
export const MANUAL = 3;

/** Roles as outlines. */
export const OFFICER = 0;
export const DEDICATED = 1;
export const VEHICLE = 2;
export const OTHER = 3;
export const KINDS = Object.freeze(["officer", "dedicated", "vehicle", "other"]);

/** Roles that mind a grid, as rosters write them. */
const MINDS_A_GRID = new Set(["grid_worker", "grid_officer", "officer", "grid_lead", "lead", "verifier"]);
const ON_FOOT = new Set(["foot", "ebike", "bicycle"]);
/** Sequence numbers of dedicated grids begin here: the last three digits of a grid's code. */
const DEDICATED_FROM = 901;

/**
 * The outline of a row.
 * @param {import("../wire.mjs").Facts & {vehicle?: string}} facts
 */
export function kindOf({ kind, role, grid, vehicle }) {
  if (vehicle && !ON_FOOT.has(vehicle)) return VEHICLE;
  if (kind === "unknown" || (role && !MINDS_A_GRID.has(role))) return OTHER;
  return Number(grid?.slice(12)) >= DEDICATED_FROM ? DEDICATED : OFFICER;
}

export const SHAPE = Object.freeze({
  body: 0.78,
  /** Somebody who stands still, or of whom no course is known, takes less room. */
  rest: 0.64,
  tip: 1.42,
  tipRadius: 0.1,
  /** No outline is wider to either side, nor reaches farther back. */
  wide: 1.06,
  /** Arrowhead: half its width, how far back its wings and the notch between them lie. */
  arrowWing: 0.94,
  arrowBack: 0.88,
  arrowNotch: 0.42,
  /** Hull: half its width, its stern, and where it begins to narrow towards the tip. */
  hull: 0.6,
  hullStern: 0.86,
  hullBow: 0.5,
  /** Standing, by the radius of a disc that would stand there: the dome's radius and how low its floor lies, the box's sides, the
   * cross's arms. */
  dome: 1.3,
  domeFloor: 0.6,
  boxLong: 1.3,
  boxWide: 0.8,
  crossLong: 1.28,
  crossWide: 0.58,
  crossOutline: 0.2,
  /** The bar under who was sent: how far below, half its length and half its height. */
  errandBelow: 1.34,
  errandLong: 0.9,
  errandHigh: 0.15,
  /** Half the side of the manual mark's square. */
  square: 0.74,
  /** Dark edge that keeps neighbours and ground apart. */
  casing: 0.2,
  outline: 0.3,
  stripe: 0.62,
  staleOutline: 0.28,
  hand: 0.2,
  hourHand: 0.34,
  minuteHand: 0.5,
  sosScale: 1.4,
  /** Rings, measured in ordinary half marks. */
  sosRing: 1.95,
  lanternRing: 2.3,
  ring: 0.26,
  /** Half the side of what a mark may cover. */
  reach: 2.7,
});

/** How strongly each freshness is drawn; gone is not drawn. */
export const STRENGTH = Object.freeze([1, 0.55, 0.9]);
/** A call for help fades less: its age is told by its shape. */
export const SOS_STRENGTH = Object.freeze([1, 0.8, 0.95]);
/** A stale simulated mark's ring is broken: into how many arcs, and which part of each is drawn. */
export const ARCS = 4;
export const ARC_PART = 0.7;
/** How much of the ground an outlined mark's inside hides. */
export const INSIDE = 0.6;

/** Units across, by detail: calm over the district, where incidents must stand out; easy to hit in a street. */
const SMALLEST = { detail: 13.2, units: 8.6 };
const LARGEST = { detail: 17, units: 24 };

/**
 * Nominal size of a mark in units (`--u`).
 * @param {number} detail the zoom of a 1080-line screen that shows as much
 */
export function markUnits(detail) {
  const part = (detail - SMALLEST.detail) / (LARGEST.detail - SMALLEST.detail);
  return SMALLEST.units + (LARGEST.units - SMALLEST.units) * Math.min(1, Math.max(0, part));
}

/**
 * Course as the renderers take it: radians clockwise from north, or -1 for a mark that points nowhere.
 * @param {number} courseDeg NaN when unknown
 * @param {number} speedMps NaN when unknown; somebody who stands points nowhere
 */
export function heading(courseDeg, speedMps) {
  return Number.isNaN(courseDeg) || speedMps < 0.1 ? -1 : (courseDeg * Math.PI) / 180;
}

/** @param {number} status */
export const isSos = (status) => status === STATUS.SOS;
