// @ts-check
/**
 * One tile's place: the live picture, the camera's name (a click opens its card) and how far it stands from the incident.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./near.mjs").NearCamera} NearCamera
 */
import { CameraTile } from "../cards/camera_tile.mjs";
import { make, makeMark, note, show, write } from "./dom.mjs";
import { said } from "./incident.mjs";

export class CameraPlace {
  /** @type {string | null} the camera shown */
  #id = null;

  /** @param {HTMLElement} element @param {Hub} hub */
  constructor(element, hub) {
    this.element = element;
    this.hub = hub;
    this.mark = makeMark("camera");
    this.name = make("span", "camera-name");
    this.away = make("span", "camera-away");
    const picture = make("div", "camera-picture", [this.away]);
    const button = make("button", "camera-line", [this.mark, this.name]);
    button.setAttribute("type", "button");
    button.addEventListener("click", () => this.#id !== null && hub.select("camera", this.#id));
    element.replaceChildren(picture, button);
    this.tile = new CameraTile(picture, hub);
    show(element, false);
  }

  /** Whether a camera is shown. */
  get used() {
    return this.#id !== null;
  }

  /** @param {NearCamera} near */
  show({ key, camera, metres }) {
    this.#id = key;
    show(this.element, true);
    note(this.mark, "glyph", camera.state === "alive" ? "camera" : "camera-dead");
    write(this.name, said(camera, "name", this.hub.lang));
    write(this.away, this.hub.t("cameras.away", { metres: Math.round(metres) }));
    this.tile.show(key);
  }

  clear() {
    this.#id = null;
    this.tile.clear();
    show(this.element, false);
  }
}
