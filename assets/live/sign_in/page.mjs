// @ts-check
/**
 * The page of signing in. It stands whole in the document; this shows the part that is due, sends what was typed, and says
 * what came of it.
 *
 * @typedef {import("./identity.mjs").Me} Me
 * @typedef {"sign_in" | "change" | "signed_in"} Part
 */
import { note, show, slot, write } from "../panels/dom.mjs";
import { speaker } from "../words.mjs";
import { askServer, partFor, sentenceOf } from "./identity.mjs";

const config = JSON.parse(document.body.dataset.config ?? "{}");
const t = speaker(config.words);
/** @param {string} url @param {object} [body] */
const ask = (url, body) => askServer((to, init) => fetch(to, init), url, body);

/** @param {string} sentence @param {"refused" | "done"} [tone] */
function say(sentence, tone = "refused") {
  const said = slot(document.body, "said");
  note(said, "tone", tone);
  write(said, sentence);
}

/** @param {string} name @returns {HTMLElement} */
function part(name) {
  const found = document.querySelector(`[data-part="${name}"]`);
  if (!(found instanceof HTMLElement)) throw new Error(`this page has no part "${name}"`);
  return found;
}

/** @param {Part} due @param {Me} me */
function turnTo(due, me) {
  for (const name of /** @type {Part[]} */ (["sign_in", "change", "signed_in"])) show(part(name), name === due);
  if (me.kind === "officer") {
    write(slot(document.body, "who"), t("sign_in.already", { name: me.name }));
    field("change", "name").value = me.id;
    show(slot(document.body, "why"), me.must_change);
  }
  if (part(due).contains(document.activeElement)) return; // somebody types already: the keys must not land in another field
  const first = part(due).querySelector("input:not([hidden]), a, button");
  if (first instanceof HTMLElement) first.focus();
}

/** @param {string} form @param {string} name @returns {HTMLInputElement} */
function field(form, name) {
  const found = part(form).querySelector(`input[name="${name}"]`);
  if (!(found instanceof HTMLInputElement)) throw new Error(`the form "${form}" has no field "${name}"`);
  return found;
}

/** Ask who is signed in now and show what is due. @returns {Promise<Me>} */
async function lookAgain() {
  const { status, body } = await ask("/api/me");
  /** @type {Me} */
  const me = status === 200 && body ? body : { kind: "nobody" };
  turnTo(partFor(me), me);
  return me;
}

/**
 * While an answer is awaited the form is not sent twice.
 * @param {HTMLElement} form @param {() => Promise<void>} work
 */
async function busy(form, work) {
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  form.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    for (const button of buttons) button.disabled = false;
    form.removeAttribute("aria-busy");
  }
}

async function signIn() {
  const [name, password] = [field("sign_in", "name"), field("sign_in", "password")];
  say(t("sign_in.busy"), "done");
  const answer = await ask("/api/sign-in", { name: name.value.trim(), password: password.value });
  if (answer.status !== 204) {
    say(sentenceOf(answer, t, config.lang));
    password.select();
    return password.focus();
  }
  say("", "done");
  password.value = "";
  const me = await lookAgain();
  if (me.kind === "officer" && !me.must_change) location.replace(config.next);
}

async function changePassword() {
  const [old, fresh, again] = [field("change", "old"), field("change", "new"), field("change", "again")];
  if (fresh.value !== again.value) {
    say(t("sign_in.differ"));
    return again.focus();
  }
  const answer = await ask("/api/password", { old: old.value, new: fresh.value });
  if (answer.status !== 204) return say(sentenceOf(answer, t, config.lang));
  const forced = !slot(document.body, "why").hidden;
  for (const each of [old, fresh, again]) each.value = "";
  if (forced) return location.replace(config.next);
  await lookAgain();
  say(t("sign_in.changed"), "done");
}

async function signOut() {
  const answer = await ask("/api/sign-out", {});
  if (answer.status >= 400 || answer.status === 0) return say(sentenceOf(answer, t, config.lang));
  await lookAgain();
  say(t("sign_in.signed_out"), "done");
}

/** @param {string} name @param {() => Promise<void>} work */
function onSubmit(name, work) {
  const form = part(name);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(form, work);
  });
}

/** @param {Event} event */
function showPasswords({ target }) {
  if (!(target instanceof HTMLInputElement) || target.dataset.do !== "show") return;
  const fields = target.form?.querySelectorAll('input[type="password"], input[data-shown]') ?? [];
  for (const each of /** @type {Iterable<HTMLInputElement>} */ (fields)) {
    each.dataset.shown = "true";
    each.type = target.checked ? "text" : "password";
  }
}

onSubmit("sign_in", signIn);
onSubmit("change", changePassword);
document.addEventListener("change", showPasswords);
const signedIn = part("signed_in");
const goOn = /** @type {HTMLAnchorElement} */ (slot(signedIn, "go_on"));
goOn.href = config.next;
if (config.next.split("?")[0] !== "/desk") write(goOn, t("sign_in.go_on_there"));
signedIn.querySelector('[data-do="out"]')?.addEventListener("click", () => void busy(signedIn, signOut));
signedIn.querySelector('[data-do="change"]')?.addEventListener("click", () => {
  show(signedIn, false);
  show(part("change"), true);
  show(slot(document.body, "why"), false);
  field("change", "old").focus();
});
void lookAgain();
