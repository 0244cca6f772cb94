/**
 * What a wall shows at this moment, for `wallprobe.py`: runs in the page. Read in a frame, after the page has drawn: between
 * frames, above all after a page hung, the style of the band is that of the last one. The first frame after a hang may have begun before
 * it, and its styles are of then, while the compositor has gone on: it is left out. A page that paints nothing is read as it is.
 */
async () => {
  await new Promise((look) => {
    const frame = (begun) => (performance.now() - begun < 1000 ? look() : requestAnimationFrame(frame));
    requestAnimationFrame(frame);
    setTimeout(look, 3000);
  });
  const drawn = window.wanglou?.drawn?.() ?? { marks: [] };
  const tiles = [...document.querySelectorAll("[data-panel=sources] .source:not(.source-together)")];
  const band = document.querySelector("#deadman");
  return {
    at: Date.now() / 1000,
    marks: drawn.marks,
    band: band ? Number(getComputedStyle(band).opacity) : 1,
    tiles: Object.fromEntries(tiles.map((tile) => [tile.querySelector(".source-name").textContent, tile.dataset.state])),
    link: window.wanglou?.status?.().link ?? "none",
  };
}
