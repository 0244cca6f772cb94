// @ts-check
/**
 * The desk: what its panels see besides the hub. Who sits here, which board and which incident are shown, the keys, and how
 * to ask and order.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./keys.mjs").Keys} Keys
 * @typedef {import("./officer.mjs").Officer} Officer
 * @typedef {import("./orders.mjs").Orders} Orders
 * @typedef {"incidents" | "whistles"} View
 * @typedef {"done" | "refused" | "waiting"} Tone
 * @typedef {{view: View, said: {sentence: string, tone: Tone}, unnamed: null, unknown: null}} DeskEvents "unknown": the server does not
 *   know any more who sits here
 */
import { incidentOf, pathOf } from "./address.mjs";

export class Desk {
  /** @type {Map<string, Set<(detail: any) => void>>} */
  #listeners = new Map();
  #orders;
  /** @type {string | null} */
  #opened = null;
  /** Whether something else is chosen beside the open incident. */
  #beside = false;
  /** @type {View} */
  view = "incidents";

  /**
   * @param {object} parts
   * @param {Hub} parts.hub
   * @param {Keys} parts.keys
   * @param {Officer} parts.officer
   * @param {Orders} parts.orders
   * @param {(path: string) => void} parts.goTo shows another path in the address bar
   * @param {(opened: boolean) => boolean} parts.makeRoom for an open incident, or for the map again; says whether the map has
   *   another size now
   */
  constructor({ hub, keys, officer, orders, goTo, makeRoom }) {
    this.hub = hub;
    this.keys = keys;
    this.officer = officer;
    this.#orders = orders;
    this.goTo = goTo;
    this.makeRoom = makeRoom;
  }

  /** The incident in the pane, if any: a worker or a camera chosen beside it does not close it. @returns {string | null} */
  get opened() {
    return this.#opened;
  }

  /** Open an incident in the pane, or none. @param {string | null} id */
  open(id) {
    if (id === null) this.#beside = false;
    if (id === null) this.hub.select(null);
    else this.hub.select("incident", id);
  }

  /** Follow the selection, whoever chose. What was chosen beside an incident gives way to it when it is let go. */
  follow() {
    const chosen = this.hub.selection;
    const beside = this.#beside;
    this.#beside = chosen !== null && chosen.kind !== "incident";
    if (this.#beside) return;
    if (chosen === null && beside && this.#opened !== null) return this.hub.select("incident", this.#opened);
    this.#opened = chosen?.id ?? null;
    this.#go(this.#opened);
  }

  /** The address and the map. @param {string | null} id */
  #go(id) {
    if (incidentOf(location.pathname) !== id) this.goTo(pathOf(id));
    const { view } = /** @type {{view?: import("../map/view.mjs").MapView}} */ (/** @type {unknown} */ (this.hub));
    const body = id === null ? undefined : this.hub.records.get("incident", id);
    const resized = this.makeRoom(id !== null);
    if (!view) return;
    // a map that changes its size is put back by its Dash component in mid flight: then it jumps
    if (id === null) view.back(!resized);
    else if (typeof body?.lat === "number" && typeof body.lon === "number" && view.rule.visiting !== `incident/${id}`)
      view.visit(`incident/${id}`, body.lat, body.lon, !resized);
    if (resized) view.map.invalidateSize({ animate: false });
  }

  /** Which board stands on the left. @param {View} view */
  show(view) {
    if (view === this.view) return;
    this.view = view;
    this.#emit("view", view);
  }

  /** A quiet line in a live region. @param {string} sentence @param {Tone} tone */
  say(sentence, tone) {
    this.#emit("said", { sentence, tone });
  }

  /** @param {string} url @param {import("./orders.mjs").Question} [question] */
  async ask(url, question) {
    const answer = await this.#orders.ask(url, question);
    if (answer.status === 401) this.#emit("unknown", null);
    return answer;
  }

  /**
   * Give an order; where nobody could sign it, it is not sent, and the desk asks for a name or says why. Who is signed in is
   * not said again: the server knows.
   * @param {string} url @param {{id: string} & Record<string, unknown>} order
   * @returns {Promise<import("./orders.mjs").Answer>}
   */
  async order(url, order) {
    const { why, account } = this.officer;
    if (why !== null) {
      const error = this.hub.t(why);
      this.#emit("unnamed", null);
      this.say(error, "refused");
      return { status: 400, body: { error, field: "officer.name" } };
    }
    const { officer: _said, ...signed } = order;
    const answer = await this.#orders.order(url, account ? signed : order);
    if (answer.status !== 401) return answer;
    this.#emit("unknown", null);
    return { status: 401, body: { error: this.hub.t("officer.expired") } };
  }

  /**
   * @template {keyof DeskEvents} E
   * @param {E} event @param {(detail: DeskEvents[E]) => void} listener
   * @returns {() => void} stops listening
   */
  on(event, listener) {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set.add(listener));
    return () => void set.delete(listener);
  }

  /** @param {keyof DeskEvents} event @param {unknown} detail */
  #emit(event, detail) {
    for (const listener of this.#listeners.get(event) ?? []) listener(detail);
  }
}
