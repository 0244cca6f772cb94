// @ts-check
/** The tabs of the boards: one shows at a time. */
import { note } from "../panels/dom.mjs";

/** @param {HTMLElement} element @param {import("../hub.mjs").Hub} _hub @param {import("./desk.mjs").Desk} desk */
export function mount(element, _hub, desk) {
  const tabs = /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[data-view]")]);
  const draw = () => {
    note(/** @type {HTMLElement} */ (element.parentElement), "view", desk.view);
    for (const tab of tabs) tab.setAttribute("aria-selected", String(tab.dataset.view === desk.view));
  };
  for (const tab of tabs)
    tab.addEventListener("click", () => desk.show(/** @type {import("./desk.mjs").View} */ (tab.dataset.view)));
  draw();
  return desk.on("view", draw);
}
