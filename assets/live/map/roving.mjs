// @ts-check
/** Arrow keys through marks, round and round. Pure. */

const STEPS = Object.freeze({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });

/**
 * @param {readonly string[]} keys in their order @param {string | null} held @param {string} key of the keyboard
 * @returns {string | null | undefined} the next mark; null when there is none, undefined when it is no arrow key
 */
export function stepped(keys, held, key) {
  if (!Object.hasOwn(STEPS, key)) return undefined;
  const step = STEPS[/** @type {keyof typeof STEPS} */ (key)];
  if (keys.length === 0) return null;
  const at = held === null ? -1 : keys.indexOf(held);
  const from = at < 0 && step < 0 ? 0 : at;
  return keys[(from + step + keys.length) % keys.length];
}
