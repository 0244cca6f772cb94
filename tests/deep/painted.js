/**
 * Notes what the wall's list of incidents shows, and when it was painted: runs in the page, before every frame.
 * A change seen in one frame has been painted when the next frame begins; that is the time noted.
 */
() => {
  const log = [];
  let shown = new Map();
  const look = () => {
    const rows = [...document.querySelectorAll("[data-panel=incidents] [data-incident]")];
    const now = new Map(rows.map((row) => [row.dataset.incident, row.querySelector(".incident-status").textContent]));
    const ids = [...new Set([...now.keys(), ...shown.keys()])].filter((id) => now.get(id) !== shown.get(id));
    const changed = ids.map((id) => ({ id, text: now.get(id) ?? null }));
    shown = now;
    requestAnimationFrame(() => {
      const atMs = performance.timeOrigin + performance.now();
      log.push(...changed.map((change) => ({ ...change, atMs })));
      look();
    });
  };
  look();
  window.paintedIncidents = log;
};
