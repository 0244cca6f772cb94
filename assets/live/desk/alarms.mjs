// @ts-check
/**
 * The alarms of the desk: what sounds, what was missed, what is seen to; one list that is the same on every desk, because it is
 * the records. M acknowledges the oldest; a click opens what it is about. Nothing here ever covers the work below.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./desk.mjs").Desk} Desk
 * @typedef {import("../alarm_book.mjs").Alert} Alert
 */
import { alarmBook, kindsHeard, nextToAcknowledge } from "../alarm_book.mjs";
import { AlarmSound } from "../alarm_sound.mjs";
import { show, slot, write } from "../panels/dom.mjs";
import { drawOn } from "../panels/draw.mjs";
import { whole } from "../panels/format.mjs";
import { Rows } from "../panels/rows.mjs";
import { makeRow, titleOf, writeRow } from "./alarm_row.mjs";
import { mountSwitch } from "../alarm_switch.mjs";

/** So many rows stand; the rest are counted, and shown when asked for. */
const ROWS = 4;

/** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk */
export function mount(element, hub, desk) {
  const alarms = new Alarms(element, hub, desk, new AlarmSound(() => new AudioContext()));
  return alarms.start();
}

export class Alarms {
  /** @param {HTMLElement} element @param {Hub} hub @param {Desk} desk @param {AlarmSound} sound */
  constructor(element, hub, desk, sound) {
    this.element = element;
    this.hub = hub;
    this.desk = desk;
    this.sound = sound;
    this.book = alarmBook([]);
    this.all = false;
    /** @type {Set<string>} orders under way */
    this.busy = new Set();
    /** @type {string | null} the alert whose reason is being typed */
    this.asking = null;
    /** @type {Rows<Alert & {key: string}>} */
    this.rows = new Rows(slot(element, "alerts"), () => makeRow(this), (row, alert) => writeRow(row, alert, this));
  }

  /** @returns {() => void} stops */
  start() {
    const { element, hub, desk, sound } = this;
    const hear = hub.on("records", ({ kinds }) => kinds.has("alert") && this.read());
    const draws = drawOn(element, hub, ["records", "second"], () => this.draw());
    const switched = mountSwitch(sound, hub, document.querySelector('.deskbar [data-slot="sound"]'));
    const run = () => this.acknowledgeNext();
    const unbind = desk.keys.bind({ key: "m", label: "keys.acknowledge", group: "keys.alarms", run });
    slot(element, "more").addEventListener("click", () => {
      this.all = !this.all;
      this.draw();
    });
    slot(element, "overdue").addEventListener("click", () => this.book.silent[0] && this.open(this.book.silent[0]));
    this.read();
    return () => {
      hear();
      draws();
      switched();
      unbind();
      sound.play([]);
    };
  }

  /** The records changed: what is heard follows at once, before anything is drawn. */
  read() {
    this.book = alarmBook(this.hub.records.all("alert").values());
    this.sound.play(kindsHeard(this.book));
  }

  draw() {
    const { element, hub, book } = this;
    const alerts = [...book.sounding, ...book.missed, ...book.seen];
    const shown = this.all ? alerts : alerts.slice(0, ROWS);
    this.rows.show(shown.map((alert) => ({ ...alert, key: alert.id })));
    const [more, overdue] = [slot(element, "more"), slot(element, "overdue")];
    show(more, alerts.length > ROWS);
    write(more, this.all ? hub.t("alarm.fewer") : hub.t("alarm.more", { n: whole(alerts.length - ROWS) }));
    show(overdue, book.silent.length > 0);
    write(overdue, hub.t("alarm.overdue_count", { n: whole(book.silent.length) }));
    overdue.title = hub.t("alarm.overdue_means");
    show(element, alerts.length + book.silent.length > 0);
    element.dataset.sounding = String(book.sounding.length > 0);
  }

  acknowledgeNext() {
    const next = nextToAcknowledge(this.book);
    if (next) void this.order(next, { do: "acknowledge" });
    else this.desk.say(this.hub.t("alarm.none_to_acknowledge"), "done");
  }

  /**
   * One click. What is heard follows the records; the answer only says what came of it.
   * @param {Alert} alert @param {{do: "acknowledge" | "clear", reason?: string}} command
   */
  async order(alert, command) {
    const { hub, desk } = this;
    if (this.busy.has(alert.id)) return;
    this.busy.add(alert.id);
    const { name, unit, role } = desk.officer.now;
    const officer = unit === null ? { name } : { name, unit };
    const url = `/api/alerts/${encodeURIComponent(alert.id)}/commands`;
    try {
      const { status, body } = await desk.order(url, { id: crypto.randomUUID(), officer, role, command });
      desk.say(whatCame(status, body, alert, command.do, hub), status === 200 || status === 404 ? "done" : "refused");
    } finally {
      this.busy.delete(alert.id);
      this.draw();
    }
  }

  /** Show what it is about. @param {Alert} alert */
  open(alert) {
    const { hub, desk } = this;
    const { kind, id } = alert.subject ?? { kind: "", id: "" };
    if (kind === "incident") return desk.open(id);
    if (kind === "screen") return; // it hangs in the room: there is nothing to open
    if (kind === "whistle") {
      desk.show("whistles");
      return hub.select("whistle", id);
    }
    hub.select("worker", id);
    const { view } = /** @type {{view?: import("../map/view.mjs").MapView}} */ (/** @type {unknown} */ (hub));
    const row = hub.fleet.rowOf(id);
    const [lat, lon] = row === null ? [alert.lat, alert.lon] : hub.fleet.drawnAt(row, hub.now());
    if (typeof lat === "number" && typeof lon === "number") view?.visit(`worker/${id}`, lat, lon);
  }
}

/** In words. Pure. @param {number} status @param {any} body @param {Alert} alert @param {"acknowledge" | "clear"} done @param {Hub} hub */
export function whatCame(status, body, alert, done, hub) {
  const what = titleOf(alert, hub);
  if (status === 404) return hub.t("alarm.gone", { what });
  if (status !== 200) return hub.t("alarm.failed", { why: (hub.lang === "zh" && body?.error_zh) || body?.error || status });
  const first = done === "clear" ? body.cleared_by : body.acknowledged_by;
  if (body.outcome === "already") return first ? hub.t("alarm.already", { name: first, what }) : hub.t("alarm.gone", { what });
  return hub.t(done === "clear" ? "alarm.cleared" : "alarm.acknowledged", { what });
}
