// @ts-check
/**
 * A worker's card: who it is, where the roster says he belongs, and who says where he is now, how surely and since when.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 */
import { make, note, write } from "../panels/dom.mjs";
import { span } from "../panels/format.mjs";
import { said } from "../panels/incident.mjs";
import { plainTitle } from "../panels/sources.mjs";
import { PROVENANCES } from "../wire.mjs";
import { groundOf } from "../map/ground.mjs";
import { Fields } from "./fields.mjs";
import { reading } from "./reading.mjs";

/** Events after which this card may say something else. */
const EVENTS = /** @type {const} */ (["second", "frame", "rows", "records", "entity"]);

export class WorkerCard {
  kind = "card.worker";
  /** @type {Record<string, any> | null} the relay's last word on this entity */
  #picture = null;

  /** @param {Hub} hub @param {string} id */
  constructor(hub, id) {
    this.hub = hub;
    this.id = id;
    this.standing = make("p", "card-standing");
    this.fields = new Fields(hub.t);
    this.nodes = [this.standing, this.fields.element];
    this.undo = [
      hub.on("entity", (message) => {
        if (message.id === id) this.#picture = message.picture;
      }),
      ...EVENTS.map((event) => hub.on(event, () => this.update())),
    ];
  }

  /** @returns {{lat: number, lon: number} | null} */
  get place() {
    const row = this.hub.fleet.rowOf(this.id);
    if (row === null || !this.hub.fleet.present[row]) return null;
    const [lat, lon] = this.hub.fleet.drawnAt(row, this.hub.now());
    return { lat, lon };
  }

  get title() {
    const facts = this.#facts();
    if (!facts.no && !facts.surname) return `${this.hub.t("card.unknown")} ${this.id}`;
    return `${facts.no ?? this.id} ${facts.surname ?? ""}`.trim();
  }

  update() {
    const { hub, fields } = this;
    const facts = this.#facts();
    const known = reading({ hub, id: this.id, picture: this.#picture });
    this.#stand(known);
    const grid = String(facts.grid ?? "");
    const ground = groundOf(hub);
    const named = (/** @type {"streets" | "communities" | "grids"} */ set, /** @type {string} */ code) => (code ? ground.called(set, code, hub.lang) : null);
    fields.set("card.role", facts.role ? roleOf(hub, facts.role) : null);
    fields.set("card.street", named("streets", String(facts.street ?? "")));
    fields.set("card.community", named("communities", String(facts.community ?? grid.slice(0, 12))));
    fields.set("card.grid", grid ? `${named("grids", grid)}\n${grid}` : null);
    fields.set("card.source", known && known.source);
    fields.set("card.accuracy", known?.accuracyM == null ? null : hub.t("card.metres", { n: Math.round(known.accuracyM) }));
    fields.set("card.speed", known?.speedMps == null ? null : hub.t("card.mps", { n: known.speedMps.toFixed(1) }));
    fields.set("card.battery", known?.battery == null ? null : hub.t("card.percent", { n: Math.round(known.battery * 100) }));
    fields.set("card.shift", said(facts, "shift", hub.lang) || null);
    fields.set("card.others", this.#others());
  }

  /** How fresh, how old, whose: the line a person looks at first. @param {ReturnType<typeof reading>} known */
  #stand(known) {
    const { hub, standing } = this;
    note(standing, "freshness", known?.freshness ?? "gone");
    note(standing, "status", known?.status ?? "normal");
    if (!known) return write(standing, hub.t("card.waiting"));
    const words = [hub.t(`freshness.${known.freshness}`), hub.t("age.ago", { age: span(known.ageMs, hub.t) }), hub.t(`provenance.${known.provenance}`)];
    if (known.status === "bad_clock") words.push(hub.t("card.clock_bad"));
    if (known.status === "sos") words.unshift(hub.t("card.sos"));
    write(standing, words.join(" · "));
  }

  #others() {
    const others = this.#picture?.others ?? [];
    const { hub } = this;
    return others
      .map((/** @type {any} */ other) => hub.t("card.other", {
        source: sourceTitle(hub, other.source),
        provenance: hub.t(`provenance.${provenanceOf(other.provenance)}`),
        age: span(other.age_s * 1000, hub.t),
      }))
      .join("\n");
  }

  /** Roster and rows together: the row is what the relay sent this screen, the record may know more. @returns {Record<string, any>} */
  #facts() {
    const row = this.hub.fleet.rowOf(this.id);
    return { ...this.hub.records.get("worker", this.id), ...(row === null ? null : this.hub.fleet.facts(row)) };
  }

  remove() {
    for (const undo of this.undo.splice(0)) undo();
  }
}

/** @param {Hub} hub @param {string} role */
function roleOf(hub, role) {
  return Object.hasOwn(hub.config.words, `role.${role}`) ? hub.t(`role.${role}`) : role;
}

/** @param {Hub} hub @param {string} name @returns {string} */
export function sourceTitle(hub, name) {
  const tile = hub.sources.find((one) => one.name === name);
  return tile ? plainTitle(said(tile, "title", hub.lang), hub.t(`provenance.${tile.provenance}`)) : name;
}

/** @param {string | number} value */
const provenanceOf = (value) => (typeof value === "number" ? PROVENANCES[value] : value);
