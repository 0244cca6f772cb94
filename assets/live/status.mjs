// @ts-check
import { GONE } from "./freshness.mjs";

/** Coordinates are compared as the wire says them: whole ten-millionths of a degree. */
const E7 = 1e7;

/**
 * What the page knows and has painted, for kiosk watchdogs and tests: `window.wanglou.status()`.
 *
 * @param {object} parts
 * @param {import("./hub.mjs").Hub} parts.hub
 * @param {import("./lane.mjs").Lane} parts.lane
 * @param {import("./paint.mjs").PaintWatch} parts.paint
 * @param {() => Record<string, unknown> | null} parts.renderer what draws the movers; null before there is a map
 */
export function statusReport({ hub, lane, paint, renderer }) {
  const { provenance, freshness, incidents, cameras, moving } = hub.counts;
  const drawn = renderer();
  return {
    epoch: lane.epoch,
    seq: hub.records.seq,
    tick: lane.tick,
    link: hub.link.state,
    reason: hub.link.reason,
    renderer: drawn?.name ?? null,
    drawing: drawn,
    counts: { provenance, freshness, incidents, cameras },
    moving,
    /** Server time of the last paint, ms. */
    lastPaint: paint.ageMs === null ? null : hub.now() - paint.ageMs,
    paintAgeMs: paint.ageMs,
    /** From navigation to the first paint that held positions, ms. */
    firstPaintMs: paint.firstMs,
    painted: paint.last && { seq: paint.last.seq, tick: paint.last.tick },
    droppedFrames: lane.droppedFrames,
    lastDrop: lane.lastDrop,
    badRows: hub.fleet.badRows,
    faults: hub.faults,
    selection: hub.selection,
    now: hub.now(),
  };
}

/**
 * The marks as they were last drawn, for a test that compares them with what is true: `window.wanglou.drawn()`. Read from the
 * columns that are drawn, by the rule they are drawn by, as of the moment they were drawn at.
 *
 * @param {object} parts
 * @param {import("./hub.mjs").Hub} parts.hub
 * @param {() => Record<string, unknown> | null} parts.renderer
 * @returns {{drawnMs: number | null, marks: number[], names: unknown[]}} `names`: those on the map, with what they cover; `marks`: three numbers a mark, latitude and longitude in ten-millionths
 *   of a degree and an index into FRESHNESS
 */
export function drawnReport({ hub, renderer }) {
  const { fleet } = hub;
  const drawnMs = /** @type {number | null} */ (renderer()?.drawnMs ?? null);
  const marks = [];
  for (const row of drawnMs === null ? [] : fleet.rows()) {
    const look = fleet.freshnessCode(row, drawnMs ?? NaN);
    if (look !== GONE) marks.push(Math.round(fleet.lat[row] * E7), Math.round(fleet.lon[row] * E7), look);
  }
  return { drawnMs, marks, names: /** @type {any} */ (hub).names?.() ?? [] };
}

/**
 * All that the page holds, to be compared with what the relay holds: `window.wanglou.held()`.
 *
 * @param {object} parts
 * @param {import("./hub.mjs").Hub} parts.hub
 * @param {import("./lane.mjs").Lane} parts.lane
 */
export function heldReport({ hub, lane }) {
  const { fleet, records } = hub;
  /** @type {Record<string, number[]>} */
  const rows = {};
  for (const row of fleet.rows()) {
    const place = [Math.round(fleet.lat[row] * E7), Math.round(fleet.lon[row] * E7)];
    rows[fleet.facts(row)?.id ?? `row ${row}`] = [...place, fleet.source[row], fleet.provenance[row], fleet.status[row]];
  }
  const kinds = records.kinds.map((kind) => [kind, Object.fromEntries(records.all(kind))]);
  return { epoch: lane.epoch, seq: records.seq, tick: lane.tick, rows, records: Object.fromEntries(kinds) };
}
