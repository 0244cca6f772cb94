// @ts-check
/**
 * The desk's top bar: clock and link as on the wall, who sits here, and the way to the other language, which keeps the place.
 * The sound's place is filled by the alarms.
 */
import { make, note, slot } from "../panels/dom.mjs";
import { drawOn } from "../panels/draw.mjs";
import { drawLink, drawTime } from "../panels/titlebar.mjs";
import { makeOption } from "./chips.mjs";
import { NAME_CHARACTERS, OF_A_UNIT } from "./officer.mjs";

/** @param {HTMLElement} element @param {import("../hub.mjs").Hub} hub @param {import("./desk.mjs").Desk} desk */
export function mount(element, hub, desk) {
  mountLanguage(/** @type {HTMLAnchorElement} */ (slot(element, "language")), hub.lang);
  const stopOfficer = hub.config.mode === "live" ? () => {} : mountOfficer(slot(element, "officer"), hub, desk);
  const stop = drawOn(element, hub, ["second", "beat", "link"], () => {
    drawTime(element, hub);
    drawLink(element, hub);
  });
  return () => {
    stop();
    stopOfficer();
  };
}

/** @param {HTMLAnchorElement} link @param {string} lang */
function mountLanguage(link, lang) {
  link.addEventListener("click", () => {
    const query = new URLSearchParams(location.search);
    query.set("lang", lang === "en" ? "zh" : "en");
    link.href = `${location.pathname}?${query}`;
  });
}

/** @param {HTMLElement} place @param {import("../hub.mjs").Hub} hub @param {import("./desk.mjs").Desk} desk */
function mountOfficer(place, hub, desk) {
  const { officer } = desk;
  const { roles, units } = /** @type {any} */ (hub.config).desk;
  const [nameLabel, roleLabel, unitLabel] = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("label")]);
  const name = /** @type {HTMLInputElement} */ (make("input"));
  Object.assign(name, { maxLength: NAME_CHARACTERS, autocomplete: "off", placeholder: hub.t("officer.no_name") });
  const role = makeSelect(roles);
  const unit = makeSelect([{ id: "", name: hub.t("officer.choose_unit") }, ...units]);
  nameLabel.append(name);
  roleLabel.append(role);
  unitLabel.append(unit);
  name.addEventListener("input", () => officer.set({ name: name.value }));
  name.addEventListener("blur", () => (name.value = officer.now.name));
  name.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && name.blur());
  role.addEventListener("change", () => officer.set({ role: role.value }));
  unit.addEventListener("change", () => officer.set({ unit: unit.value || null }));
  // chosen: the keys are the desk's again
  for (const select of [role, unit]) select.addEventListener("keydown", (event) => event.key === "Enter" && leave(event, select));
  const draw = () => {
    if (document.activeElement !== name) name.value = officer.now.name;
    role.value = officer.now.role;
    unit.value = officer.now.unit ?? "";
    unitLabel.hidden = officer.now.role !== OF_A_UNIT;
    note(place, "known", String(officer.known));
  };
  draw();
  const key = { key: ".", label: "pane.keys_role", group: "keys.desk", run: () => role.focus() };
  const stops = [desk.keys.bind(key), officer.on(draw), desk.on("unnamed", () => (officer.now.name === "" ? name : unit).focus())];
  return () => stops.forEach((stop) => stop());
}

/** @param {KeyboardEvent} event @param {HTMLSelectElement} select */
function leave(event, select) {
  event.preventDefault();
  select.blur();
}

/** @param {Array<{id: string, name: string}>} choices */
function makeSelect(choices) {
  const select = /** @type {HTMLSelectElement} */ (make("select"));
  select.append(...choices.map(({ id, name }) => makeOption(id, name)));
  return select;
}
