// @ts-check
/**
 * The composition root of the page's live lane: builds everything, top to bottom, and says how it is wired. The only module
 * Dash includes; all others are imported from `live/`, so that each is evaluated once.
 */
import { bridge } from "./live/bridge.mjs";
import { ServerClock } from "./live/clock.mjs";
import { noCounts, takeCounts } from "./live/counts.mjs";
import { DeadMan } from "./live/deadman.mjs";
import { eachMap, element } from "./live/dom_ready.mjs";
import { heed, isSentAway } from "./live/enrolment.mjs";
import { Fleet } from "./live/fleet.mjs";
import { Hub } from "./live/hub.mjs";
import { Lane } from "./live/lane.mjs";
import { Link } from "./live/link.mjs";
import { mountPanels } from "./live/mounts.mjs";
import { pageOf } from "./live/page.mjs";
import { PaintWatch } from "./live/paint.mjs";
import { clockTime } from "./live/panels/format.mjs";
import { RecordBook } from "./live/records.mjs";
import { fetchTicket, relayUrl } from "./live/relay_address.mjs";
import { watchBuild } from "./live/renewal_watch.mjs";
import { drawnReport, heldReport, statusReport } from "./live/status.mjs";
import { SuspendClock, watchSuspend } from "./live/suspend.mjs";
import { watchVisibility } from "./live/visibility.mjs";
import { Wholes } from "./live/wholes.mjs";
import { SUBPROTOCOL } from "./live/wire.mjs";
import { speaker } from "./live/words.mjs";

/** @typedef {import("./live/hub.mjs").PageConfig} PageConfig */

const MAP_ID = "map";
const PULSE_MS = 500;
const SECOND_MS = 1_000;

/**
 * The lane, without a page: it may run before Dash has drawn one.
 * @param {PageConfig} config
 * @param {() => number} mono
 */
function buildLane(config, mono) {
  const clock = new ServerClock(mono, Date.now());
  const fleet = new Fleet();
  const records = new RecordBook();
  const now = () => clock.now();
  /** @type {Hub} */
  const hub = new Hub({
    config,
    t: speaker(config.words),
    now,
    fleet,
    records,
    counts: noCounts(),
    link: () => link.status(now()),
    look: (entity) => link.look(entity),
  });
  const lane = new Lane({
    clock,
    fleet,
    records,
    tell(event, detail) {
      hub.beat = lane.beat;
      hub.emit(event, detail);
    },
  });
  const paint = new PaintWatch({
    requestFrame: (run) => requestAnimationFrame(run),
    mono,
    held: () => ({ seq: records.seq, tick: lane.tick }),
  });
  const deadman = new DeadMan(() => document.getElementById("deadman"), clockTime);
  const wholes = new Wholes({ send: (message) => link.ask(message), setTimer: (run, ms) => setTimeout(run, ms) });
  records.onLittle = (kind, id) => wholes.want(kind, id);
  const link = buildLink(config, { lane, wholes, paint, deadman, hub, mono });
  return { hub, lane, link, paint, deadman };
}

/** On a wall nobody signs in again: one that is refused leaves its picture. @param {PageConfig} config */
function ticketFor(config) {
  const ask = (/** @type {RequestInfo | URL} */ url, /** @type {RequestInit | undefined} */ init) => fetch(url, init);
  const ticket = fetchTicket(config, ask);
  return config.page === "desk" ? ticket : heed(ticket, () => isSentAway(location.href, ask), () => location.reload());
}

/**
 * @param {PageConfig} config
 * @param {{lane: Lane, wholes: Wholes, paint: PaintWatch, deadman: DeadMan, hub: Hub, mono: () => number}} parts
 */
function buildLink(config, { lane, wholes, paint, deadman, hub, mono }) {
  return new Link({
    lane,
    wholes,
    scope: config.scope,
    getTicket: () => ticketFor(config),
    openSocket: () => new WebSocket(relayUrl(config, location), SUBPROTOCOL),
    painted: () => ({ seq: paint.last?.seq ?? null, tick: paint.last?.tick ?? null, ageMs: paint.ageMs }),
    hidden: () => document.hidden,
    mono,
    random: Math.random,
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (timer) => clearTimeout(timer),
    onChange: () => hub.emit("link", hub.link),
    onVerified() {
      // what was true is of the moment the beat was sent; a page that hung reads it later
      const trueMs = Math.min(hub.now(), lane.beat?.now ?? -Infinity);
      // a page that was hidden, or hung, paints first with what it held before
      paint.after(() => !document.hidden && hub.link.state === "live" && deadman.feed(trueMs, hub.now()));
    },
  });
}

/** @param {Hub} hub */
function startHands(hub) {
  setInterval(() => {
    hub.counts = takeCounts(hub.fleet, hub.records, hub.now());
    hub.emit("pulse", hub.counts);
  }, PULSE_MS);
  setInterval(() => hub.emit("second", hub.now()), SECOND_MS);
}

/**
 * Layers on the page's map; on the next one, should React make another.
 * @param {Hub} hub
 * @param {ReadonlyArray<import("./live/layers/index.mjs").Layer>} layers
 * @returns {() => Record<string, unknown> | null} what the renderer reports
 */
function layMap(hub, layers) {
  /** @type {Array<{remove(): void, report?: () => Record<string, unknown>}>} */
  let laid = [];
  eachMap(MAP_ID, (map) => {
    for (const layer of laid) layer.remove();
    laid = layers.map((layer) => layer.add(map, hub));
  });
  return () => laid.find((layer) => layer.report)?.report?.() ?? null;
}

/**
 * Whether Dash is there and knows this component. Asked for one it does not know, its `getLayout` throws; so would `set_props`.
 * @param {string} id
 */
function dashHas(id) {
  try {
    return Boolean(window.dash_clientside?.set_props && window.dash_component_api?.getLayout?.(id));
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/**
 * What a wall's document says of itself in its head, so that the picture is on its way while Dash still draws the page.
 * @returns {PageConfig | null}
 */
function toldEarly() {
  const told = document.getElementById("early")?.textContent;
  return told ? { ...JSON.parse(told), words: {} } : null;
}

/** @param {PageConfig} config */
function begin(config) {
  const clock = new SuspendClock(() => performance.now(), () => Date.now());
  const mono = () => clock.now();
  const parts = buildLane(config, mono);
  Object.assign(parts.hub, watchBuild(parts.hub));
  parts.link.start();
  startHands(parts.hub);
  parts.hub.on("frame", () => parts.paint.watch());
  watchVisibility({ page: document, mono, deadman: parts.deadman, link: parts.link });
  parts.hub.on("second", watchSuspend({ clock, deadman: parts.deadman, link: parts.link }));
  return parts;
}

async function main() {
  window.wanglou ??= { maps: {} };
  const early = toldEarly();
  const begun = early && begin(early);
  /** @type {HTMLElement} */
  const root = await element("#wanglou[data-config]");
  /** @type {PageConfig} */
  const config = { ...JSON.parse(root.dataset.config ?? ""), page: root.dataset.page };
  const { hub, lane, paint } = begun ?? begin(config);
  hub.furnish(config, speaker(config.words));
  bridge(hub, dashHas, (id, props) => window.dash_clientside?.set_props?.(id, props));
  const { panels, layers } = await pageOf(root.dataset.page, hub);
  mountPanels(root, panels, hub);
  const renderer = layMap(hub, layers);
  paint.begin();
  window.wanglou.status = () => statusReport({ hub, lane, paint, renderer });
  window.wanglou.drawn = () => drawnReport({ hub, renderer });
  window.wanglou.held = () => heldReport({ hub, lane });
}

main();
