// @ts-check
/**
 * A camera's live picture with one line that says how live it is. Used by the camera's card and by the panels:
 * `new CameraTile(host, hub)`, `show(id)`, `clear()`. It plays only while it shows something and takes part in the page's count
 * of players.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../player.mjs").Reason} Reason
 */
import { make, note, write } from "../panels/dom.mjs";
import { clockTime } from "../panels/format.mjs";
import { Player, Players, MOST_PLAYERS } from "../player.mjs";

export class CameraTile {
  /** @type {Player | null} */
  #player = null;
  /** @type {string | null} */
  #id = null;
  /** @type {string | null} */
  #url = null;
  /** @type {Reason | null} why there is no player */
  #refused = null;
  /** @type {Array<() => void>} */
  #undo = [];

  /** @param {HTMLElement} host @param {Hub} hub */
  constructor(host, hub) {
    this.hub = hub;
    this.video = document.createElement("video");
    this.video.setAttribute("aria-hidden", "true");
    this.line = make("span", "picture-line");
    this.element = make("div", "picture", [this.video, this.line]);
    host.append(this.element);
  }

  /** @param {string} id of a camera */
  show(id) {
    if (id === this.#id) return;
    this.clear();
    this.#id = id;
    this.#undo = [
      this.hub.on("second", () => this.#tell()),
      this.hub.on("records", ({ kinds }) => kinds.has("camera") && this.#follow()),
    ];
    this.#follow();
  }

  /** Shows nothing, plays nothing. */
  clear() {
    for (const undo of this.#undo.splice(0)) undo();
    this.#stop();
    this.#id = null;
  }

  /** The record may name another stream than the one that plays. @returns {void} */
  #follow() {
    const camera = this.#id === null ? undefined : this.hub.records.get("camera", this.#id);
    const url = camera?.hls ?? null;
    if (this.#player && url === this.#url) return this.#tell();
    this.#stop();
    this.#url = url;
    if (camera?.little) return this.#tell();
    if (url === null) this.#refused = camera?.state === "dead" ? "dead" : "no_stream";
    else if (!playersOf(this.hub).take()) this.#refused = "crowded";
    else this.#player = new Player(this.video, url);
    this.#tell();
  }

  #stop() {
    if (this.#player) {
      this.#player.stop();
      playersOf(this.hub).release();
    }
    this.#player = null;
    this.#refused = null;
    this.#url = null;
  }

  /** @returns {void} */
  #tell() {
    if (this.#refused === "crowded" && playersOf(this.hub).playing < MOST_PLAYERS) return this.#follow();
    const { state, text } = this.#words();
    note(this.element, "state", state);
    write(this.line, text);
  }

  /** @returns {{state: string, text: string}} */
  #words() {
    const { hub } = this;
    const told = this.#player?.check();
    const reason = told ? told.reason : this.#refused;
    if (reason) {
      const why = hub.t(`video.${reason}`, { n: MOST_PLAYERS });
      return { state: "none", text: hub.t("video.none", { reason: why }) };
    }
    if (!told || told.state === "connecting") return { state: "connecting", text: hub.t("video.connecting") };
    if (told.state === "live") {
      const text = told.lagS === null ? hub.t("video.live_unknown") : hub.t("video.live", { lag: Math.round(told.lagS) });
      return { state: "live", text };
    }
    const since = hub.now() - (performance.now() - told.sinceMs);
    return { state: "frozen", text: hub.t("video.frozen", { time: clockTime(since) }) };
  }
}

/** The page's count of players, made by the first picture. @param {any} hub @returns {Players} */
function playersOf(hub) {
  hub.players ??= new Players();
  return hub.players;
}
