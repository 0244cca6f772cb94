// @ts-check
/**
 * The section about the surroundings of the incident in the pane: asked for when it opens, when its record changes and every
 * ten seconds; when an answer does not come, what is shown says how old it is.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./desk.mjs").Desk} Desk
 * @typedef {import("./nearby_model.mjs").CaseRow} CaseRow
 */
import { CameraTile } from "../cards/camera_tile.mjs";
import { make, makeMark, note, show, slot, write } from "../panels/dom.mjs";
import { shortSpan } from "../panels/format.mjs";
import { Rows } from "../panels/rows.mjs";
import { NearbyFetch } from "./nearby_fetch.mjs";
import { cameraRows, duplicateRows, few, pastRows, pictureOf, restOf, workerRows } from "./nearby_model.mjs";

const EVERY_S = 10;
const STEP_MS = 10_000;
const PARTS = /** @type {const} */ (["workers", "cameras", "duplicates", "past"]);

/** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
export function mount(element, hub, desk) {
  const section = new Nearby(element, hub, desk);
  return () => section.stop();
}

class Nearby {
  /** @type {string | null} the camera somebody chose */
  #chosen = null;
  #seconds = 0;
  #revision = 0;
  /** Lists of which somebody wants to see all. @type {Set<string>} */
  #all = new Set();

  /** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
  constructor(element, hub, desk) {
    this.element = element;
    this.hub = hub;
    this.fetch = new NearbyFetch((url, question) => desk.ask(url, question), () => this.draw());
    this.tile = new CameraTile(slot(element, "picture"), hub);
    this.lists = listsOf(element, hub, desk, (id) => this.#play(id));
    this.undo = [
      // after the desk: when a card beside the incident is closed, it chooses the incident again
      hub.on("selection", () => queueMicrotask(() => this.#follow())),
      hub.on("records", ({ kinds, ids }) => kinds.has("incident") && (!ids || ids.has(this.fetch.id ?? "")) && this.#changed()),
      hub.on("second", () => this.#tick()),
    ];
    for (const name of PARTS) slot(element, `${name}-rest`).addEventListener("click", () => this.#turn(name));
    this.#follow();
    this.draw();
  }

  /** @param {(typeof PARTS)[number]} name */
  #turn(name) {
    if (!this.#all.delete(name)) this.#all.add(name);
    this.draw();
  }

  /** Keeps its incident while a worker or a camera beside it is chosen. */
  #follow() {
    const { selection } = this.hub;
    if (selection !== null && selection.kind !== "incident") return this.#mark();
    const id = selection?.id ?? null;
    if (id !== this.fetch.id) {
      this.#chosen = null;
      this.#all.clear();
      this.#seconds = 0;
      this.#revision = this.#revisionOf(id);
    }
    this.fetch.follow(id);
  }

  /** @param {string | null} id @returns {number} */
  #revisionOf(id) {
    return Number((id !== null && this.hub.records.get("incident", id)?.revision) || 0);
  }

  #changed() {
    const revision = this.#revisionOf(this.fetch.id);
    if (revision === this.#revision) return;
    this.#revision = revision;
    void this.fetch.refresh();
  }

  #tick() {
    if (this.fetch.id === null) return;
    this.#seconds += 1;
    if (this.#seconds % EVERY_S === 0 && !document.hidden) void this.fetch.refresh();
    this.#tell();
  }

  /** @param {string} id of a camera */
  #play(id) {
    this.#chosen = id;
    this.hub.select("camera", id);
    this.draw();
  }

  draw() {
    const { element, fetch, lists, hub } = this;
    const { answer } = fetch;
    const { lang, t } = hub;
    show(element, fetch.id !== null);
    note(element, "standing", answer === null ? "loading" : fetch.why ? "held" : "live");
    const playing = pictureOf(answer, this.#chosen);
    const all = this.#all;
    lists.workers.show(few(workerRows(answer, lang, t), "workers", all.has("workers")));
    lists.cameras.show(few(cameraRows(answer, playing, lang, t), "cameras", all.has("cameras")));
    lists.past.show(few(pastRows(answer, lang, t), "past", all.has("past")));
    lists.duplicates.show(few(duplicateRows(answer, lang), "duplicates", all.has("duplicates")));
    show(slot(element, "picture"), playing !== null);
    if (playing === null) this.tile.clear();
    else this.tile.show(playing);
    for (const part of PARTS) this.#part(part);
    this.#mark();
    this.#tell();
  }

  /** @param {(typeof PARTS)[number]} part */
  #part(part) {
    const { element, fetch, hub } = this;
    const all = this.#all.has(part);
    const { total, hidden, turns } = restOf(fetch.answer, part, all);
    show(slot(element, `${part}-part`), Boolean(fetch.answer?.placed) && (part !== "duplicates" || total > 0));
    write(slot(element, `${part}-count`), total > 0 ? String(total) : "");
    const none = slot(element, `${part}-none`);
    show(none, total === 0 && part !== "duplicates");
    if (part !== "duplicates") write(none, hub.t(`nearby.no_${part}`));
    const button = /** @type {HTMLButtonElement} */ (slot(element, `${part}-rest`));
    show(button, hidden > 0 || (all && turns));
    button.disabled = !turns;
    const more = hidden > 0 ? hub.t("nearby.more", { n: hidden }) : "";
    write(button, all && turns ? [more, hub.t("nearby.fewer")].filter(Boolean).join(" · ") : more);
  }

  /** Which row is chosen on the map. */
  #mark() {
    const { selection } = this.hub;
    for (const row of this.element.querySelectorAll("[data-chooses]")) {
      if (row instanceof HTMLElement) note(row, "chosen", String(row.dataset.chooses === `${selection?.kind}/${selection?.id}`));
    }
  }

  /** How old what is shown is, when it is not new; why there is nothing. */
  #tell() {
    const { answer, why } = this.fetch;
    const { t } = this.hub;
    const place = slot(this.element, "note");
    let words = "";
    if (answer === null) words = why ? t("nearby.failed", { why }) : t("nearby.loading");
    else if (why) words = t("nearby.held", { why, age: shortSpan(steps(this.hub.now() - answer.as_of_ms), t) });
    else if (!answer.placed) words = t("nearby.no_place");
    show(place, words !== "");
    write(place, words);
  }

  stop() {
    for (const undo of this.undo) undo();
    this.fetch.follow(null);
    this.tile.clear();
  }
}

/** An age that is read out each time it changes, so it goes in steps. @param {number} ms */
function steps(ms) {
  return Math.floor(ms / STEP_MS) * STEP_MS;
}

/**
 * The four lists. @param {HTMLElement} element @param {Hub} hub @param {Desk} desk @param {(id: string) => void} play
 */
function listsOf(element, hub, desk, play) {
  const open = (/** @type {string} */ id) => desk.open(id);
  const cases = (/** @type {string} */ name) =>
    new Rows(slot(element, name), (/** @type {CaseRow} */ row) => makeRow(`incident/${row.key}`, [], () => open(row.key)), writeCase);
  return {
    workers: new Rows(
      slot(element, "workers"),
      (/** @type {import("./nearby_model.mjs").WorkerRow} */ row) =>
        makeRow(`worker/${row.key}`, [makeMark(`freshness-${row.freshness}`)], () => hub.select("worker", row.key)),
      (row, item) => writeWorker(row, item, hub),
    ),
    cameras: new Rows(
      slot(element, "cameras"),
      (/** @type {import("./nearby_model.mjs").CameraRow} */ row) => makeRow(`camera/${row.key}`, [makeMark("camera")], () => play(row.key)),
      writeCamera,
    ),
    past: cases("past"),
    duplicates: cases("duplicates"),
  };
}

/** A line that can be clicked. @param {string} chooses @param {HTMLElement[]} marks @param {() => void} run */
function makeRow(chooses, marks, run) {
  const parts = ["nearby-name", "nearby-away", "nearby-words"].map((name) => make("span", name));
  const button = make("button", "nearby-row", [...marks, ...parts]);
  button.setAttribute("type", "button");
  button.dataset.chooses = chooses;
  button.addEventListener("click", run);
  return make("li", "", [button]);
}

/** @param {HTMLElement} row @param {string} name @returns {HTMLElement} */
function part(row, name) {
  return /** @type {HTMLElement} */ (row.querySelector(`.nearby-${name}`));
}

/** @param {HTMLElement} row @param {import("./nearby_model.mjs").WorkerRow} item @param {Hub} hub */
function writeWorker(row, item, hub) {
  note(row, "suitable", String(item.suitable));
  note(/** @type {HTMLElement} */ (row.querySelector(".mark")), "glyph", `freshness-${item.freshness}`);
  write(part(row, "name"), item.name);
  write(part(row, "away"), item.score ? `${item.away} · ${hub.t("nearby.score", { n: item.score })}` : item.away);
  write(part(row, "words"), item.suitable ? item.words : `${hub.t("nearby.unsuitable")} · ${item.words}`);
}

/** @param {HTMLElement} row @param {import("./nearby_model.mjs").CameraRow} item */
function writeCamera(row, item) {
  note(row, "sees", String(item.sees));
  note(row, "alive", String(item.alive));
  note(/** @type {HTMLElement} */ (row.querySelector(".mark")), "glyph", item.alive ? "camera" : "camera-dead");
  row.querySelector("button")?.setAttribute("aria-pressed", String(item.playing));
  write(part(row, "name"), item.name);
  write(part(row, "away"), item.away);
  write(part(row, "words"), item.words);
}

/** @param {HTMLElement} row @param {CaseRow} item */
function writeCase(row, item) {
  note(row, "open", String(item.open));
  write(part(row, "name"), item.title);
  write(part(row, "words"), item.words);
}
