// What is wrong with the wall's layout right now, as sentences: panels off the screen or over each other or too full, cut text, scrolling.
() => {
  const faults = [];
  const shown = (e) => {
    const r = e.getBoundingClientRect();
    return r.width > 0 && r.height > 0 && getComputedStyle(e).visibility !== 'hidden';
  };
  const panels = [...document.querySelectorAll('[data-panel]')].filter(shown);
  const boxes = panels.map((e) => [e.dataset.panel, e.getBoundingClientRect(), e]);
  for (const [name, r, e] of boxes) {
    if (getComputedStyle(e).overflowY === 'hidden' && e.scrollHeight > e.clientHeight + 2) faults.push(`${name} holds more than it shows`);
    if (r.left < -1 || r.top < -1 || r.right > innerWidth + 1 || r.bottom > innerHeight + 1) faults.push(`${name} leaves the screen`);
  }
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 1; j < boxes.length; j++) {
      const [a, p, ea] = boxes[i];
      const [b, q, eb] = boxes[j];
      if (ea.contains(eb) || eb.contains(ea)) continue;
      const across = p.left < q.right - 1 && q.left < p.right - 1;
      const along = p.top < q.bottom - 1 && q.top < p.bottom - 1;
      if (across && along) faults.push(`${a} overlaps ${b}`);
    }
  }
  for (const e of document.querySelectorAll('[data-panel] *')) {
    if (!shown(e) || e.children.length || !e.textContent.trim()) continue;
    const style = getComputedStyle(e);
    if (style.display === 'inline' || style.textOverflow === 'ellipsis') continue;
    if (e.scrollWidth > e.clientWidth + 1) faults.push(`text cut: ${e.textContent.trim().slice(0, 40)}`);
  }
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight) faults.push('the page scrolls');
  return faults;
}
