// @ts-check
/**
 * A camera's card: its picture first, then what it is.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 */
import { groundOf } from "../map/ground.mjs";
import { make, note, write } from "../panels/dom.mjs";
import { said } from "../panels/incident.mjs";
import { CameraTile } from "./camera_tile.mjs";
import { Fields } from "./fields.mjs";

export class CameraCard {
  kind = "card.camera";

  /** @param {Hub} hub @param {string} id */
  constructor(hub, id) {
    this.hub = hub;
    this.id = id;
    this.standing = make("p", "card-standing");
    this.fields = new Fields(hub.t);
    const picture = make("div", "card-picture");
    this.tile = new CameraTile(picture, hub);
    this.tile.show(id);
    this.nodes = [picture, this.standing, this.fields.element];
    this.undo = [hub.on("records", ({ kinds }) => kinds.has("camera") && this.update())];
  }

  get #body() {
    return this.hub.records.get("camera", this.id) ?? null;
  }

  get place() {
    const body = this.#body;
    return body && Number.isFinite(body.lat) ? { lat: body.lat, lon: body.lon } : null;
  }

  get title() {
    const body = this.#body;
    return (body && said(body, "name", this.hub.lang)) || this.id;
  }

  update() {
    const { hub, fields } = this;
    const body = this.#body;
    if (!body) return write(this.standing, hub.t("card.gone"));
    note(this.standing, "camera", body.state === "alive" ? "alive" : "dead");
    write(this.standing, [hub.t(body.state === "alive" ? "mark.camera_alive" : "mark.camera_dead"), hub.t(`provenance.${body.provenance}`)].join(" · "));
    fields.set("card.code", this.id);
    fields.set("card.street", body.street ? groundOf(hub).called("streets", String(body.street), hub.lang) : null);
    fields.set("card.grid", body.grid ? `${groundOf(hub).called("grids", String(body.grid), hub.lang)}\n${body.grid}` : null);
    const facing = Number.isFinite(body.heading);
    fields.set("card.heading", facing ? hub.t("card.degrees", { n: Math.round(body.heading), fov: Math.round(body.fov ?? 0) }) : null);
  }

  remove() {
    this.tile.clear();
    for (const undo of this.undo.splice(0)) undo();
  }
}
