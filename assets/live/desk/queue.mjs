// @ts-check
/**
 * The queue: rows of the live lane in the grid, by its own API, never by a callback. The order stands still while somebody's
 * hand is on it (`freezer.mjs`); what is new meanwhile is announced beside the count.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./desk.mjs").Desk} Desk
 * @typedef {import("./row.mjs").Row} Row
 */
import { groundOf } from "../map/ground.mjs";
import { note, show, slot, write } from "../panels/dom.mjs";
import { drawOn } from "../panels/draw.mjs";
import { whole } from "../panels/format.mjs";
import { Newness } from "../panels/newness.mjs";
import { heldNote, standing, standingNote } from "../panels/standing.mjs";
import { mountChips } from "./chips.mjs";
import { columns, roomFor, TICKING } from "./columns.mjs";
import { mountCommand } from "./command.mjs";
import { isEverything, readFilter, writeFilter } from "./filter.mjs";
import { Freezer, Grip } from "./freezer.mjs";
import { bindKeys } from "./queue_keys.mjs";
import { difference, QueueModel } from "./queue_model.mjs";
import { Views } from "./views.mjs";

const GRID = "queue";
/** How often the times in the cells are written again. */
const TICK_S = 5;

export class Queue {
  grip = new Grip();
  /** @type {Freezer<Row>} */
  freezer = new Freezer();
  /** @type {any} the grid's API; null until the grid is there */
  api = null;
  /** @type {Map<string, Row>} what the grid holds */
  #held = new Map();
  #newness = new Newness();
  #ticks = 0;

  /** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
  constructor(element, hub, desk) {
    this.element = element;
    this.hub = hub;
    this.desk = desk;
    this.views = new Views(localStorage);
    this.model = new QueueModel(hub.lang);
    this.model.filter = readFilter(this.#asked());
    this.known = /** @type {any} */ (hub.config).desk;
    this.columns = columns(hub, this.known, parseFloat(getComputedStyle(element).fontSize));
    this.redraw = () => {};
    this.filtered = () => {};
  }

  /** What the address asks for; a view by its name is the query it was saved with. */
  #asked() {
    const asked = new URLSearchParams(location.search);
    const view = this.views.get(asked.get("view") ?? "");
    return view ? new URLSearchParams(view.query) : asked;
  }

  /** @param {any} api */
  start(api) {
    this.api = api;
    api.updateGridOptions({
      columnDefs: this.columns.map(({ least: _least, ...column }) => column),
      context: { hub: this.hub, isNew: (/** @type {string} */ id) => this.#newness.has(id) },
      tabToNextCell: () => false, // one stop for all rows, as for any list: a thousand cells would lie before the pane
      postSortRows: (/** @type {{nodes: Array<{id: string}>}} */ { nodes }) => this.#keepOrder(nodes),
      rowClassRules: {
        "queue-over": (/** @type {{data: Row}} */ { data }) => !data.open,
        "queue-open": (/** @type {{data: Row}} */ { data }) => data.id === this.desk.opened,
      },
    });
    api.addEventListener("rowClicked", (/** @type {{data: Row}} */ { data }) => this.desk.open(data.id));
    this.#held.clear();
    this.fit();
    this.draw();
  }

  /** While frozen no sorting moves a row. @param {Array<{id: string}>} nodes sorted in place */
  #keepOrder(nodes) {
    const places = this.freezer.places();
    if (!places) return;
    const place = (/** @type {{id: string}} */ { id }) => places.get(id) ?? places.size;
    nodes.sort((a, b) => place(a) - place(b));
  }

  /** The row that has the keyboard: by the row itself, for the grid remembers only its number. @returns {string | null} */
  get focused() {
    const active = document.activeElement;
    return slot(this.element, "grid").contains(active) ? (active?.closest("[row-id]")?.getAttribute("row-id") ?? null) : null;
  }

  /** Rows have moved: the keyboard stays with its row. @param {string | null} id the row that had it */
  #keepFocus(id) {
    const to = id === null ? undefined : this.api.getRowNode(id)?.rowIndex;
    const cell = this.api.getFocusedCell();
    if (typeof to === "number" && cell && cell.rowIndex !== to) this.api.setFocusedCell(to, cell.column);
  }

  /** Columns as the width has room. */
  fit() {
    if (!this.api) return;
    const { shown, hidden } = roomFor(this.columns, this.element.clientWidth);
    this.api.setColumnsVisible(shown, true);
    this.api.setColumnsVisible(hidden, false);
  }

  /** The rows in the order on the screen. @returns {Row[]} */
  onScreen() {
    /** @type {Row[]} */
    const rows = [];
    this.api?.forEachNodeAfterFilterAndSort((/** @type {{data: Row}} */ { data }) => rows.push(data));
    return rows;
  }

  /** Freeze or thaw as the hand comes and goes. */
  #settleGrip() {
    const holds = this.grip.holds(this.hub.now());
    if (holds === this.freezer.frozen) return;
    if (holds) this.freezer.freeze(this.onScreen());
    else this.freezer.thaw();
    this.api.refreshClientSideRowModel("sort");
  }

  /** Let the new rows in now. */
  release() {
    this.grip.released();
    this.redraw();
  }

  /** @param {import("./filter.mjs").Filter} filter */
  use(filter) {
    this.model.filter = filter;
    this.model.found = null;
    const query = writeFilter(filter, new URLSearchParams(location.search));
    query.delete("view");
    const text = query.toString();
    history.replaceState(null, "", location.pathname + (text && `?${text}`));
    this.filtered();
    this.release();
  }

  draw() {
    if (!this.api) return;
    const { focused } = this;
    this.#settleGrip();
    const now = this.hub.now();
    const loading = standing(this.hub) === "loading";
    const list = this.model.list(this.hub.records.all("incident"), this.desk.officer.now, now);
    if (!loading && !this.model.found) this.#newness.learn(list.all, this.desk.opened, now);
    const { shown, waiting } = this.freezer.settle(list.wanted, list.latest);
    const change = difference(this.#held, shown);
    if (change.add.length + change.update.length + change.remove.length > 0) this.api.applyTransaction(change);
    this.#keepFocus(focused);
    this.#held = new Map(shown.map((row) => [row.id, row]));
    if (this.#ticks++ % TICK_S === 0) this.api.refreshCells({ columns: TICKING, force: true });
    this.#say(list, waiting, loading);
  }

  /** @param {ReturnType<QueueModel["list"]>} list @param {Row[]} waiting @param {boolean} loading */
  #say({ all, wanted, chips }, waiting, loading) {
    const { element, hub, model } = this;
    write(slot(element, "count"), loading ? "" : this.#count(wanted.length, all.length));
    write(slot(element, "note"), heldNote(hub));
    const button = slot(element, "waiting");
    show(button, waiting.length > 0);
    note(button, "pressing", String(waiting.some(({ urgency }) => urgency === "critical")));
    if (waiting.length > 0) write(slot(element, "waiting-word"), hub.t("queue.waiting", { n: waiting.length }));
    const empty = slot(element, "empty");
    show(empty, wanted.length + this.#held.size === 0);
    write(empty, loading ? standingNote(hub) : hub.t(isEverything(model.filter) && !model.found ? "incidents.none" : "queue.none"));
    for (const [name, n] of Object.entries(chips)) write(slot(element, `chip-${name}`), whole(n));
    const tab = document.querySelector('[data-slot="incidents-count"]');
    if (tab && !model.found) write(tab, whole(all.length));
  }

  /** @param {number} shown @param {number} all */
  #count(shown, all) {
    const { found } = this.model;
    if (found) return this.hub.t(found.more ? "queue.found_more" : "queue.found", { n: whole(shown), q: found.q });
    return this.hub.t("queue.count", { shown: whole(shown), all: whole(all) });
  }
}

/** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
export function mount(element, hub, desk) {
  const queue = new Queue(element, hub, desk);
  const stops = [mountCommand(queue), mountChips(queue), bindKeys(queue), watchHand(queue)];
  const draw = () => queue.draw();
  const stop = drawOn(element, hub, ["records", "second", "link"], draw);
  queue.redraw = draw;
  stops.push(groundOf(hub).on((name) => name === "grids" && queue.api?.refreshCells({ columns: ["place"], force: true })));
  stops.push(stop, hub.on("selection", () => queue.api?.redrawRows()), desk.officer.on(draw));
  const sizes = new ResizeObserver(() => queue.fit());
  sizes.observe(element);
  /** @type {any} */ (window).dash_ag_grid.getApiAsync(GRID).then((/** @type {any} */ api) => queue.start(api));
  return () => {
    sizes.disconnect();
    for (const undo of stops) undo();
  };
}

/** Where the hand is. @param {Queue} queue @returns {() => void} */
function watchHand(queue) {
  const place = slot(queue.element, "grid");
  const { grip, hub } = queue;
  const over = () => {
    const before = grip.holds(hub.now());
    grip.pointed(hub.now());
    if (!before) queue.redraw();
  };
  const key = () => grip.keyed(hub.now());
  const off = () => queue.release();
  place.addEventListener("pointermove", over);
  place.addEventListener("wheel", over, { passive: true });
  place.addEventListener("pointerleave", off);
  place.addEventListener("keydown", key, { capture: true });
  const button = slot(queue.element, "waiting");
  button.addEventListener("click", off);
  return () => {
    place.removeEventListener("pointermove", over);
    place.removeEventListener("wheel", over);
    place.removeEventListener("pointerleave", off);
    place.removeEventListener("keydown", key, { capture: true });
    button.removeEventListener("click", off);
  };
}
