// @ts-check
/**
 * Many normal incidents in one thin ring with a diamond and their number; the part of the ring whose clock is amber is amber. A click, or
 * Enter, goes closer.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./spots.mjs").Ring} Ring
 */
import { make, note, write } from "../panels/dom.mjs";

const SVG = "http://www.w3.org/2000/svg";

export class IncidentRing {
  /** @param {import("leaflet").Map} map @param {Hub} hub @param {Ring} ring @param {() => void} closer */
  constructor(map, hub, ring, closer) {
    this.hub = hub;
    this.map = map;
    this.ring = ring;
    this.amber = circle("ring-amber");
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 48 48");
    svg.setAttribute("aria-hidden", "true");
    const diamond = document.createElementNS(SVG, "path");
    diamond.setAttribute("d", "M24 9.5L28.5 14L24 18.5L19.5 14z");
    svg.append(circle("ring-all"), this.amber, diamond);
    this.number = make("span", "map-ring-number");
    const root = make("div", "map-ring", [/** @type {any} */ (svg), this.number]);
    this.root = root;
    this.marker = L.marker(this.#place(ring), {
      icon: L.divIcon({ className: "map-incident-icon", html: root, iconSize: [0, 0] }),
      keyboard: true,
      bubblingMouseEvents: false,
    }).addTo(map);
    this.marker.on("click", closer);
    this.icon = /** @type {HTMLElement} */ (this.marker.getElement());
    this.icon.tabIndex = -1;
    this.act = closer;
    this.update(ring);
  }

  /** @param {Ring} ring */
  update(ring) {
    this.ring = ring;
    const at = this.#place(ring);
    if (!at.equals(this.marker.getLatLng())) this.marker.setLatLng(at);
    write(this.number, String(ring.count));
    note(this.root, "amber", String(ring.amber > 0));
    this.amber.setAttribute("stroke-dasharray", `${Math.round((ring.amber / ring.count) * 1000) / 10} 100`);
    const words = this.hub.t("mark.incident_ring", { n: ring.count, amber: ring.amber });
    if (this.icon.getAttribute("aria-label") === words) return;
    this.icon.setAttribute("aria-label", words);
    this.icon.title = words;
  }

  /** @param {Ring} ring */
  #place({ x, y }) {
    return this.map.unproject([x, y]);
  }

  remove() {
    this.marker.remove();
  }
}

/** @param {string} name @returns {SVGElement} */
function circle(name) {
  const element = document.createElementNS(SVG, "circle");
  const attributes = { class: name, cx: 24, cy: 24, r: 21, pathLength: 100, transform: "rotate(-90 24 24)" };
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
