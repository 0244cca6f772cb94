// @ts-check
/**
 * Hands the page's maps over. A classic script, because it must run after the bundle that brings Leaflet and before Dash
 * makes the first map; dash-leaflet's own `load` event comes too early for anybody to hear it.
 */
(function () {
  const wanglou = (window.wanglou ??= { maps: {} });
  L.Map.addInitHook(/** @this {L.Map} */ function () {
    const id = this.getContainer().id;
    wanglou.maps[id] = this;
    window.dispatchEvent(new CustomEvent("wanglou:map", { detail: id }));
  });
})();
