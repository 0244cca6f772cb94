// @ts-check
/**
 * The hub: all that panels and layers see of the live lane.
 *
 * A panel is `mount(element, hub) -> unmount`, a layer `{name, add(map, hub) -> {remove()}}`. Both read what they need
 * from the hub's properties and redraw when an event says so; they never talk to the socket. What the properties hold is
 * true at the moment they are read and replaced (not mutated) unless their own page says otherwise.
 *
 * @typedef {import("./wire.mjs").Beat} Beat
 * @typedef {import("./wire.mjs").SourceTile} SourceTile
 * @typedef {import("./wire.mjs").EntityMessage} EntityMessage
 * @typedef {import("./fleet.mjs").Fleet} Fleet
 * @typedef {import("./records.mjs").RecordBook} RecordBook
 * @typedef {import("./counts.mjs").Counts} Counts
 * @typedef {import("./link.mjs").LinkStatus} LinkStatus
 * @typedef {import("./selection.mjs").Chosen} Chosen
 *
 * Tiles under the map.
 * @typedef {object} Basemap
 * @property {string} url template with {z}, {x}, {y}
 * @property {"wgs84" | "gcj02"} datum they were drawn in
 * @property {number} least zoom with pictures of its own
 * @property {number} most
 * @property {string} credit plain text
 * @property {"dark" | "dim" | "plain"} look
 *
 * Whose way a desk may draw: an officer gave a reason, which is in the log.
 * @typedef {object} Track
 * @property {string} id of the worker
 * @property {number} untilMs server time
 *
 * What the page was built with: the JSON of `data-config` on `#wanglou`.
 * @typedef {object} PageConfig
 * @property {"zh" | "en"} lang
 * @property {"live" | "exercise" | "demo"} mode
 * @property {string} scope division code: 6 digits a district, 9 a street
 * @property {string} place_zh
 * @property {string} place_en
 * @property {number} relay_port
 * @property {string | null} [relay_url] the relay's whole address where a proxy hides its port
 * @property {string} ticket_url
 * @property {string} geo_url
 * @property {{center: [number, number], zoom: number, bounds?: [[number, number], [number, number]]}} map
 * @property {Basemap | null} [basemap] null: our own drawing
 * @property {Record<string, unknown>} [screen]
 * @property {Record<string, string>} words
 * @property {string} build
 * @property {string} [page] "desk", or else it hangs on a wall
 *
 * The events, each with what its listeners are given.
 * @typedef {object} HubEvents
 * @property {Beat} beat once a second while all is well
 * @property {LinkStatus} link the link changed its state
 * @property {{kinds: ReadonlySet<string>, ids: ReadonlySet<string> | null}} records records changed; `ids` is null after a
 *   snapshot, when any of these kinds may have changed throughout
 * @property {{changed: Uint32Array, keyframe: boolean}} frame positions changed in these rows (removed ones included)
 * @property {ReadonlyArray<number>} rows the facts of these rows changed
 * @property {Chosen | null} selection
 * @property {Track | null} track the page may draw somebody's way now, or no longer
 * @property {Counts} pulse the counts were taken again; at most twice a second
 * @property {number} second the page's own second hand, with `now()`; goes on when the link is lost
 * @property {string} build the relay said which build it is, once a connection
 * @property {number} refused a frame came of this version, which the page cannot read
 * @property {EntityMessage} entity the relay's answer about the entity looked at
 */

import { Selection } from "./selection.mjs";

export class Hub {
  /** @type {Map<string, Set<(detail: any) => void>>} */
  #listeners = new Map();
  #selection = new Selection();
  /** @type {() => LinkStatus} */
  #link;
  /** @type {(entity: string | null) => void} */
  #look;

  /** @type {Beat | null} the latest beat; of the epoch of everything else here */
  beat = null;
  /** @type {Track | null} gone with the choice: another look is another reason */
  track = null;
  /** Listeners that threw, since the page was opened; shown by `window.wanglou.status()`. */
  faults = 0;

  /**
   * @param {object} parts
   * @param {PageConfig} parts.config
   * @param {(key: string, vars?: Record<string, string | number>) => string} parts.t text in the page's language
   * @param {() => number} parts.now server time in ms: that of the last beat plus the page's own monotonic clock
   * @param {Fleet} parts.fleet everything that moves
   * @param {RecordBook} parts.records incidents, cameras, roster ...: `get(kind, id)`, `all(kind)`
   * @param {Counts} parts.counts replaced at every "pulse"
   * @param {() => LinkStatus} parts.link
   * @param {(entity: string | null) => void} parts.look
   */
  constructor({ config, t, now, fleet, records, counts, link, look }) {
    this.config = config;
    this.lang = config.lang;
    this.t = t;
    this.now = now;
    this.fleet = fleet;
    this.records = records;
    this.counts = counts;
    this.#look = look;
    this.#link = link;
  }

  /**
   * The page is there, with all of its configuration; until then only what the link needs was known.
   * @param {PageConfig} config
   * @param {(key: string, vars?: Record<string, string | number>) => string} t
   */
  furnish(config, t) {
    this.config = config;
    this.lang = config.lang;
    this.t = t;
  }

  /** The source table of the latest beat; a position's `fleet.source[row]` is an `index` in it. */
  get sources() {
    return this.beat?.sources ?? [];
  }

  /** @returns {Chosen | null} */
  get selection() {
    return this.#selection.current;
  }

  /** The state of the link: `{state, since, reason, ...}`; `since` in server ms. */
  get link() {
    return this.#link();
  }

  /**
   * Choose what the cards show; `select(null)` clears. Choosing a worker also asks the relay to keep us told about it.
   * @param {string | null} kind "worker", "incident" or "camera"
   * @param {string} [id]
   */
  select(kind, id) {
    if (!this.#selection.choose(kind, id)) return;
    this.track = null;
    this.#look(this.#selection.looked);
    this.emit("selection", this.#selection.current);
  }

  /** @param {Track | null} track null takes it away again */
  allowTrack(track) {
    this.track = track;
    this.emit("track", track);
  }

  /**
   * Ask the relay about an entity; its answers, at most one a second, come as "entity" events until another is asked for.
   * @param {string | null} entity null stops
   */
  look(entity) {
    this.#look(entity);
  }

  /**
   * Listen; the returned function stops listening.
   * @template {keyof HubEvents} E
   * @param {E} event
   * @param {(detail: HubEvents[E]) => void} listener
   * @returns {() => void}
   */
  on(event, listener) {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set.add(listener));
    return () => void set.delete(listener);
  }

  /**
   * Tell the listeners. One that throws is reported and counted; the others still hear.
   * @template {keyof HubEvents} E
   * @param {E} event
   * @param {HubEvents[E]} detail
   */
  emit(event, detail) {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        this.faults += 1;
        console.error(`a listener of "${event}" failed`, error);
      }
    }
  }
}
