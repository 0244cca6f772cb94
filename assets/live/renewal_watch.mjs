// @ts-check
/** The page's own renewal, wired: what it hears from the hub, and what of the page holds it. */
import { Renewal } from "./renewal.mjs";

/** A page that somebody used so recently is not quiet. */
const IDLE_MS = 20_000;
const PROBE_MS = 5_000;
/** What takes characters: a page with the keyboard there, or with a form open, is in use however long it rests. */
const IN_USE = "input:focus, textarea:focus, select:focus, form, dialog[open]";

/**
 * @param {import("./hub.mjs").Hub} hub
 * @returns {{renewal: Renewal, holdWhile: (check: () => boolean) => () => void}} `holdWhile`: while any check says so the page is in use
 */
export function watchBuild(hub) {
  /** @type {Set<() => boolean>} */
  const holds = new Set([isInUse]);
  const idle = watchHands();
  const renewal = new Renewal({
    build: hub.config.build,
    memory: { getItem: (key) => sessionStorage.getItem(key), setItem: (key, value) => sessionStorage.setItem(key, value) },
    now: Date.now,
    random: Math.random,
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (timer) => clearTimeout(timer),
    quiet: () => idle() > IDLE_MS && ![...holds].some((check) => check()),
    reachable,
    reload: () => location.reload(),
  });
  hub.on("build", (build) => renewal.heard(build));
  hub.on("refused", (version) => renewal.refused(version));
  return {
    renewal,
    holdWhile(check) {
      holds.add(check);
      return () => void holds.delete(check);
    },
  };
}

/** @returns {() => number} ms since somebody last touched this page */
function watchHands() {
  let touched = -Infinity;
  const note = () => (touched = performance.now());
  for (const event of ["keydown", "pointerdown", "wheel"]) addEventListener(event, note, { capture: true, passive: true });
  return () => performance.now() - touched;
}

/** @returns {boolean} */
function isInUse() {
  return [...document.querySelectorAll(IN_USE)].some((element) => element.checkVisibility());
}

/** Whether this address would answer: a screen that reloads into nothing stays dark. */
async function reachable() {
  try {
    return (await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PROBE_MS) })).ok;
  } catch {
    return false;
  }
}
