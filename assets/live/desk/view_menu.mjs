// @ts-check
/** The menu of saved views: use one, keep what is shown under a name, forget one. */
import { make, write } from "../panels/dom.mjs";

/**
 * @typedef {object} Needs
 * @property {import("../hub.mjs").Hub} hub
 * @property {import("./views.mjs").Views} views
 * @property {() => string} query of what is shown now
 * @property {(query: string) => void} use
 */

/** @param {Needs} needs @returns {{element: HTMLElement, remove: () => void}} */
export function mountViews(needs) {
  const { hub } = needs;
  const menu = /** @type {HTMLDetailsElement} */ (make("details", "views"));
  const summary = make("summary", "chip");
  write(summary, hub.t("views.title"));
  const list = make("ul", "views-list");
  const name = /** @type {HTMLInputElement} */ (make("input", "views-name"));
  Object.assign(name, { type: "text", maxLength: 24, placeholder: hub.t("views.name"), autocomplete: "off" });
  name.setAttribute("aria-label", hub.t("views.name"));
  const form = make("form", "views-form", [name, button(hub.t("views.save"), "submit")]);
  menu.append(summary, make("div", "views-menu", [list, form]));
  const draw = () => list.replaceChildren(...needs.views.all().map((view) => item(view, needs, menu, draw)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (needs.views.save(name.value, needs.query())) name.value = "";
    draw();
  });
  menu.addEventListener("toggle", draw);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    menu.open = false;
    summary.focus();
  });
  const away = (/** @type {Event} */ event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("pointerdown", away);
  return { element: menu, remove: () => document.removeEventListener("pointerdown", away) };
}

/** @param {import("./views.mjs").View} view @param {Needs} needs @param {HTMLDetailsElement} menu @param {() => void} draw */
function item(view, { hub, views, use }, menu, draw) {
  const open = button(view.name);
  open.className = "views-open";
  open.addEventListener("click", () => {
    use(view.query);
    menu.open = false;
  });
  const forget = button("×");
  forget.className = "views-forget";
  forget.setAttribute("aria-label", hub.t("views.forget", { name: view.name }));
  forget.addEventListener("click", () => {
    views.forget(view.name);
    draw();
  });
  return make("li", "", [open, forget]);
}

/** @param {string} text @param {string} [type] */
function button(text, type = "button") {
  const made = make("button");
  made.setAttribute("type", type);
  write(made, text);
  return made;
}
