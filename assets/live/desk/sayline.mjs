// @ts-check
/** The desk's last line: what just came of an order, and the list of all keys (`?`). */
import { make, note, show, slot, write } from "../panels/dom.mjs";

/** Also what a browser itself takes for it. */
const RENEWS = "F5";

/** Names of keys as they stand on them. @type {Readonly<Record<string, string>>} */
const CAPS = Object.freeze({ ArrowDown: "↓", ArrowUp: "↑", Enter: "↵", Escape: "Esc" });

/** @param {HTMLElement} element @param {import("../hub.mjs").Hub} hub @param {import("./desk.mjs").Desk} desk */
export function mount(element, hub, desk) {
  const said = slot(element, "said");
  const dialog = makeDialog(hub);
  element.append(dialog);
  const list = () => showKeys(dialog, hub, desk);
  const button = slot(element, "keys");
  button.addEventListener("click", list);
  const stops = [
    offerRenewal(element, hub, desk),
    desk.on("said", ({ sentence, tone }) => {
      note(said, "tone", tone);
      write(said, sentence);
    }),
    desk.keys.bind({ key: "?", label: "keys.list", group: "keys.desk", run: list }),
  ];
  return () => {
    for (const stop of stops) stop();
    button.removeEventListener("click", list);
    dialog.remove();
  };
}

/**
 * A desk that is older than its server renews itself while nobody works at it; whoever does is told, and has a key.
 * @param {HTMLElement} element @param {import("../hub.mjs").Hub} hub @param {import("./desk.mjs").Desk} desk
 */
function offerRenewal(element, hub, desk) {
  const { renewal } = /** @type {{renewal?: import("../renewal.mjs").Renewal}} */ (/** @type {unknown} */ (hub));
  if (!renewal) return () => {};
  const words = make("span");
  const button = make("button", "desk-renewal", [words, makeCap(RENEWS)]);
  /** @type {HTMLButtonElement} */ (button).type = "button";
  button.setAttribute("role", "status");
  element.prepend(button);
  const run = async () => {
    if (!(await renewal.press())) desk.say(hub.t("desk.renewal_unreachable"), "refused");
  };
  const draw = () => {
    show(button, renewal.due !== null);
    write(words, hub.t(renewal.spent ? "desk.renewal_by_hand" : "desk.renewal"));
  };
  button.addEventListener("click", run);
  const stops = [
    renewal.on(draw),
    desk.keys.bind({ key: RENEWS, label: "desk.renewal_key", group: "keys.desk", typing: true, when: () => renewal.due !== null, run }),
    () => button.remove(),
  ];
  draw();
  return () => stops.forEach((stop) => stop());
}

/** @param {import("../hub.mjs").Hub} hub */
function makeDialog(hub) {
  const dialog = /** @type {HTMLDialogElement} */ (make("dialog", "keys-list"));
  dialog.setAttribute("aria-label", hub.t("keys.title"));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  // while it is open no key acts on what lies behind it
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "?") dialog.close();
  });
  return dialog;
}

/** @param {HTMLDialogElement} dialog @param {import("../hub.mjs").Hub} hub @param {import("./desk.mjs").Desk} desk */
function showKeys(dialog, hub, desk) {
  const title = make("h2");
  write(title, hub.t("keys.title"));
  const groups = [...desk.keys.list()].map(([group, bindings]) => makeGroup(hub.t(group), bindings, hub));
  dialog.replaceChildren(title, make("div", "keys-groups", groups));
  dialog.showModal();
}

/** @param {string} title @param {import("./keys.mjs").Binding[]} bindings @param {import("../hub.mjs").Hub} hub */
function makeGroup(title, bindings, hub) {
  const head = make("h3");
  write(head, title);
  /** @type {Map<string, string[]>} one line for what several keys do */
  const lines = new Map();
  for (const { key, label } of bindings) lines.set(label, [...(lines.get(label) ?? []), CAPS[key] ?? key.toUpperCase()]);
  const rows = [...lines].map(([label, keys]) => makeLine(hub.t(label), keys));
  return make("section", "", [head, make("dl", "", rows)]);
}

/** @param {string} label @param {string[]} keys */
function makeLine(label, keys) {
  const term = make("dt", "", keys.map(makeCap));
  const what = make("dd");
  write(what, label);
  return make("div", "", [term, what]);
}

/** @param {string} key */
function makeCap(key) {
  const cap = make("kbd");
  write(cap, key);
  return cap;
}
