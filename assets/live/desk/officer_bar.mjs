// @ts-check
/**
 * Who sits here, in the desk's bar: by their own word with fields, signed in with the account's name and its roles; and the
 * calm line that says when a session is over. What was typed stays, for signing in again happens in a dialog of this page.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./desk.mjs").Desk} Desk
 */
import { make, note, show, slot, write } from "../panels/dom.mjs";
import { askServer } from "../sign_in/identity.mjs";
import { makeOption } from "./chips.mjs";
import { NAME_CHARACTERS, OF_A_UNIT } from "./officer.mjs";
import { askAgain } from "./sign_in_again.mjs";

/** @param {HTMLElement} bar @param {Hub} hub @param {Desk} desk */
export function mountOfficer(bar, hub, desk) {
  const place = slot(bar, "officer");
  const fields = makeFields(place, hub, desk);
  const expired = slot(bar, "expired");
  const signIn = () => askAgain(hub, desk);
  /** @type {[HTMLElement, () => unknown][]} */
  const buttons = [
    [slot(bar, "again"), signIn],
    [slot(bar, "in"), signIn],
    [slot(bar, "out"), () => signOut(hub, desk)],
  ];
  for (const [button, run] of buttons) button.addEventListener("click", run);
  const draw = () => {
    const { officer } = desk;
    const { standing, account } = officer;
    const signedIn = standing === "account";
    fields.draw();
    show(expired, standing === "expired");
    write(slot(place, "account"), signedIn ? officer.now.name : "");
    write(slot(place, "note"), hub.t(noteOf(officer, hub.config.mode)));
    show(slot(place, "note"), standing !== "expired" && !(signedIn && officer.known));
    show(slot(bar, "out"), signedIn);
    show(slot(bar, "admin"), signedIn && account?.admin === true);
    show(slot(bar, "in"), standing === "nobody" || standing === "screen");
    note(place, "known", String(officer.known));
    note(place, "standing", standing);
  };
  draw();
  const stops = [desk.officer.on(draw), fields.stop];
  return () => {
    for (const stop of stops) stop();
    for (const [button, run] of buttons) button.removeEventListener("click", run);
  };
}

/** The key of the note beside the officer. @param {import("./officer.mjs").Officer} officer @param {string} mode */
function noteOf(officer, mode) {
  if (officer.standing === "self") return mode === "demo" ? "officer.demo" : "officer.by_own_word";
  return officer.why ?? "officer.signed_in";
}

/** Name, role and department. @param {HTMLElement} place @param {Hub} hub @param {Desk} desk */
function makeFields(place, hub, desk) {
  const { officer } = desk;
  const { units } = /** @type {any} */ (hub.config).desk;
  const [nameLabel, roleLabel, unitLabel] = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("label")]);
  const name = /** @type {HTMLInputElement} */ (make("input"));
  Object.assign(name, { maxLength: NAME_CHARACTERS, autocomplete: "off", placeholder: hub.t("officer.no_name") });
  const role = /** @type {HTMLSelectElement} */ (make("select"));
  const unit = /** @type {HTMLSelectElement} */ (make("select"));
  unit.append(...[{ id: "", name: hub.t("officer.choose_unit") }, ...units].map((one) => makeOption(one.id, one.name)));
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
    const { now, standing, roles } = officer;
    const self = standing === "self";
    if (document.activeElement !== name) name.value = now.name;
    offer(role, roles);
    role.value = now.role;
    unit.value = now.unit ?? "";
    unit.disabled = !self;
    show(nameLabel, self);
    show(roleLabel, self || (standing === "account" && roles.length > 0));
    show(unitLabel, now.role === OF_A_UNIT && (self || standing === "account"));
  };
  const unnamed = () => officer.standing === "self" && (officer.now.name === "" ? name : unit).focus();
  const key = { key: ".", label: "pane.keys_role", group: "keys.desk", when: () => !roleLabel.hidden, run: () => role.focus() };
  const stops = [desk.keys.bind(key), desk.on("unnamed", unnamed)];
  return { draw, stop: () => stops.forEach((stop) => stop()) };
}

/** Options written only when they are others. @param {HTMLSelectElement} select @param {import("./officer.mjs").Choice[]} choices */
function offer(select, choices) {
  const held = [...select.options].map(({ value }) => value).join();
  if (held !== choices.map(({ id }) => id).join()) select.replaceChildren(...choices.map(({ id, name }) => makeOption(id, name)));
}

/** @param {Hub} hub @param {Desk} desk */
async function signOut(hub, desk) {
  const { status } = await askServer((url, init) => fetch(url, init), "/api/sign-out", {});
  if (status === 204) location.assign(`/sign-in?lang=${hub.lang}`);
  else desk.say(hub.t("desk.unreachable"), "refused");
}

/** @param {KeyboardEvent} event @param {HTMLSelectElement} select */
function leave(event, select) {
  event.preventDefault();
  select.blur();
}
