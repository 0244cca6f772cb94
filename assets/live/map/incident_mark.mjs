// @ts-check
/**
 * One incident's mark: a diamond with the glyph of its category. Urgency is colour and shape (normal small and colourless,
 * urgent amber, critical red in a second diamond); provenance is the body (real solid, simulated dashed, replayed striped, manual
 * on a base); the thin ring is the clock: it fills towards the deadline, and past it a halo stands around it. What is closed is
 * hollow and ticked. Ages that would stand over each other yield to the worse one's (`ages.mjs`).
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../wire.mjs").RecordBody} RecordBody
 */
import { isOpen } from "../counts.mjs";
import { deadlineOf } from "../deadline.mjs";
import { make, note, show, write } from "../panels/dom.mjs";
import { clockWords } from "../panels/clock_words.mjs";
import { roughSpan, span } from "../panels/format.mjs";
import { said } from "../panels/incident.mjs";
import { Diamond } from "./diamond.mjs";
import { rankOf } from "./spots.mjs";

/** Worse ones lie above. */
const ABOVE = 1000;

export class IncidentMark {
  #aria = "";
  #drawn = "";
  /** When its age was written, server ms. */
  agedMs = 0;
  /** @type {import("../deadline.mjs").Light} of its clock, when its age was written */
  light = "none";

  /** @param {import("leaflet").Map} map @param {Hub} hub @param {string} id @param {RecordBody} body */
  constructor(map, hub, id, body) {
    this.hub = hub;
    this.body = body;
    this.shared = 1;
    this.parts = draw();
    this.marker = L.marker([body.lat, body.lon], {
      icon: L.divIcon({ className: "map-incident-icon", html: this.parts.root, iconSize: [0, 0] }),
      keyboard: true,
      bubblingMouseEvents: false,
    });
    this.act = () => hub.select("incident", id);
    this.marker.on("click", this.act);
    this.marker.addTo(map);
    this.icon = /** @type {HTMLElement} */ (this.marker.getElement());
    this.icon.tabIndex = -1;
  }

  /** @param {RecordBody} body @param {number} shared incidents under this mark @param {boolean} selected @param {number} now */
  update(body, shared, selected, now) {
    const { root, diamond, count } = this.parts;
    const drawn = `${shared} ${selected}`;
    if (this.body === body && this.#drawn === drawn) return;
    this.#drawn = drawn;
    const at = this.marker.getLatLng();
    if (at.lat !== body.lat || at.lng !== body.lon) this.marker.setLatLng([body.lat, body.lon]);
    this.body = body;
    this.shared = shared;
    note(root, "urgency", ["normal", "urgent", "critical"][rankOf(body.urgency)]);
    note(root, "provenance", String(body.provenance));
    note(root, "selected", String(selected));
    note(root, "over", String(!isOpen(body)));
    note(root, "dimmed", String(body.dimmed === true));
    diamond.category(body.category, !isOpen(body));
    write(count, String(shared));
    show(count, shared > 1);
    const rank = isOpen(body) ? rankOf(body.urgency) : -1;
    this.marker.setZIndexOffset(ABOVE * (selected ? 3 : rank));
    this.age(now);
  }

  /** @param {number} now */
  age(now) {
    const { hub, body } = this;
    this.agedMs = now;
    const aged = Math.max(0, (body.closed_at_ms ?? now) - body.opened_at_ms);
    const age = span(aged, hub.t);
    const deadline = deadlineOf(body, now);
    this.light = deadline.light;
    this.parts.diamond.clock(this.parts.root, deadline);
    write(this.parts.age, isOpen(body) ? roughSpan(aged, hub.t) : "");
    let words = hub.t("mark.incident", {
      urgency: hub.t(`urgency.${this.parts.root.dataset.urgency}`),
      title: said(body, "title", hub.lang),
      place: said(body, "place", hub.lang),
      age,
      provenance: hub.t(`provenance.${body.provenance}`),
    });
    const clock = clockWords(deadline, now, hub.t);
    if (clock) words = `${words} ${clock}`;
    const aria = this.shared > 1 ? `${words} ${hub.t("mark.shared", { n: this.shared })}` : words;
    if (aria === this.#aria) return;
    this.#aria = aria;
    this.icon.setAttribute("aria-label", aria);
    this.icon.title = aria;
  }

  /** @param {"below" | "above" | "none"} where its age has room */
  putAge(where) {
    note(this.parts.root, "age", where);
  }

  /** One ring that widens and is gone: somebody new is waiting. */
  announce() {
    const ring = make("span", "map-incident-news");
    ring.addEventListener("animationend", () => ring.remove());
    this.parts.root.append(ring);
  }

  remove() {
    this.marker.remove();
  }
}

/** The elements of a mark. */
function draw() {
  const diamond = new Diamond();
  const count = make("span", "map-incident-count");
  const age = make("span", "map-incident-age");
  const root = make("div", "map-incident diamond", [diamond.svg, count, age]);
  return { root, diamond, count, age };
}
