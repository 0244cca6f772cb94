/** Put into the page before anything else of it: tests/e2e/test_pixels.py asks `window.pixels`. */
(() => {
  const plain = window.WebSocket;
  const timer = window.setTimeout.bind(window);
  /** What waits while an animation is held. */
  let held = null;

  /** The page's relay is the test's. */
  window.WebSocket = class extends plain {
    constructor(url, protocols) {
      super(String(url).includes("/live") ? window.fakeRelay : url, protocols);
    }
  };
  /** Leaflet ends an animated zoom by a timer, however far the browser has come. */
  window.setTimeout = (run, ms, ...rest) => {
    if (held && ms === 250) return held.push(() => run(...rest));
    return timer(run, ms, ...rest);
  };

  const map = () => window.wanglou.maps.map;
  const canvas = () => document.querySelector("canvas.movers");
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  /** Where Leaflet's projection puts a place in the window, not rounded to whole pixels. */
  function projected([lat, lon], zoom, origin) {
    const { left, top } = map().getContainer().getBoundingClientRect();
    const point = map().project([lat, lon], zoom).subtract(origin).add(map()._getMapPanePos());
    return [point.x + left, point.y + top];
  }

  /** The center of a view that has the place so far from its own. */
  const centerFor = ([lat, lon], [x, y], zoom) => map().unproject(map().project([lat, lon], zoom).subtract([x, y]), zoom);

  window.pixels = {
    /** Only the movers are seen, on black; the wall no longer fits its map, as after any gesture. */
    bare() {
      map().getContainer().dispatchEvent(new WheelEvent("wheel", { deltaY: 0, bubbles: true }));
      map().stop();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        "* { visibility: hidden !important; animation: none !important } canvas.movers { visibility: visible !important }" +
          "html, body { visibility: visible !important; background: #000 !important }",
      );
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    },

    /** Show a place so far from the middle, at once; where it must be drawn. */
    async show(place, offset, zoom) {
      map().setView(centerFor(place, offset, zoom), zoom, { animate: false });
      await frame();
      return this.expected(place);
    },

    /** Move by so many pixels. */
    async pan(place, by) {
      map().panBy(by, { animate: false });
      await frame();
      return this.expected(place);
    },

    expected: (place) => projected(place, map().getZoom(), map().getPixelOrigin()),

    /** Begin an animated zoom and hold it at a part of its time; where the place must be drawn then. */
    async hold(place, offset, zoom, part) {
      held = [];
      const from = this.expected(place);
      const center = centerFor(place, offset, zoom);
      map().setView(center, zoom, { animate: true });
      let running = [];
      for (let tries = 0; tries < 60 && running.length === 0; tries++) {
        await new Promise((done) => requestAnimationFrame(done));
        running = canvas().getAnimations();
      }
      if (running.length === 0) throw new Error("the canvas of the movers takes no part in the zoom");
      for (const animation of document.getAnimations()) {
        animation.pause();
        animation.currentTime = part * animation.effect.getComputedTiming().duration;
      }
      const done = running[0].effect.getComputedTiming().progress;
      const to = projected(place, zoom, map()._getNewPixelOrigin(center, zoom));
      await frame();
      return { at: from.map((value, axis) => value + (to[axis] - value) * done), progress: done };
    },

    /** Let the animation end; where the place must be drawn. */
    async release(place) {
      const waiting = held;
      held = null;
      for (const animation of document.getAnimations()) animation.finish();
      for (const run of waiting) run();
      await frame();
      return this.expected(place);
    },

    /** The middle of what is bright in a picture, CSS pixels from its corner; how much of it is, and whether it touches an edge. */
    async centroid(png, ratio) {
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const { width, height } = picture;
      const context = new OffscreenCanvas(width, height).getContext("2d");
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      let sum = 0, left = 0, top = 0, edge = 0;
      for (let at = 0; at < width * height; at++) {
        const light = data[at * 4] + data[at * 4 + 1] + data[at * 4 + 2];
        const x = at % width, y = Math.floor(at / width);
        sum += light;
        left += light * (x + 0.5);
        top += light * (y + 0.5);
        if (light > 30 && (x === 0 || y === 0 || x === width - 1 || y === height - 1)) edge += 1;
      }
      return { x: left / sum / ratio, y: top / sum / ratio, light: sum / 255 / 3, edge };
    },
  };
})();
