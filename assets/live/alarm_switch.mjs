// @ts-check
/**
 * The sound of this screen: armed by the first gesture anywhere, muted here alone, and its state always to be read.
 *
 * @typedef {import("./alarm_sound.mjs").AlarmSound} AlarmSound
 */
import { make, makeMark, note, write } from "./panels/dom.mjs";

const KEY = "wanglou.muted";
const GESTURES = Object.freeze(["pointerdown", "keydown"]);

/** @param {AlarmSound} sound @returns {"off" | "muted" | "on"} */
export const switchState = (sound) => (sound.muted ? "muted" : sound.armed ? "on" : "off");

/**
 * @param {AlarmSound} sound @param {import("./hub.mjs").Hub} hub @param {Element | null} place
 * @returns {() => void} takes it away
 */
export function mountSwitch(sound, hub, place) {
  const word = make("span");
  const button = make("button", "sound-switch", [makeMark("mute"), word]);
  button.setAttribute("type", "button");
  button.title = hub.t("sound.mute_means");
  const draw = () => {
    const state = switchState(sound);
    note(button, "sound", state);
    write(word, hub.t(state === "off" ? "sound.arm" : `sound.${state}`));
    button.ariaPressed = String(state === "on");
  };
  const toggle = () => {
    if (sound.armed || sound.muted) sound.muted = !sound.muted;
    localStorage.setItem(KEY, String(sound.muted));
    if (!sound.armed) void sound.arm();
  };
  const first = (/** @type {Event} */ event) => {
    if (!(event.target instanceof Node && button.contains(event.target))) void sound.arm();
    if (sound.armed) forget();
  };
  const forget = () => GESTURES.forEach((name) => document.removeEventListener(name, first, true));
  GESTURES.forEach((name) => document.addEventListener(name, first, true));
  sound.muted = localStorage.getItem(KEY) === "true";
  const off = sound.on(draw);
  button.addEventListener("click", toggle);
  place?.replaceChildren(button);
  draw();
  return () => {
    forget();
    off();
    button.remove();
  };
}
