// @ts-check
/**
 * Camera tiles that follow the chosen incident, else whoever calls for help, else the newest critical (or, without one, urgent) incident: the cameras that
 * see the place, nearest first. A choice of nearest cameras is made when the incident changes, not when a figure does, so
 * that pictures do not jump from tile to tile.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {Pick<import("./incident.mjs").Incident, "key" | "title" | "lat" | "lon">} Followed what the pictures are of
 * @typedef {import("./near.mjs").NearCamera} NearCamera
 */
import { callsForHelp } from "./calls.mjs";
import { CameraPlace } from "./camera_place.mjs";
import { note, show, slot, write } from "./dom.mjs";
import { drawOn } from "./draw.mjs";
import { mostPressing, readIncident } from "./incident.mjs";
import { camerasNear, littleKnown } from "./near.mjs";
import { heldNote, standing, standingNote } from "./standing.mjs";

/** A wide wall has room for three tiles, any other for two; the others stay hidden and get no stream. */
const WIDE = "(min-aspect-ratio: 3/1)";
const TILES_ELSEWHERE = 2;

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  const tiles = [0, 1, 2].map((number) => new CameraPlace(slot(element, `tile-${number}`), hub));
  let followed = "";
  const stop = drawOn(element, hub, ["records", "selection", "link", "pulse"], () => {
    const incident = followedBy(hub);
    const shown = matchMedia(WIDE).matches ? tiles.length : TILES_ELSEWHERE;
    const key = `${incident?.key} ${shown} ${hub.records.all("camera").size}`;
    if (key !== followed && follow(hub, tiles, incident, shown)) followed = key;
    drawWords(
      element,
      hub,
      incident,
      tiles.some((tile) => tile.used),
    );
  });
  return () => {
    stop();
    for (const tile of tiles) tile.clear();
  };
}

/** @param {Hub} hub @returns {Followed | null} */
function followedBy(hub) {
  const read = (/** @type {[string, any]} */ [id, body]) => readIncident(id, body, hub.lang);
  if (hub.selection?.kind === "incident") {
    const body = hub.records.get("incident", hub.selection.id);
    const chosen = body ? read([hub.selection.id, body]) : null;
    if (chosen && chosen.lat !== null) return chosen;
  }
  const [call] = callsForHelp(hub.fleet, hub.now(), hub.lang);
  if (call) return { key: `call ${call.key}`, title: hub.t("calls.who", { name: call.name }), lat: call.lat, lon: call.lon };
  return mostPressing([...hub.records.all("incident")].map(read));
}

/**
 * @param {Hub} hub @param {CameraPlace[]} tiles @param {Followed | null} incident @param {number} shown
 * @returns {boolean} false when more has to be known of the cameras first; it has been asked for
 */
function follow(hub, tiles, incident, shown) {
  if (incident?.lat == null || incident.lon === null) {
    tiles.forEach((tile) => tile.clear());
    return true;
  }
  const cameras = hub.records.all("camera");
  const unknown = littleKnown(cameras, incident.lat, incident.lon);
  for (const id of unknown) hub.records.get("camera", id);
  if (unknown.length > 0) return false;
  const near = camerasNear(cameras, incident.lat, incident.lon, shown);
  tiles.forEach((tile, i) => (near[i] ? tile.show(near[i]) : tile.clear()));
  return true;
}

/** @param {HTMLElement} element @param {Hub} hub @param {Followed | null} incident @param {boolean} any */
function drawWords(element, hub, incident, any) {
  const empty = slot(element, "empty");
  show(empty, !any);
  note(element, "idle", String(!any));
  if (standing(hub) === "loading") write(empty, standingNote(hub));
  else write(empty, hub.t(incident ? "cameras.none" : "cameras.idle"));
  write(
    slot(element, "note"),
    heldNote(hub) || (incident && any ? hub.t("cameras.near", { title: incident.title }) : ""),
  );
}
