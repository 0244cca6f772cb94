// @ts-check
/** The desk's last line: what just came of an order; it steps back after a while and is never taken away. */
import { note, slot, write } from "../panels/dom.mjs";

/** @param {HTMLElement} element @param {import("../hub.mjs").Hub} _hub @param {import("./desk.mjs").Desk} desk */
export function mount(element, _hub, desk) {
  const said = slot(element, "said");
  return desk.on("said", ({ sentence, tone }) => {
    note(said, "tone", tone);
    write(said, sentence);
  });
}
