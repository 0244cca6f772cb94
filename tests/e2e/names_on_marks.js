// Which names of the map lie over each other right now, or over a mark without being pressed to, and which left a place that is free since
// `before`, an earlier answer of this; as sentences. What is drawn is asked of the elements themselves.
(before) => {
  const container = window.wanglou.maps.map.getContainer();
  const corner = container.getBoundingClientRect();
  const names = window.wanglou.drawn().names.map(({ text, pressed, boxes }) => ({
    text: text || "a landmark",
    pressed,
    boxes: boxes.map(([x, y, w, h]) => ({ left: corner.left + x, top: corner.top + y, right: corner.left + x + w, bottom: corner.top + y + h })),
  }));
  const isDrawn = (e) => getComputedStyle(e).display !== "none" && e.getBoundingClientRect().width > 0;
  // a circle without its line's width: its box in the middle of the line
  const discs = [...container.querySelectorAll(".map-ring .ring-all, .map-incident circle")].filter(isDrawn).map((e) => {
    const { left, top, width } = e.getBoundingClientRect();
    return { x: left + width / 2, y: top + width / 2, r: width / 2, what: e.getAttribute("class") };
  });
  const diamonds = [...container.querySelectorAll(".map-incident .body, .map-incident .outer")].filter(isDrawn).map((e) => {
    const { left, top, width } = e.getBoundingClientRect();
    return { x: left + width / 2, y: top + width / 2, r: width / 2, what: "diamond" };
  });
  const words = [...container.querySelectorAll(".map-incident-count, .map-incident-age")].filter((e) => e.textContent && isDrawn(e));
  const overDisc = (b, { x, y, r }) => Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom)) < r - 1;
  const overDiamond = (b, { x, y, r }) => Math.max(b.left - x, 0, x - b.right) + Math.max(b.top - y, 0, y - b.bottom) < r - 1;
  const overBox = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const markOver = (box) => {
    const disc = discs.find((one) => overDisc(box, one));
    if (disc) return disc.what;
    if (diamonds.some((one) => overDiamond(box, one))) return "diamond";
    return words.find((e) => overBox(box, e.getBoundingClientRect()))?.textContent;
  };
  const nameOver = (boxes, others) => others.find((other) => other.boxes.some((one) => boxes.some((box) => overBox(box, one))))?.text;
  // names keep off a little more than what is drawn: corners of squares
  const near = (b, { x, y, r }) => b.left < x + r + 3 && b.right > x - r - 3 && b.top < y + r + 3 && b.bottom > y - r - 3;
  const isTaken = (box) => [...discs, ...diamonds].some((one) => near(box, one)) || markOver(box);
  const faults = [];
  names.forEach(({ text, pressed, boxes }, i) => {
    const over = (pressed ? undefined : boxes.map(markOver).find(Boolean)) ?? nameOver(boxes, names.slice(i + 1));
    if (over) faults.push(`${text} lies over ${over}`);
  });
  const { lat, lng } = window.wanglou.maps.map.getCenter();
  const view = [lat, lng, window.wanglou.maps.map.getZoom(), innerWidth].join(" ");
  const restless = [];
  for (const { text, boxes } of before?.view === view ? before.names : []) {
    const now = names.filter((one) => one.text === text);
    if (now.length !== 1 || Math.hypot(now[0].boxes[0].left - boxes[0].left, now[0].boxes[0].top - boxes[0].top) < 1) continue;
    if (!boxes.some(isTaken) && !nameOver(boxes, names.filter((one) => one.text !== text))) restless.push(`${text} left a free place`);
  }
  return { faults, restless, names, view, discs: discs.length };
}
