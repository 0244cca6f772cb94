/* The peers' side of the page: once a second the server sends where everybody is, and this hands it to what is measured.
   `glass.ticks` counts the ticks that have reached the map. */
window.glass = { ticks: 0 };

window.L.Map.addInitHook(function () {
  const map = this;
  const asked = new URLSearchParams(location.search);
  const engine = asked.get("engine");
  if (engine === "movers") return void showOurs(map, asked.get("relay"));
  const socket = new WebSocket(`ws://${location.host}/feed?engine=${engine}&movers=${asked.get("movers")}`);
  if (engine === "geojson") feedDash(map, socket);
  else feedCanvas(map, socket);
});

/* Our movers alone, on the same page: module and styles of the product, fed by its relay. */
async function showOurs(map, port) {
  const tokens = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/wanglou/tokens.css" });
  const styled = new Promise((done) => tokens.addEventListener("load", done));
  document.head.append(tokens);
  map.getContainer().style.setProperty("--u", "1px");
  const [{ show }] = await Promise.all([import("/bare/movers.mjs"), styled]);
  map.whenReady(() => show(map, `ws://127.0.0.1:${port}/live`));
}

/* dl.GeoJSON through the channel Dash has for it; a tick has been applied when its layers are on the map. */
function feedDash(map, socket) {
  let newest = -1;
  map.on("layeradd", ({ layer }) => {
    const tick = layer.feature?.properties.tick ?? -1;
    if (tick <= newest) return;
    newest = tick;
    window.glass.ticks += 1;
  });
  socket.onmessage = ({ data }) => window.dash_clientside.set_props("movers", { data: JSON.parse(data) });
}

/* Leaflet's own quickest way: circles on one canvas, moved in place; a tick has been applied when it is painted. */
function feedCanvas(map, socket) {
  const L = window.L;
  const renderer = L.canvas();
  const circles = [];
  socket.onmessage = ({ data }) => {
    const places = JSON.parse(data);
    places.forEach((place, i) => {
      if (circles[i]) circles[i].setLatLng(place);
      else circles.push(L.circleMarker(place, { renderer, radius: 5 }).addTo(map));
    });
    requestAnimationFrame(() => setTimeout(() => (window.glass.ticks += 1)));
  };
}
