// @ts-check
/**
 * A note about the system itself, only while one of its processes is late or stopped, or nothing can be stored.
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../wire.mjs").ProcessTile} ProcessTile
 */
import { show, slot, write } from "./dom.mjs";
import { drawOn } from "./draw.mjs";
import { span } from "./format.mjs";

const KNOWN = new Set(["web", "feeds", "relay", "redis"]);
/** What is no process but what one of them needs: it has a sentence of its own, for nobody restarts it. */
const NEEDED = new Set(["storing", "store", "bus"]);
/** That nothing is kept comes first. @param {ProcessTile} tile */
const rank = ({ name }) => (name === "storing" ? 0 : 1);

/**
 * One sentence for all that ails; empty while all processes beat. Pure.
 * @param {ReadonlyArray<ProcessTile>} processes @param {import("./format.mjs").Speak} t
 */
export function ailing(processes, t) {
  const unwell = processes.filter(({ state }) => state !== "live").sort((a, b) => rank(a) - rank(b));
  return unwell.map((process) => sentence(process, t)).join(" · ");
}

/** @param {ProcessTile} process @param {import("./format.mjs").Speak} t */
function sentence({ name, state, age_s }, t) {
  if (NEEDED.has(name)) return age_s === null ? t(`health.no_${name}`) : t(`health.no_${name}_for`, { age: span(age_s * 1000, t) });
  const process = called(name, t);
  return age_s === null
    ? t("health.never", { process })
    : t(`health.${state}`, { process, age: span(age_s * 1000, t) });
}

/** A second relay is "relay-2". @param {string} name @param {import("./format.mjs").Speak} t */
function called(name, t) {
  const [kind, number] = name.split("-");
  if (!KNOWN.has(kind)) return name;
  return number ? `${t(`process.${kind}`)} ${number}` : t(`process.${kind}`);
}

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  return drawOn(element, hub, ["beat"], () => {
    const sentence = ailing(hub.beat?.processes ?? [], hub.t);
    show(element, sentence !== "");
    write(slot(element, "note"), sentence);
  });
}
