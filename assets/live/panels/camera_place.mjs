// @ts-check
/**
 * One tile's place: the camera's name, how far it stands from the incident, whether its stream is alive; the picture itself
 * when the page has a player.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./near.mjs").NearCamera} NearCamera
 */
import { make, makeMark, note, write } from "./dom.mjs";
import { said } from "./incident.mjs";

export class CameraPlace {
  /** Whether a camera is shown. */
  used = false;

  /** @param {HTMLElement} element @param {Hub} hub */
  constructor(element, hub) {
    this.element = element;
    this.hub = hub;
    this.mark = makeMark("camera");
    this.name = make("span", "camera-name");
    this.away = make("span", "camera-away");
    this.state = make("span", "camera-state");
    this.picture = make("span", "camera-picture", [this.state]);
    const button = make("button", "camera", [this.picture, this.away, make("span", "camera-line", [this.mark, this.name])]);
    button.setAttribute("type", "button");
    button.addEventListener("click", () => this.id && hub.select("camera", this.id));
    element.replaceChildren(button);
    element.hidden = true;
    /** @type {string | null} */
    this.id = null;
  }

  /** @param {NearCamera} near */
  show({ key, camera, metres }) {
    const { hub } = this;
    const alive = camera.state === "alive";
    this.used = true;
    this.id = key;
    this.element.hidden = false;
    note(this.element, "state", alive ? "alive" : "dead");
    note(this.mark, "glyph", alive ? "camera" : "camera-dead");
    write(this.name, said(camera, "name", hub.lang));
    write(this.away, hub.t("cameras.away", { metres: Math.round(metres) }));
    write(this.state, hub.t(alive ? "cameras.alive" : "cameras.dead"));
  }

  clear() {
    this.used = false;
    this.id = null;
    this.element.hidden = true;
  }
}
