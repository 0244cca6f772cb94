// @ts-check
/**
 * The keyboard's way to what is only painted: one button, unseen until it has the focus. Arrow keys go from camera to camera
 * in view, Enter or Space opens the one that is held.
 */
import { said } from "../panels/incident.mjs";
import { write } from "../panels/dom.mjs";

const STEPS = Object.freeze({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });

export class CameraKeys {
  /** @type {string | null} the camera the keyboard is at */
  held = null;

  /**
   * @param {HTMLElement} container @param {import("../hub.mjs").Hub} hub
   * @param {{inView: () => string[], changed: () => void}} layer
   */
  constructor(container, hub, layer) {
    this.hub = hub;
    this.layer = layer;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "map-camera-keys";
    this.button.addEventListener("keydown", (event) => this.#key(event));
    this.button.addEventListener("focus", () => this.refresh());
    this.button.addEventListener("blur", () => this.#hold(null));
    this.button.addEventListener("click", () => this.held && hub.select("camera", this.held));
    L.DomEvent.disableClickPropagation(this.button);
    container.append(this.button);
  }

  /** Say what is in view now; costs nothing while nobody is here. */
  refresh() {
    if (document.activeElement !== this.button && this.button.textContent) return;
    const ids = this.layer.inView();
    if (this.held && !ids.includes(this.held)) this.#hold(null);
    if (!this.held) write(this.button, ids.length > 0 ? this.hub.t("mark.cameras", { n: ids.length }) : this.hub.t("mark.cameras_far"));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const ids = this.layer.inView();
    if (ids.length === 0) return;
    const at = this.held === null ? (step > 0 ? -1 : 0) : ids.indexOf(this.held);
    this.#hold(ids[(at + step + ids.length) % ids.length]);
  }

  /** @param {string | null} id */
  #hold(id) {
    if (id === this.held) return;
    this.held = id;
    const body = id === null ? undefined : this.hub.records.get("camera", id);
    if (body) {
      const state = this.hub.t(body.state === "alive" ? "mark.camera_alive" : "mark.camera_dead");
      write(this.button, this.hub.t("mark.camera", { name: said(body, "name", this.hub.lang), state }));
    }
    this.layer.changed();
  }

  remove() {
    this.button.remove();
  }
}
