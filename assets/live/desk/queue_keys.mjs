// @ts-check
/** The queue's keys: to and fro, open, search, let the new rows in. */
import { slot } from "../panels/dom.mjs";

/** @param {import("./queue.mjs").Queue} queue @returns {() => void} */
export function bindKeys(queue) {
  const { desk } = queue;
  const here = () => desk.view === "incidents";
  /** Arrows belong to whatever has the focus; without one they walk the queue. */
  const free = () => here() && (document.activeElement === document.body || queue.element.contains(document.activeElement));
  const group = "keys.queue";
  const stops = [
    desk.keys.bind({ key: "/", label: "keys.search", group, when: here, run: () => slot(queue.element, "q").focus() }),
    desk.keys.bind({ key: "j", label: "keys.next", group, when: here, run: () => step(queue, 1) }),
    desk.keys.bind({ key: "k", label: "keys.previous", group, when: here, run: () => step(queue, -1) }),
    desk.keys.bind({ key: "ArrowDown", label: "keys.next", group, when: free, run: () => step(queue, 1) }),
    desk.keys.bind({ key: "ArrowUp", label: "keys.previous", group, when: free, run: () => step(queue, -1) }),
    desk.keys.bind({ key: "Enter", label: "keys.open_row", group, when: () => here() && queue.focused !== null, run: () => openFocused(queue) }),
    desk.keys.bind({ key: "r", label: "keys.release", group, when: here, run: () => queue.release() }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Focus the next row; the first when none has the focus. @param {import("./queue.mjs").Queue} queue @param {1 | -1} by */
export function step(queue, by) {
  const { api, grip, hub } = queue;
  const count = api?.getDisplayedRowCount() ?? 0;
  if (count === 0) return;
  const held = queue.focused === null ? undefined : api.getRowNode(queue.focused)?.rowIndex;
  const at = held ?? api.getFocusedCell()?.rowIndex ?? (by === 1 ? -1 : 0);
  const to = Math.min(count - 1, Math.max(0, at + by));
  grip.keyed(hub.now());
  api.ensureIndexVisible(to);
  api.setFocusedCell(to, "title");
}

/** @param {import("./queue.mjs").Queue} queue */
function openFocused(queue) {
  const { focused } = queue;
  if (focused !== null) queue.desk.open(focused);
}
