// @ts-check
/**
 * The composition root of the desk: its panels, its layers, and what follows the address bar and the keyboard.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 */
import { deskLayers } from "../layers/desk.mjs";
import { incidentOf } from "./address.mjs";
import { Desk } from "./desk.mjs";
import { DESK_PANELS } from "./index.mjs";
import { Keys } from "./keys.mjs";
import { Officer } from "./officer.mjs";
import { Orders } from "./orders.mjs";
import { askWho } from "./sign_in_again.mjs";

/**
 * @param {Hub} hub
 * @returns {import("../page.mjs").Page}
 */
export function open(hub) {
  const desk = buildDesk(hub);
  listen(desk, hub);
  const panels = Object.entries(DESK_PANELS).map(([name, mount]) => [name, place(mount, desk)]);
  const opened = /** @type {{open?: string | null}} */ (hub.config).open;
  if (opened) openOnceKnown(desk, hub, opened);
  return { panels: Object.fromEntries(panels), layers: deskLayers(desk) };
}

/** @param {Hub} hub */
function buildDesk(hub) {
  const known = /** @type {any} */ (hub.config).desk;
  return new Desk({
    hub,
    keys: new Keys(),
    officer: new Officer(localStorage, known, "asking"),
    orders: new Orders({
      fetch: (url, init) => fetch(url, init),
      wait: (ms) => new Promise((done) => setTimeout(done, ms)),
      unreachable: hub.t("desk.unreachable"),
    }),
    goTo,
    makeRoom(opened) {
      const place = /** @type {HTMLElement | null} */ (document.querySelector(".desk-case"));
      if (!place || (place.dataset.opened ?? "false") === String(opened)) return false;
      place.dataset.opened = String(opened);
      return true;
    },
  });
}

/** From one incident to the next the address is replaced: going back leads out, not through all that was read. @param {string} path */
function goTo(path) {
  const verb = incidentOf(location.pathname) !== null && incidentOf(path) !== null ? "replaceState" : "pushState";
  history[verb](null, "", path + location.search);
}

/** Who sits here is asked anew whenever the server seems not to know it, and when somebody comes back to this page. @param {Desk} desk @param {Hub} hub */
function listenForWho(desk, hub) {
  const ask = () => void askWho(desk);
  desk.officer.on(() => keepWithin(desk.officer.account?.scope ?? "", hub));
  desk.on("unknown", ask);
  hub.on("link", ({ state }) => state === "refused" && desk.officer.standing !== "expired" && ask());
  document.addEventListener("visibilitychange", () => !document.hidden && desk.officer.standing !== "self" && ask());
  ask();
}

/** An officer bound to a division is led to its desk: there is nothing to be had on another. @param {string} scope @param {Hub} hub */
function keepWithin(scope, hub) {
  const asked = new URLSearchParams(location.search);
  if (hub.config.scope.startsWith(scope) || asked.get("scope") === scope) return;
  asked.set("scope", scope);
  location.replace(`${location.pathname}?${asked}`);
}

/** @param {Desk} desk @param {Hub} hub */
function listen(desk, hub) {
  listenForWho(desk, hub);
  hub.on("selection", () => desk.follow());
  document.addEventListener("keydown", (event) => void desk.keys.press(event));
  // before Dash, which would have the server build the page again
  window.addEventListener(
    "popstate",
    (event) => {
      event.stopImmediatePropagation();
      desk.open(incidentOf(location.pathname));
    },
    { capture: true },
  );
  desk.keys.bind({ key: "1", label: "tab.incidents", group: "keys.boards", run: () => desk.show("incidents") });
  desk.keys.bind({ key: "2", label: "tab.whistles", group: "keys.boards", run: () => desk.show("whistles") });
  desk.keys.bind({ key: "Escape", label: "keys.close", group: "keys.desk", when: () => hub.selection !== null, run: () => hub.select(null) });
}

/** The address may name one before the records have come. @param {Desk} desk @param {Hub} hub @param {string} id */
function openOnceKnown(desk, hub, id) {
  desk.open(id);
  const stop = hub.on("records", () => {
    stop();
    if (desk.opened === id) desk.follow();
  });
}

/** @param {import("./index.mjs").DeskMount} mount @param {Desk} desk @returns {import("../mounts.mjs").Mount} */
const place = (mount, desk) => (element, hub) => mount(element, hub, desk);
