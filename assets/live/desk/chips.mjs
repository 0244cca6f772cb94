// @ts-check
/** The chips over the queue: what to leave out, and saved views. Each chip says how many it would leave. */
import { make, slot, write } from "../panels/dom.mjs";
import { EVERYTHING, GROUPS, isEverything, ORIGINS, readFilter, TOGGLES, toggled, writeFilter } from "./filter.mjs";
import { mountViews } from "./view_menu.mjs";

/** @typedef {import("./queue.mjs").Queue} Queue */

/** @param {Queue} queue @returns {() => void} */
export function mountChips(queue) {
  const { hub, known } = queue;
  const use = (/** @type {import("./filter.mjs").Filter} */ filter) => queue.use(filter);
  const toggles = TOGGLES.map((name) => makeToggle(queue, name, use));
  const selects = [
    makeSelect(queue, "street", known.streets, use),
    makeSelect(queue, "group", Object.keys(GROUPS).map((id) => ({ id, name: hub.t(`queue.group_${id}`) })), use),
    makeSelect(queue, "provenance", ORIGINS.map((id) => ({ id, name: hub.t(`provenance.${id}`) })), use),
  ];
  const clear = makeButton("chip chip-clear", hub.t("queue.clear"), () => use(EVERYTHING));
  const views = mountViews({
    hub,
    views: queue.views,
    query: () => writeFilter(queue.model.filter, new URLSearchParams()).toString(),
    use: (query) => use(readFilter(new URLSearchParams(query))),
  });
  slot(queue.element, "chips").replaceChildren(...toggles, ...selects, clear);
  slot(queue.element, "command").append(views.element);
  const draw = () => {
    const { filter } = queue.model;
    toggles.forEach((chip, n) => chip.setAttribute("aria-pressed", String(filter.on.has(TOGGLES[n]))));
    for (const select of selects) {
      select.value = filter[/** @type {"street"} */ (select.name)];
      select.dataset.set = String(select.value !== "");
    }
    clear.hidden = isEverything(filter);
    const field = /** @type {HTMLInputElement} */ (slot(queue.element, "q"));
    if (field.value !== filter.q) field.value = filter.q;
  };
  queue.filtered = draw;
  draw();
  return views.remove;
}

/** @param {string} className @param {string} text @param {() => void} run */
export function makeButton(className, text, run) {
  const button = make("button", className);
  button.setAttribute("type", "button");
  write(button, text);
  button.addEventListener("click", run);
  return button;
}

/** @param {Queue} queue @param {import("./filter.mjs").Toggle} name @param {(filter: import("./filter.mjs").Filter) => void} use */
function makeToggle(queue, name, use) {
  const count = make("span", "chip-count");
  count.dataset.slot = `chip-${name}`;
  const word = make("span");
  write(word, queue.hub.t(`queue.chip_${name}`));
  const button = makeButton("chip", "", () => use(toggled(queue.model.filter, name)));
  button.append(word, count);
  button.dataset.chip = name;
  button.title = queue.hub.t(`queue.chip_${name}_means`);
  return button;
}

/** @param {Queue} queue @param {"street" | "group" | "provenance"} name @param {Array<{id: string, name: string}>} options @param {(filter: import("./filter.mjs").Filter) => void} use */
function makeSelect(queue, name, options, use) {
  const select = /** @type {HTMLSelectElement} */ (make("select", "chip chip-select"));
  const all = { id: "", name: queue.hub.t(`queue.any_${name}`) };
  select.append(...[all, ...options].map((one) => makeOption(one.id, one.name)));
  select.name = name;
  select.setAttribute("aria-label", all.name);
  select.addEventListener("change", () => use({ ...queue.model.filter, [name]: select.value }));
  return select;
}

/** @param {string} value @param {string} text */
export function makeOption(value, text) {
  const option = /** @type {HTMLOptionElement} */ (make("option"));
  option.value = value;
  option.textContent = text;
  return option;
}
