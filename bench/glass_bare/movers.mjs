// @ts-check
/* Our movers on the bare map that the peers have: the product's own modules for link, wire, fleet and layer, and nothing of the
   wall around them. */
import { ServerClock } from "/wanglou/live/clock.mjs";
import { noCounts } from "/wanglou/live/counts.mjs";
import { Fleet } from "/wanglou/live/fleet.mjs";
import { Hub } from "/wanglou/live/hub.mjs";
import { Lane } from "/wanglou/live/lane.mjs";
import { workers } from "/wanglou/live/layers/workers.mjs";
import { Link } from "/wanglou/live/link.mjs";
import { RecordBook } from "/wanglou/live/records.mjs";
import { SUBPROTOCOL } from "/wanglou/live/wire.mjs";

const SCOPE = "320104";
const mono = () => performance.now();

/** @param {string} relay address of its socket @returns {{hub: Hub, lane: Lane, link: Link}} */
function wired(relay) {
  const clock = new ServerClock(mono, Date.now());
  const [fleet, records, now] = [new Fleet(), new RecordBook(), () => clock.now()];
  /** @type {Hub} */
  const hub = new Hub({
    config: /** @type {any} */ ({ lang: "zh", screen: {} }),
    t: (key) => key,
    now,
    fleet,
    records,
    counts: noCounts(),
    link: () => link.status(now()),
    look: () => {},
  });
  const lane = new Lane({ clock, fleet, records, tell: (event, detail) => hub.emit(event, detail) });
  const link = new Link({
    lane,
    wholes: { begin() {}, answered() {}, ready() {} },
    scope: SCOPE,
    getTicket: async () => "glass",
    openSocket: () => new WebSocket(relay, SUBPROTOCOL),
    painted: () => ({ seq: records.seq, tick: lane.tick, ageMs: 0 }),
    hidden: () => document.hidden,
    mono,
    random: Math.random,
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (timer) => clearTimeout(timer),
    onChange() {},
    onVerified() {},
  });
  return { hub, lane, link };
}

/**
 * Once the map is there. `window.wanglou.status()` says what the bench asks of the wall, too.
 * @param {import("leaflet").Map} map
 * @param {string} relay
 */
export function show(map, relay) {
  const { hub, lane, link } = wired(relay);
  const layer = workers.add(map, hub);
  setInterval(() => hub.emit("second", hub.now()), 1_000);
  /** @type {any} */ (window).wanglou = {
    status() {
      const drawing = layer.report();
      return { link: hub.link.state, tick: lane.tick, renderer: drawing.name, drawing, shown: hub.fleet.count };
    },
  };
  link.start();
}
