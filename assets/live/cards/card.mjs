// @ts-check
/**
 * The one card: shows what is chosen, beside it and never over it, outside the map's layers, so that pans and updates leave it
 * alone. Not modal: the wall goes on behind it. Esc closes it and the focus goes back to where it came from.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {object} Content
 * @property {string} kind text key
 * @property {string} title
 * @property {{lat: number, lon: number} | null} place
 * @property {Node[]} nodes
 * @property {() => void} update
 * @property {() => void} remove
 */
import { make, note, write } from "../panels/dom.mjs";
import { CameraCard } from "./camera.mjs";
import { IncidentCard } from "./incident.mjs";
import { WorkerCard } from "./worker.mjs";

/** What can be chosen, and what shows it. @type {Readonly<Record<string, new (hub: Hub, id: string) => Content>>} */
export const CARDS = Object.freeze({ worker: WorkerCard, incident: IncidentCard, camera: CameraCard });

/**
 * @param {Readonly<Record<string, new (hub: Hub, id: string) => Content>>} cards what of it has a card on this page
 * @returns {import("../layers/index.mjs").Layer}
 */
export function cardLayer(cards) {
  return { name: "card", add: (map, hub) => addCard(map, hub, cards) };
}

export const card = cardLayer(CARDS);

/** @param {import("leaflet").Map} map @param {Hub} hub @param {Readonly<Record<string, new (hub: Hub, id: string) => Content>>} cards */
function addCard(map, hub, cards) {
  const host = document.getElementById("card");
  if (!host) throw new Error("the page has no element 'card' to show what is chosen");
  const shown = new Card(host, map, hub, cards);
  const undo = [
    hub.on("selection", (chosen) => shown.show(chosen)),
    hub.on("second", () => shown.retitle()),
    hub.on("rows", () => shown.retitle()),
  ];
  shown.show(hub.selection);
  return {
    remove() {
      undo.forEach((stop) => stop());
      shown.show(null);
    },
  };
}

class Card {
  /** @type {Content | null} */
  #content = null;
  /** @type {Element | null} what had the focus before */
  #before = null;

  /** @param {HTMLElement} host @param {import("leaflet").Map} map @param {Hub} hub @param {Readonly<Record<string, new (hub: Hub, id: string) => Content>>} cards */
  constructor(host, map, hub, cards) {
    this.host = host;
    this.cards = cards;
    this.map = map;
    this.hub = hub;
    this.kind = make("span", "card-kind");
    this.heading = make("h2", "card-title");
    this.heading.id = "card-title";
    const close = make("button", "card-close");
    close.setAttribute("type", "button");
    close.setAttribute("aria-label", hub.t("card.close"));
    close.addEventListener("click", () => hub.select(null));
    this.head = make("header", "card-head", [make("div", "card-names", [this.kind, this.heading]), close]);
    this.body = make("div", "card-body");
    this.#prepare();
  }

  #prepare() {
    const { host } = this;
    host.setAttribute("role", "dialog");
    host.setAttribute("aria-modal", "false");
    host.setAttribute("aria-labelledby", "card-title");
    // its ages tick: a screen reader reads it when it gets the focus, not every second
    host.removeAttribute("aria-live");
    host.tabIndex = -1;
    host.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.hub.select(null);
    });
  }

  /** @param {import("../selection.mjs").Chosen | null} chosen */
  show(chosen) {
    const Shown = chosen ? this.cards[chosen.kind] : undefined;
    const wasOpen = this.#content !== null;
    this.#content?.remove();
    this.#content = chosen && Shown ? new Shown(this.hub, chosen.id) : null;
    if (!this.#content) return this.#close(wasOpen);
    if (!wasOpen) this.#before = document.activeElement;
    note(this.host, "kind", /** @type {any} */ (chosen).kind);
    this.body.replaceChildren(...this.#content.nodes);
    if (!wasOpen) this.host.replaceChildren(this.head, this.body);
    this.#content.update();
    this.retitle();
    this.#stepAside(this.#content);
    this.host.focus({ preventScroll: true });
  }

  retitle() {
    if (!this.#content) return;
    write(this.kind, this.hub.t(this.#content.kind));
    write(this.heading, this.#content.title);
  }

  /** @param {boolean} wasOpen */
  #close(wasOpen) {
    if (!wasOpen) return;
    const held = this.host.contains(document.activeElement);
    this.host.replaceChildren();
    this.body.replaceChildren();
    if (held && this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus({ preventScroll: true });
    this.#before = null;
  }

  /** On the other half of the map than its object, decided once: a card that changes sides is worse than one in the way. @param {Content} content */
  #stepAside({ place }) {
    const right = place !== null && this.map.latLngToContainerPoint([place.lat, place.lon]).x > this.map.getSize().x / 2;
    note(this.host, "side", right ? "left" : "right");
  }
}
