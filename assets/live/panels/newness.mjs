// @ts-check
/**
 * Which incidents are new on this wall: those that came after the page had its first picture, until somebody takes them up
 * (their state moves on), somebody looks at them here, or they have stood here long enough for everybody to have seen. Pure.
 *
 * @typedef {import("./incident.mjs").Incident} Incident
 */

/** A mark that never ends says nothing. */
export const NEW_MS = 5 * 60_000;

export class Newness {
  /** @type {Map<string, {status: string, untilMs: number}> | null} every open incident; null before the first picture */
  #known = null;

  /**
   * @param {ReadonlyArray<Incident>} open @param {string | null} selected @param {number} now
   */
  learn(open, selected, now) {
    const before = this.#known;
    this.#known = new Map(
      open.map((incident) => {
        const was = before?.get(incident.key);
        const untilMs = was ? was.untilMs : before ? now + NEW_MS : -Infinity;
        const seen =
          incident.key === selected || (was !== undefined && was.status !== incident.status) || now >= untilMs;
        return [incident.key, { status: incident.status, untilMs: seen ? -Infinity : untilMs }];
      }),
    );
  }

  /** @param {string} id */
  has(id) {
    return (this.#known?.get(id)?.untilMs ?? -Infinity) > -Infinity;
  }
}
