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

/** What a layer of GCJ-02 tiles does differently: which tiles are in view, and where each lies. The names are
 * Leaflet's own but for the last. */
const SHIFTED = {
  /** @this {any} @param {import("leaflet").LatLng} center */
  _getTiledPixelBounds(center) {
    return usual()._getTiledPixelBounds.call(this, L.latLng(toGcj02(center.lat, center.lng)));
  },
  /** @this {any} @param {import("leaflet").Point} coords */
  _getTilePos(coords) {
    return usual()._getTilePos.call(this, coords).add(this._shiftAt(coords));
  },
  /** Stretched and sheared to its corners, so that neighbours meet. @this {any} @param {import("leaflet").Point} coords @param {unknown} container */
  _addTile(coords, container) {
    usual()._addTile.call(this, coords, container);
    const { x: width, y: height } = this.getTileSize();
    const corner = this._shiftAt(coords);
    const right = this._shiftAt(coords.add([1, 0])).subtract(corner).divideBy(width);
    const down = this._shiftAt(coords.add([0, 1])).subtract(corner).divideBy(height);
    const tile = this._tiles[this._tileCoordsToKey(coords)].el;
    tile.style.transformOrigin = "0 0";
    tile.style.transform += ` matrix(${1 + right.x}, ${right.y}, ${down.x}, ${1 + down.y}, 0, 0)`;
  },
  /** To a fraction of a pixel, which at street level is a metre. @this {any} @param {any} level @param {unknown} center @param {number} zoom */
  _setZoomTransform(level, center, zoom) {
    const scale = this._map.getZoomScale(zoom, level.zoom);
    L.DomUtil.setTransform(level.el, level.origin.multiplyBy(scale).subtract(this._map._getNewPixelOrigin(center, zoom)), scale);
  },
  /** From where a corner of tiles would lie if it were WGS-84 to where it lies. @this {any} @param {import("leaflet").Point} coords */
  _shiftAt(coords) {
    const corner = coords.scaleBy(this.getTileSize());
    const { lat, lng } = this._map.unproject(corner, this._tileZoom);
    return this._map.project(L.latLng(fromGcj02(lat, lng)), this._tileZoom).subtract(corner);
  },
};

/** @param {import("leaflet").Map} map @param {string} credit */
function creditLine(map, credit) {
  if (!credit) return null;
  const line = document.createElement("p");
  line.className = "map-credit";
  line.textContent = credit;
  map.getContainer().append(line);
  return line;
}
