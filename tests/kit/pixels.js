/**
 * Two functions for `wallprobe.py`. `marks`, in the wall: where on the window a sample of its marks lie that nothing covers.
 * `colours`, in a blank page: how much bluer than red each of these places of a photograph is.
 */
({
  marks: (most) => {
    const map = window.wanglou.maps.map;
    const box = map.getContainer().getBoundingClientRect();
    const { marks } = window.wanglou.drawn();
    const found = [];
    const step = 3 * Math.max(1, Math.floor(marks.length / 3 / (most * 4)));
    for (let i = 0; i < marks.length && found.length < most; i += step) {
      const at = map.latLngToContainerPoint([marks[i] / 1e7, marks[i + 1] / 1e7]);
      const [x, y] = [Math.round(box.left + at.x), Math.round(box.top + at.y)];
      const top = document.elementFromPoint(x, y);
      if (top && map.getContainer().contains(top) && !top.closest(".leaflet-marker-pane")) found.push({ x, y, look: marks[i + 2] });
    }
    return found;
  },
  colours: async ([png, places]) => {
    const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const paper = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    paper.drawImage(picture, 0, 0);
    return places.map(({ x, y }) => {
      const { data } = paper.getImageData(x - 1, y - 1, 3, 3);
      let most = -255;
      for (let i = 0; i < data.length; i += 4) most = Math.max(most, data[i + 2] - data[i]);
      return most;
    });
  },
})
