// @ts-check
/** Clocks as rings with words. A ring is made once; each second only its fill and its words are written. */
import { make, note, show, write } from "../../panels/dom.mjs";

/** @typedef {import("./clocks.mjs").Shown} Shown */

const SVG = "http://www.w3.org/2000/svg";

export class ClockView {
  /** @type {Map<string, {element: HTMLElement, ring: SVGElement, name: HTMLElement, main: HTMLElement, notes: HTMLElement}>} */
  #clocks = new Map();

  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.response = make("p", "clock-response");
    place.append(this.response);
  }

  /** @param {Shown[]} clocks @param {string} response how long the first answer took, or what stands for no clock */
  show(clocks, response) {
    write(this.response, response);
    show(this.response, response !== "");
    const stages = new Set(clocks.map(({ stage }) => stage));
    for (const [stage, { element }] of this.#clocks) show(element, stages.has(stage));
    for (const clock of clocks) this.#write(this.#clocks.get(clock.stage) ?? this.#make(clock.stage), clock);
  }

  /** @param {string} stage */
  #make(stage) {
    const [name, main, notes] = [make("span", "clock-name"), make("strong", "clock-main"), make("span", "clock-notes")];
    const svg = shape("svg", { viewBox: "0 0 36 36", class: "clock-ring", "aria-hidden": "true" });
    const ring = shape("circle", { class: "clock-used", cx: 18, cy: 18, r: 14, pathLength: 100, transform: "rotate(-90 18 18)" });
    svg.append(shape("circle", { class: "clock-whole", cx: 18, cy: 18, r: 14 }), ring, shape("path", { class: "clock-still", d: "M14 12v12M22 12v12" }));
    const element = make("div", "clock", [svg, make("div", "clock-words", [make("span", "clock-line", [name, main]), notes])]);
    element.dataset.clock = stage;
    this.place.append(element);
    const parts = { element, ring, name, main, notes };
    this.#clocks.set(stage, parts);
    return parts;
  }

  /** @param {{element: HTMLElement, ring: SVGElement, name: HTMLElement, main: HTMLElement, notes: HTMLElement}} parts @param {Shown} clock */
  #write({ element, ring, name, main, notes }, clock) {
    note(element, "light", clock.light);
    note(element, "running", String(clock.running));
    const fill = `${Math.round(clock.share * 100)} 100`;
    if (ring.getAttribute("stroke-dasharray") !== fill) ring.setAttribute("stroke-dasharray", fill);
    write(name, clock.name);
    write(main, clock.main);
    write(notes, clock.notes.join(" · "));
  }
}

/** @param {string} tag @param {Record<string, string | number>} attributes @returns {SVGElement} */
function shape(tag, attributes) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
