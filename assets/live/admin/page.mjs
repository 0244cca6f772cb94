// @ts-check
/**
 * The composition root of the administrators' page: its boards behind tabs, the keys 1 to 5, and one line that says what came
 * of what was done.
 *
 * @typedef {import("./section.mjs").Desk} Desk
 */
import { note, show, slot, write } from "../panels/dom.mjs";
import { askServer, sentenceOf } from "../sign_in/identity.mjs";
import { speaker } from "../words.mjs";
import { audit } from "./audit.mjs";
import { screens } from "./screens.mjs";
import { Section } from "./section.mjs";
import { sessions } from "./sessions.mjs";
import { tokens } from "./tokens.mjs";
import { users } from "./users.mjs";

const KINDS = Object.freeze({ users, screens, tokens, sessions, audit });
/** @typedef {keyof typeof KINDS} Board */

const config = JSON.parse(document.body.dataset.config ?? "{}");
const t = speaker(config.words);

/** @param {string} sentence @param {"done" | "refused"} tone */
function say(sentence, tone) {
  const said = slot(document.body, "said");
  note(said, "tone", tone);
  write(said, sentence);
}

/** Whoever is not signed in any more is led to the page for that, and back. @param {string} url @param {object} [body] */
async function ask(url, body) {
  const answer = await askServer((to, init) => fetch(to, init), url, body);
  if (answer.status === 401) location.assign(`/sign-in?lang=${config.lang}&next=/admin`);
  return answer;
}

/** @type {Desk} */
const desk = { t, lang: config.lang, ask, say, why: (answer) => sentenceOf(answer, t, config.lang), choices: config };

/** @type {Record<string, Section<any>>} */
const sections = Object.fromEntries(
  Object.entries(KINDS).map(([name, kind]) => [name, new Section(board(name), desk, /** @type {any} */ (kind(desk)))]),
);
const tabs = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-tab]")]);

/** @param {string} name @returns {HTMLElement} */
function board(name) {
  const found = document.querySelector(`[data-board="${name}"]`);
  if (!(found instanceof HTMLElement)) throw new Error(`this page has no board "${name}"`);
  return found;
}

/** @param {string} name */
function turnTo(name) {
  for (const tab of tabs) {
    const chosen = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    show(board(tab.dataset.tab ?? ""), chosen);
  }
  if (location.hash !== `#${name}`) history.replaceState(null, "", `#${name}`);
  say("", "done");
  void sections[name].load();
}

/** @param {KeyboardEvent} event */
function press(event) {
  const { target, key } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (target instanceof HTMLElement && target.closest("input, select, textarea")) return;
  const here = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
  const onTabs = target instanceof HTMLElement && target.dataset.tab !== undefined;
  const aside = onTabs ? { ArrowRight: 1, ArrowLeft: -1 }[key] : undefined;
  const wanted = aside === undefined ? Number(key) - 1 : (here + aside + tabs.length) % tabs.length;
  const tab = tabs[wanted];
  if (!tab) return;
  event.preventDefault();
  turnTo(tab.dataset.tab ?? "");
  tab.focus();
}

async function signOut() {
  await ask("/api/sign-out", {});
  location.assign(`/sign-in?lang=${config.lang}`);
}

for (const tab of tabs) tab.addEventListener("click", () => turnTo(tab.dataset.tab ?? ""));
document.addEventListener("keydown", press);
document.querySelector('[data-do="out"]')?.addEventListener("click", () => void signOut());
void ask("/api/me").then(({ body }) => write(slot(document.body, "who"), body?.name ?? ""));
turnTo(location.hash.slice(1) in sections ? location.hash.slice(1) : "users");
