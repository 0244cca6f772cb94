// Which names of the map lie over a mark or over each other right now, as sentences; what is drawn is asked of the elements themselves.
() => {
  const container = window.wanglou.maps.map.getContainer();
  const corner = container.getBoundingClientRect();
  const names = window.wanglou.drawn().names.map(({ text, boxes }) => ({
    text: text || "a landmark",
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
  const faults = [];
  names.forEach(({ text, boxes }, i) => {
    for (const box of boxes) {
      for (const disc of discs) if (overDisc(box, disc)) faults.push(`${text} lies over a ${disc.what}`);
      for (const diamond of diamonds) if (overDiamond(box, diamond)) faults.push(`${text} lies over a diamond`);
      for (const e of words) if (overBox(box, e.getBoundingClientRect())) faults.push(`${text} lies over ${e.textContent}`);
      for (const other of names.slice(i + 1)) if (other.boxes.some((one) => overBox(box, one))) faults.push(`${text} lies over ${other.text}`);
    }
  });
  return { faults: [...new Set(faults)], names: names.map(({ text, boxes }) => [text, ...boxes.map(({ left, top }) => [Math.round(left), Math.round(top)])]), discs: discs.length };
}
