// @ts-check
/**
 * When the map may move by itself. It never jumps: it fits when the SET of incidents that need somebody changes, never on a
 * tick; any gesture locks it until a person resumes; a visit remembers the exact view it left.
 */

/** @typedef {"scope" | "alarms" | "off"} Fit what a map shows that nobody holds: its whole scope, the open alarms, or whatever it was left at */

/** @type {ReadonlySet<string>} */
const FITS = new Set(["scope", "alarms", "off"]);

/** What the page's address asks for, as in `/wall?fit=alarms`. @param {string} search @returns {Fit} */
export function fitOf(search) {
  const asked = new URLSearchParams(search).get("fit") ?? "";
  return FITS.has(asked) ? /** @type {Fit} */ (asked) : "scope";
}

/**
 * @template View
 */
export class FitRule {
  /** @param {Fit} mode */
  constructor(mode) {
    this.mode = mode;
    /** A person has taken hold of the map. */
    this.locked = false;
    /** @type {View | null} the view to return to */
    this.former = null;
    /** @type {string | null} */
    this.visiting = null;
    this.key = "";
  }

  /** A person panned or zoomed: the map is theirs, and there is nothing to go back to. */
  gesture() {
    this.locked = true;
    this.former = null;
    this.visiting = null;
  }

  /** The one key. */
  resume() {
    this.locked = false;
    this.former = null;
    this.visiting = null;
  }

  /**
   * The newest set of alarms. True when the map should fit now.
   * @param {string[]} ids @returns {boolean}
   */
  alarms(ids) {
    const key = [...ids].sort().join("\n");
    const changed = key !== this.key;
    this.key = key;
    return changed && !this.locked && this.visiting === null && this.mode === "alarms";
  }

  /**
   * A row was clicked. Answers what to do: go there, or (the same row again) back to the exact former view.
   * @param {string} place name of what is visited @param {View} now the view before going
   * @returns {{go: true} | {go: false, to: View}}
   */
  visit(place, now) {
    if (this.visiting === place && this.former !== null) return { go: false, to: /** @type {View} */ (this.leave()) };
    this.former ??= now;
    this.visiting = place;
    return { go: true };
  }

  /** Ends a visit. @returns {View | null} the view it began from */
  leave() {
    const former = this.former;
    this.former = null;
    this.visiting = null;
    return former;
  }
}
