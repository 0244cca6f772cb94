/* Draws one mark by each renderer, without a map: what it looks like, not where it is. Runs in a page of the product. */
async () => {
  const { Fleet } = await import("/assets/live/fleet.mjs");
  const { CanvasMovers } = await import("/assets/live/movers/canvas.mjs");
  const { WebGlMovers } = await import("/assets/live/movers/webgl.mjs");
  const { worldX, worldY } = await import("/assets/live/map/mercator.mjs");

  const NOW = 1_795_330_000_000;
  const SIDE = 96;
  const palette = { worker: "#6fc3df", stale: "#8a97a3", sos: "#ff4d4f", lantern: "#f5b342", ground: "#0d141c" };

  /** A fleet of one, in the middle of the picture. */
  function fleetOf({ facts, course = 255, age = 0, provenance = 0, errand = 0 }) {
    const fleet = new Fleet();
    fleet.learn([{ row: 0, id: "QH-1", kind: "worker", ...facts }]);
    const flags = Uint16Array.of((provenance << 8) | (2 << 12)); // a ttl of 15 s
    const speed = Uint8Array.of(course === 255 ? 0 : 7);
    const place = { lat: Int32Array.of(320_200_000), lon: Int32Array.of(1_187_800_000) };
    fleet.apply(
      { type: "frame", keyframe: true, epoch: 1, tick: 1, count: 1, baseMs: NOW, tableSize: 1, row: Uint32Array.of(0),
        ...place, flags, age: Uint16Array.of(age * 10), course: Uint8Array.of(course), speed },
      NOW,
    );
    fleet.errand[0] = errand;
    return fleet;
  }

  /** How strongly each pixel is covered, 0 to 255. */
  function drawn(Renderer, look) {
    const canvas = document.createElement("canvas");
    const fleet = fleetOf(look);
    const renderer = new Renderer(canvas, fleet, palette);
    renderer.resize(SIDE, SIDE, 1);
    const [left, top] = [worldX(fleet.lon[0]) - SIDE / 2, worldY(fleet.lat[0]) - SIDE / 2];
    renderer.draw({ left, top, scale: 1, width: SIDE, height: SIDE, dpr: 1, half: look.half ?? 16, selected: -1 }, NOW);
    const copy = new OffscreenCanvas(SIDE, SIDE).getContext("2d");
    copy.drawImage(canvas, 0, 0);
    canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
    return copy.getImageData(0, 0, SIDE, SIDE).data.filter((_, i) => i % 4 === 3);
  }

  /** Part of what either covers that the other does not. */
  function unlike(one, other) {
    let [apart, all] = [0, 0];
    for (let i = 0; i < one.length; i++) {
      apart += Math.abs(one[i] - other[i]);
      all += Math.max(one[i], other[i]);
    }
    return all === 0 ? 0 : apart / all;
  }

  window.marks = (looks) => {
    const pictures = looks.map((look) => ({ webgl2: drawn(WebGlMovers, look), canvas2d: drawn(CanvasMovers, look) }));
    const least = (renderer) => Math.min(
      ...pictures.flatMap((one, i) => pictures.slice(i + 1).map((other) => unlike(one[renderer], other[renderer]))),
    );
    return {
      least: { webgl2: least("webgl2"), canvas2d: least("canvas2d") },
      between: Math.max(...pictures.map(({ webgl2, canvas2d }) => unlike(webgl2, canvas2d))),
    };
  };
}
