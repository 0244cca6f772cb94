// @ts-check
/**
 * The sound of alarms, made by Web Audio: no files, nothing to load when it is needed. A browser lets no page sound before
 * somebody touched it; until then `armed` is false and whoever shows this says so.
 *
 * @typedef {import("./alarm_book.mjs").AlertKind} AlertKind
 * @typedef {{set: (run: () => void, ms: number) => unknown, clear: (timer: any) => void}} Timers
 * @typedef {{atS: number, hz: number, lastsS: number}} Note
 * @typedef {{everyS: number, level: number, notes: ReadonlyArray<Note>}} Pattern
 */
import { SOUNDING_KINDS } from "./alarm_book.mjs";

/**
 * What each kind sounds like: calm enough to talk over, and told apart without looking. A call for help climbs, three times; a
 * critical incident knocks twice; a whistle past its limit falls, once; a wall that shows nothing hums, now and then.
 * @type {Readonly<Record<string, Pattern>>}
 */
export const PATTERNS = Object.freeze({
  sos: { everyS: 2.4, level: 0.32, notes: climbs([0, 0.34, 0.68]) },
  critical: { everyS: 4, level: 0.26, notes: [tone(0, 587, 0.22), tone(0.3, 587, 0.22)] },
  whistle_overdue: { everyS: 8, level: 0.2, notes: [tone(0, 784, 0.28), tone(0.3, 523, 0.5)] },
  screen: { everyS: 20, level: 0.14, notes: [tone(0, 392, 0.4)] },
});

/** A note begins and ends softly: a square edge is a click. */
const EDGE_S = 0.02;
/** How quickly all is silent. */
const HUSH_S = 0.015;

/** @param {number} atS @param {number} hz @param {number} lastsS @returns {Note} */
function tone(atS, hz, lastsS) {
  return { atS, hz, lastsS };
}

/** @param {number[]} starts @returns {Note[]} */
function climbs(starts) {
  return starts.flatMap((atS) => [tone(atS, 784, 0.13), tone(atS + 0.14, 1047, 0.16)]);
}

/** Of several kinds the most urgent is heard. @param {Iterable<string>} kinds @returns {AlertKind | null} */
export function leading(kinds) {
  const wanted = new Set(kinds);
  return SOUNDING_KINDS.find((kind) => wanted.has(kind)) ?? null;
}

/** @type {Timers} */
const REAL_TIMERS = { set: (run, ms) => setTimeout(run, ms), clear: (timer) => clearTimeout(timer) };

export class AlarmSound {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {GainNode | null} what the pattern under way goes through: to end it is to close this */
  #out = null;
  /** @type {unknown} */
  #timer = null;
  /** @type {AlertKind | null} */
  #wanted = null;
  #muted = false;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {() => AudioContext} makeContext @param {Timers} [timers] */
  constructor(makeContext, timers = REAL_TIMERS) {
    this.makeContext = makeContext;
    this.timers = timers;
  }

  /** Whether it can be heard, apart from being muted. */
  get armed() {
    return this.#context?.state === "running";
  }

  /** Which pattern is under way; null: none. @returns {AlertKind | null} */
  get playing() {
    return this.#out === null ? null : this.#wanted;
  }

  get muted() {
    return this.#muted;
  }

  set muted(muted) {
    this.#muted = muted;
    this.#turn();
    this.#tell();
  }

  /** Ask for sound; works in answer to a gesture. What should be heard is heard from then on. */
  async arm() {
    if (this.#context === null) {
      this.#context = this.makeContext();
      this.#context.addEventListener("statechange", () => this.#changed());
    }
    if (!this.armed) await this.#context.resume();
    this.#changed();
  }

  /** Sound for these kinds from now on; for none: silence, at once. @param {Iterable<string>} kinds */
  play(kinds) {
    const wanted = leading(kinds);
    if (wanted === this.#wanted) return;
    this.#hush();
    this.#wanted = wanted;
    this.#turn();
  }

  /** @param {() => void} listener told when it was armed, muted or lost @returns {() => void} */
  on(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #changed() {
    this.#turn();
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }

  /** Sound or be silent, as things stand. */
  #turn() {
    const sound = this.armed && !this.#muted && this.#wanted !== null;
    if (sound && this.#out === null) this.#round();
    else if (!sound) this.#hush();
  }

  /** One round of the pattern, and the next one after it. */
  #round() {
    const context = /** @type {AudioContext} */ (this.#context);
    const { everyS, level, notes } = PATTERNS[/** @type {AlertKind} */ (this.#wanted)];
    this.#out?.disconnect();
    const out = context.createGain();
    out.gain.value = level;
    out.connect(context.destination);
    this.#out = out;
    for (const note of notes) sing(context, out, note);
    this.#timer = this.timers.set(() => this.#round(), everyS * 1000);
  }

  #hush() {
    if (this.#timer !== null) this.timers.clear(this.#timer);
    this.#timer = null;
    const out = this.#out;
    this.#out = null;
    if (out === null || this.#context === null) return;
    out.gain.setTargetAtTime(0, this.#context.currentTime, HUSH_S / 3);
    this.timers.set(() => out.disconnect(), 2 * HUSH_S * 1000);
  }
}

/** @param {AudioContext} context @param {GainNode} out @param {Note} note */
function sing(context, out, { atS, hz, lastsS }) {
  const from = context.currentTime + EDGE_S + atS;
  const voice = context.createOscillator();
  const shape = context.createGain();
  voice.type = "triangle";
  voice.frequency.value = hz;
  shape.gain.setValueAtTime(0, from);
  shape.gain.linearRampToValueAtTime(1, from + EDGE_S);
  shape.gain.setValueAtTime(1, from + lastsS - EDGE_S);
  shape.gain.linearRampToValueAtTime(0, from + lastsS);
  voice.connect(shape).connect(out);
  voice.start(from);
  voice.stop(from + lastsS);
}
