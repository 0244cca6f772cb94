// @ts-check
/**
 * Many records of which a map needs little, as a snapshot brings them (docs/wire.md section 2): ids that share their beginning
 * with the one before, places as differences, words by number. Python reads and writes them in `feeds/columns.py`. Pure.
 *
 * @typedef {{of: string[], at: number[]}} Coded
 * @typedef {{shared: number[], ids: string[], lat: number[], lon: number[], state: Coded, provenance: Coded}} Columns
 */

/** Degrees of one step. */
const PLACE_DEG = 1e-6;

/** What is known of such a record before anybody looks at it. */
export class Little {
  /** @param {string} id @param {number} lat @param {number} lon @param {string} state @param {string} provenance */
  constructor(id, lat, lon, state, provenance) {
    this.id = id;
    this.lat = lat;
    this.lon = lon;
    this.state = state;
    this.provenance = provenance;
  }

  get little() {
    return true;
  }
}

/** @param {Columns} columns @returns {Generator<Little>} */
export function* bodiesOf({ shared, ids, lat, lon, state, provenance }) {
  let [id, y, x] = ["", 0, 0];
  for (let i = 0; i < ids.length; i += 1) {
    id = id.slice(0, shared[i]) + ids[i];
    y += lat[i];
    x += lon[i];
    yield new Little(id, y * PLACE_DEG, x * PLACE_DEG, state.of[state.at[i]], provenance.of[provenance.at[i]]);
  }
}

/** Why these are no columns; null when they are. @param {any} columns @returns {string | null} */
export function faultOf(columns) {
  const length = columns?.ids?.length;
  const arrays = [columns?.ids, columns?.shared, columns?.lat, columns?.lon, columns?.state?.at, columns?.provenance?.at];
  if (arrays.every((column) => Array.isArray(column) && column.length === length)) return null;
  return "the columns of a snapshot are not of equal length";
}
