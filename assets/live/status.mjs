// @ts-check
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
