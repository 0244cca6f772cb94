// @ts-check
/**
 * Officers who call for help, above everything else on the map: their marks are the only ones larger than a critical incident,
 * and the only ones with a name. They are elements, few and reached by the keyboard.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../panels/calls.mjs").Call} Call
 */
import { callsForHelp, withSeen } from "../panels/calls.mjs";
import { make, makeMark, note, write } from "../panels/dom.mjs";
import { roughSpan } from "../panels/format.mjs";

/** Above the incidents, whose pane is 600. */
const PANE = "wl-sos";
const PANE_Z = "640";

/** @type {import("./index.mjs").Layer} */
export const sos = {
  name: "sos",
  add(map, hub) {
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    pane.style.zIndex = PANE_Z;
    /** @type {Map<string, SosMark>} */
    const marks = new Map();
    const draw = () => {
      const calls = withSeen(callsForHelp(hub.fleet, hub.now(), hub.lang), hub.records.all("alert").values());
      const wanted = new Set(calls.map(({ key }) => key));
      for (const [key, mark] of marks) {
        if (wanted.has(key)) continue;
        mark.marker.remove();
        marks.delete(key);
      }
      for (const call of calls) {
        if (!marks.has(call.key)) marks.set(call.key, new SosMark(map, hub, call));
        marks.get(call.key)?.update(call);
      }
    };
    const deaf = [hub.on("pulse", draw), hub.on("selection", draw)];
    draw();
    return {
      remove() {
        deaf.forEach((stop) => stop());
        for (const mark of marks.values()) mark.marker.remove();
      },
    };
  },
};

class SosMark {
  /** @param {import("leaflet").Map} map @param {Hub} hub @param {Call} call */
  constructor(map, hub, call) {
    this.hub = hub;
    this.words = make("span", "map-sos-words");
    this.root = make("div", "map-sos", [make("span", "map-sos-ring"), makeMark("sos"), this.words]);
    this.marker = L.marker([call.lat, call.lon], {
      icon: L.divIcon({ className: "map-incident-icon", html: this.root, iconSize: [0, 0] }),
      pane: PANE,
      keyboard: true,
      bubblingMouseEvents: false,
    }).addTo(map);
    const choose = () => hub.select("worker", call.key);
    this.marker.on("click", choose);
    this.icon = /** @type {HTMLElement} */ (this.marker.getElement());
    this.icon.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      choose();
    });
  }

  /** @param {Call} call */
  update(call) {
    const { hub } = this;
    const at = this.marker.getLatLng();
    if (at.lat !== call.lat || at.lng !== call.lon) this.marker.setLatLng([call.lat, call.lon]);
    note(this.root, "freshness", call.freshness);
    note(this.root, "seen", String(Boolean(call.seen)));
    note(this.root, "selected", String(hub.selection?.kind === "worker" && hub.selection.id === call.key));
    const age = roughSpan(hub.now() - call.atMs, hub.t);
    const text = call.freshness === "live" ? hub.t("mark.sos", { name: call.name }) : hub.t("mark.sos_aged", { name: call.name, age });
    write(this.words, text);
    if (this.icon.getAttribute("aria-label") !== text) this.icon.setAttribute("aria-label", text);
  }
}
