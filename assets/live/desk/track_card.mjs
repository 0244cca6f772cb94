// @ts-check
/**
 * A worker's card at the desk: it asks why somebody wants to see where a person has been. The server writes down who asks, when
 * and why before it answers; then the map may draw what this page has seen, until the reason's time is over or another is chosen.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./desk.mjs").Desk} Desk
 * @typedef {import("./orders.mjs").Answer} Answer
 */
import { WorkerCard } from "../cards/worker.mjs";
import { make, show, write } from "../panels/dom.mjs";
import { hourMinute } from "../panels/format.mjs";

/** Characters of a reason; the server judges by the same. */
const LEAST = 4;
const MOST = 200;

/** What a reason lacks: a sentence, or "". @param {string} reason @param {Hub["t"]} t */
export function reasonLacks(reason, t) {
  return [...reason.trim()].length < LEAST ? t("track.short", { n: LEAST }) : "";
}

/**
 * Have the reason written down; then the map may draw.
 * @param {Desk} desk @param {string} id @param {string} reason
 * @returns {Promise<string>} why it may not; "" when it may
 */
export async function askToSee(desk, id, reason) {
  const { hub, officer } = desk;
  const lacks = reasonLacks(reason, hub.t);
  if (lacks !== "") return lacks;
  const order = { id, reason: reason.trim(), officer: { name: officer.now.name, unit: officer.now.unit } };
  const { status, body } = await desk.order(`/api/whereabouts/${encodeURIComponent(id)}`, order);
  if (status !== 200) return hub.t("track.refused", { why: (hub.lang === "zh" && body?.error_zh) || (body?.error ?? status) });
  if (hub.selection?.kind === "worker" && hub.selection.id === id) hub.allowTrack({ id, untilMs: body.track_until_ms });
  return "";
}

/** The worker's card of one desk. @param {Desk} desk */
export function trackedCard(desk) {
  return class extends WorkerCard {
    /** @param {Hub} hub @param {string} id */
    constructor(hub, id) {
      super(hub, id);
      this.way = new Way(desk, id);
      this.nodes.push(this.way.element);
      this.undo.push(hub.on("track", () => this.way.update()));
    }

    /** @override */
    update() {
      super.update();
      this.way.update();
    }
  };
}

/** The part of the card that asks. */
class Way {
  #open = false;

  /** @param {Desk} desk @param {string} id */
  constructor(desk, id) {
    this.desk = desk;
    this.id = id;
    const { t } = desk.hub;
    this.shown = make("p", "track-shown");
    this.begin = button("track-begin", t("track.show"), () => this.#turn(true));
    this.hide = button("track-hide", t("track.hide"), () => desk.hub.allowTrack(null));
    this.field = /** @type {HTMLInputElement} */ (make("input", "track-reason"));
    Object.assign(this.field, { type: "text", name: "reason", maxLength: MOST, autocomplete: "off" });
    this.go = button("track-go", t("track.go"), null);
    this.form = this.#makeForm();
    this.element = make("div", "track", [this.begin, this.form, this.shown, this.hide]);
    this.update();
  }

  #makeForm() {
    const { t } = this.desk.hub;
    const label = make("label", "track-label", [worded("span", t("track.reason")), this.field]);
    this.said = make("p", "track-said");
    this.said.setAttribute("role", "alert");
    const end = make("div", "track-end", [this.go, button("track-cancel", t("track.cancel"), () => this.#turn(false))]);
    const form = make("form", "track-form", [label, worded("p", t("track.hint")), this.said, end]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    form.addEventListener("keydown", (event) => {
      event.stopPropagation(); // what is typed is no key of the desk's
      if (event.key === "Escape") this.#turn(false);
    });
    return form;
  }

  async #send() {
    this.go.disabled = true;
    const why = await askToSee(this.desk, this.id, this.field.value);
    this.go.disabled = false;
    write(/** @type {HTMLElement} */ (this.said), why);
    if (why === "") this.#turn(false);
    else this.field.focus();
  }

  /** @param {boolean} open */
  #turn(open) {
    this.#open = open;
    this.field.value = "";
    write(/** @type {HTMLElement} */ (this.said), "");
    this.update();
    if (open) this.field.focus();
    else (this.begin.hidden ? this.hide : this.begin).focus();
  }

  update() {
    const { hub } = this.desk;
    const track = hub.track?.id === this.id && hub.now() < hub.track.untilMs ? hub.track : null;
    show(this.begin, track === null && !this.#open);
    show(this.form, this.#open);
    show(this.shown, track !== null);
    show(this.hide, track !== null);
    write(this.shown, track === null ? "" : hub.t("track.shown", { time: hourMinute(track.untilMs) }));
  }
}

/** @param {string} name @param {string} text @param {(() => void) | null} run null: it sends its form */
function button(name, text, run) {
  const made = /** @type {HTMLButtonElement} */ (worded("button", text));
  made.className = name;
  made.type = run === null ? "submit" : "button";
  if (run !== null) made.addEventListener("click", run);
  return made;
}

/** @param {string} tag @param {string} text */
function worded(tag, text) {
  const element = make(tag);
  write(element, text);
  return element;
}
