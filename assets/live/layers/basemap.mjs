// @ts-check
/**
 * Tiles under the map, where the settings name some. The map itself is WGS-84 throughout: tiles drawn in GCJ-02 are laid, each
 * by itself, where their middle really is, so that everything above and every click stays as it was measured.
 */
import { fromGcj02, toGcj02 } from "../map/datum.mjs";

/** Above the drawn land, below the division lines and all marks. */
const PANE = "wl-basemap";
const Z_INDEX = "205";

/** @type {import("./index.mjs").Layer} */
export const basemap = {
  name: "basemap",
  add(map, hub) {
    const named = hub.config.basemap;
    if (!named) return { remove() {} };
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    pane.style.zIndex = Z_INDEX;
    pane.dataset.look = named.look;
    const tiles = tileLayer(named).addTo(map);
    const credit = creditLine(map, named.credit);
    return {
      remove() {
        tiles.remove();
        credit?.remove();
      },
    };
  },
};

/** @param {import("../hub.mjs").Basemap} named */
function tileLayer(named) {
  const options = { pane: PANE, minNativeZoom: named.least, maxNativeZoom: named.most, minZoom: 0, maxZoom: 22, keepBuffer: 1 };
  const Tiles = /** @type {any} */ (L.TileLayer);
  return named.datum === "gcj02" ? new (Tiles.extend(SHIFTED))(named.url, options) : new Tiles(named.url, options);
}

/** Leaflet's own way to do what we do differently; its types leave these two out. */
const usual = () => /** @type {any} */ (L.GridLayer.prototype);

/** What a layer of GCJ-02 tiles does differently: which tiles are in view, and where each lies. */
const SHIFTED = {
  /** @this {any} @param {import("leaflet").LatLng} center */
  _getTiledPixelBounds(center) {
    return usual()._getTiledPixelBounds.call(this, L.latLng(toGcj02(center.lat, center.lng)));
  },
  /** @this {any} @param {import("leaflet").Point & {z?: number}} coords */
  _getTilePos(coords) {
    const place = usual()._getTilePos.call(this, coords);
    const middle = coords.add([0.5, 0.5]).scaleBy(this.getTileSize());
    return place.add(shift(this._map, middle, this._tileZoom));
  },
};

/**
 * From where a tile's middle would lie if it were WGS-84 to where it lies.
 * @param {import("leaflet").Map} map @param {import("leaflet").Point} middle @param {number} zoom
 */
function shift(map, middle, zoom) {
  const { lat, lng } = map.unproject(middle, zoom);
  return map.project(L.latLng(fromGcj02(lat, lng)), zoom).subtract(middle);
}

/** @param {import("leaflet").Map} map @param {string} credit */
function creditLine(map, credit) {
  if (!credit) return null;
  const line = document.createElement("p");
  line.className = "map-credit";
  line.textContent = credit;
  map.getContainer().append(line);
  return line;
}
