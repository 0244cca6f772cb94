// @ts-check
/** The camera records as columns, read once a change. Pure. */
import { gather } from "./cluster.mjs";
import { worldX, worldY } from "./mercator.mjs";

/** @typedef {{id: string, heading: number, fov: number, state: number, provenance: string}} Camera */

/** States of a camera; the number is the column's. A word nobody knows is not taken for alive. */
export const STATES = Object.freeze(["alive", "dead", "unknown"]);
const UNKNOWN = 2;

export class CameraBook {
  /** @type {Camera[]} */
  #cameras = [];
  /** @type {Map<string, number>} */
  #index = new Map();
  /** @type {Set<number>} cameras with an alarm: never gathered */
  #alarmed = new Set();

  /** @param {Iterable<[string, Record<string, any>]>} [records] */
  constructor(records = []) {
    const placed = [...records].filter(([, body]) => Number.isFinite(body.lat) && Number.isFinite(body.lon));
    this.points = {
      x: Float64Array.from(placed, ([, body]) => worldX(body.lon)),
      y: Float64Array.from(placed, ([, body]) => worldY(body.lat)),
      state: Uint8Array.from(placed, ([, body]) => stateOf(body)),
    };
    placed.forEach(([id, body], i) => {
      this.#index.set(id, i);
      if (body.alarm) this.#alarmed.add(i);
      this.#cameras.push({
        id,
        heading: Number(body.heading ?? NaN),
        fov: Number(body.fov ?? 60),
        state: stateOf(body),
        provenance: String(body.provenance ?? "real"),
      });
    });
  }

  /** @param {number} index @returns {Camera} */
  at(index) {
    return this.#cameras[index];
  }

  /** @param {string} id @returns {number} -1 when there is none */
  indexOf(id) {
    return this.#index.get(id) ?? -1;
  }

  /** Whether it stands alone on every map: chosen, or alarmed. @param {number} index @param {number} chosen */
  isSpecial(index, chosen) {
    return index === chosen || this.#alarmed.has(index);
  }

  /** @param {number} cell world pixels; 0 gathers nothing @param {number} chosen index that stands alone, or -1 */
  gather(cell, chosen) {
    return gather(this.points, cell, (i) => this.isSpecial(i, chosen));
  }
}

/** @param {Record<string, any>} body */
function stateOf({ state }) {
  const index = STATES.indexOf(state);
  return index < 0 ? UNKNOWN : index;
}
