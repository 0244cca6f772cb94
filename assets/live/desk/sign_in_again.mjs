// @ts-check
/**
 * Signing in again without leaving the desk: a dialog over it, so that a half-filled form outlives the session it was begun in.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("./desk.mjs").Desk} Desk
 */
import { make, write } from "../panels/dom.mjs";
import { askServer, isAnother, sentenceOf } from "../sign_in/identity.mjs";

const ask = (/** @type {string} */ url, /** @type {object | undefined} */ body) => askServer((to, init) => fetch(to, init), url, body);

/** Ask the server who sits here, and let the desk know. @param {Desk} desk @returns {Promise<void>} */
export async function askWho(desk) {
  const { status, body } = await ask("/api/me", undefined);
  if (status === 200 && typeof body?.kind === "string") desk.officer.become(body);
}

/** @param {Hub} hub @param {Desk} desk */
export function askAgain(hub, desk) {
  const { t } = hub;
  const name = makeField("text", "username", desk.officer.account?.id ?? "");
  const password = makeField("password", "current-password", "");
  const said = make("p", "again-said");
  said.setAttribute("role", "alert");
  const go = /** @type {HTMLButtonElement} */ (worded("button", t("sign_in.go")));
  const cancel = /** @type {HTMLButtonElement} */ (worded("button", t("officer.cancel")));
  cancel.type = "button";
  const other = /** @type {HTMLAnchorElement} */ (worded("a", t("officer.other_way")));
  Object.assign(other, { href: `/sign-in?lang=${hub.lang}`, target: "_blank", rel: "noopener" });
  const form = make("form", "again-form", [
    worded("h2", t("officer.sign_in_again")),
    make("label", "", [worded("span", t("sign_in.name")), name]),
    make("label", "", [worded("span", t("sign_in.password")), password]),
    said,
    make("div", "again-end", [go, cancel, other]),
  ]);
  const dialog = /** @type {HTMLDialogElement} */ (make("dialog", "again", [form]));
  dialog.setAttribute("aria-label", t("officer.sign_in_again"));
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // no key acts on what lies behind it
  dialog.addEventListener("close", () => dialog.remove());
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    const answer = await ask("/api/sign-in", { name: name.value.trim(), password: password.value });
    go.disabled = false;
    if (answer.status === 204) return goOn(hub, desk, dialog);
    write(said, sentenceOf(answer, t, hub.lang));
    password.select();
  });
  document.querySelector("#wanglou")?.append(dialog);
  dialog.showModal();
  (name.value === "" ? name : password).focus();
}

/** Signed in: the same person goes on where they were. @param {Hub} hub @param {Desk} desk @param {HTMLDialogElement} dialog */
async function goOn(hub, desk, dialog) {
  const before = desk.officer.account?.id;
  await askWho(desk);
  if (isAnother(before, desk.officer.account?.id)) return location.reload(); // what was typed is not theirs to read
  if (desk.officer.account?.must_change) location.assign(`/sign-in?lang=${hub.lang}`);
  dialog.close();
}

/** @param {string} type @param {AutoFill} autocomplete @param {string} value */
function makeField(type, autocomplete, value) {
  const field = /** @type {HTMLInputElement} */ (make("input"));
  return Object.assign(field, { type, autocomplete, value, required: true, spellcheck: false });
}

/** @param {string} tag @param {string} text */
function worded(tag, text) {
  const element = make(tag);
  write(element, text);
  return element;
}
