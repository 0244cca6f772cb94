// @ts-check
/**
 * What the land is made of: collections fetched from our own server one by one, each drawn as soon as it has come. One that
 * fails is asked for again, later and later, and is named meanwhile.
 */
import { featuresOf, nameOf } from "./geo.mjs";
import { worldX, worldY } from "./mercator.mjs";

/** @typedef {import("./geo.mjs").Feature} Feature */

/** In the order in which they are wanted on an empty screen. */
export const COLLECTIONS = Object.freeze([
  "district",
  "streets",
  "water",
  "wall",
  "roads",
  "landmarks",
  "communities",
  "grids",
  "lanes",
]);

const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60000;

export class Ground {
  /** @type {Map<string, Feature[]>} */
  #collections = new Map();
  /** @type {Set<(name: string) => void>} */
  #listeners = new Set();
  /** @type {Set<string>} collections whose last attempt failed */
  failed = new Set();
  #stopped = false;

  /**
   * @param {object} parts
   * @param {string} parts.url folder of the collections
   * @param {{lat: number, lon: number}} parts.centre about which coordinates are kept
   * @param {(url: string) => Promise<any>} [parts.fetchJson]
   * @param {(ms: number) => Promise<void>} [parts.sleep]
   */
  constructor({ url, centre, fetchJson = getJson, sleep = rest }) {
    this.url = url.replace(/\/$/, "");
    this.origin = { x: worldX(centre.lon), y: worldY(centre.lat) };
    this.fetchJson = fetchJson;
    this.sleep = sleep;
  }

  /** @param {string} name @returns {Feature[]} empty until it has come */
  get(name) {
    return this.#collections.get(name) ?? [];
  }

  /** @param {string} name @returns {boolean} */
  has(name) {
    return this.#collections.has(name);
  }

  /**
   * What a division is called.
   * @param {"streets" | "communities" | "grids"} collection @param {string} code @param {"zh" | "en"} lang
   * @returns {string} the code itself until the collection has come
   */
  called(collection, code, lang) {
    const found = this.get(collection).find((one) => String(one.properties.code) === code);
    return (found && nameOf(found, lang)) || code;
  }

  /**
   * @param {(name: string) => void} listener told the name of each collection that came or failed
   * @returns {() => void} stops listening
   */
  on(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Fetch everything; settles when all have come or `stop` was called. */
  async load() {
    for (const name of COLLECTIONS) await this.#attempt(name);
    for (let wait = FIRST_RETRY_MS; this.failed.size > 0 && !this.#stopped; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      await this.sleep(wait);
      for (const name of [...this.failed]) await this.#attempt(name);
    }
  }

  stop() {
    this.#stopped = true;
  }

  /** @param {string} name */
  async #attempt(name) {
    if (this.#stopped) return;
    try {
      this.#collections.set(name, featuresOf(await this.fetchJson(`${this.url}/${name}.json`), this.origin));
      this.failed.delete(name);
    } catch (error) {
      if (!this.failed.has(name)) console.error(`the map's collection "${name}" did not come`, error);
      this.failed.add(name);
    }
    for (const listener of [...this.#listeners]) listener(name);
  }
}

/**
 * The ground of a page, made by whichever layer asks first.
 * @param {any} hub @returns {Ground}
 */
export function groundOf(hub) {
  if (!hub.ground) {
    const [lat, lon] = hub.config.map.center;
    hub.ground = new Ground({ url: hub.config.geo_url, centre: { lat, lon } });
    void hub.ground.load();
  }
  return hub.ground;
}

/** @param {string} url */
async function getJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/** @param {number} ms @returns {Promise<void>} */
const rest = (ms) => new Promise((done) => setTimeout(done, ms));
