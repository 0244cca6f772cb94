// @ts-check
/** What is shown once and never again: a password, an address, a token. */
import { make, write } from "../panels/dom.mjs";
import { makeButton, worded } from "./table.mjs";

/**
 * @param {string} what whose it is @param {string} secret @param {(key: string) => string} t
 * @returns {Promise<void>} settled when it was closed
 */
export function showOnce(what, secret, t) {
  const field = /** @type {HTMLInputElement} */ (make("input", "admin-secret"));
  Object.assign(field, { readOnly: true, value: secret, spellcheck: false });
  field.setAttribute("aria-label", what);
  const copy = makeButton(t("admin.copy"), async () => {
    field.select();
    await navigator.clipboard.writeText(secret);
    write(copy, t("admin.copied"));
  });
  copy.hidden = !navigator.clipboard; // not over plain http elsewhere than on this machine
  const dialog = /** @type {HTMLDialogElement} */ (make("dialog", "admin-once"));
  const done = makeButton(t("admin.done"), () => dialog.close());
  dialog.setAttribute("aria-label", what);
  dialog.append(worded("h2", what), worded("p", t("admin.once")), field, make("div", "admin-form-end", [copy, done]));
  document.body.append(dialog);
  dialog.showModal();
  field.select();
  return new Promise((settled) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      settled();
    });
  });
}
