// @ts-check
/** The words of the page, in the page's language. */

/**
 * @param {Record<string, string>} words by key; `{name}` in a text stands for a variable
 * @returns {(key: string, vars?: Record<string, string | number>) => string} a key without a text is reported once and
 *   shown as it is, so that the gap is seen
 */
export function speaker(words) {
  const missing = new Set();
  return (key, vars = {}) => {
    const text = Object.hasOwn(words, key) ? words[key] : undefined;
    if (text === undefined) {
      if (!missing.has(key)) console.error(`there is no text for "${key}"`);
      missing.add(key);
      return key;
    }
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in vars ? String(vars[name]) : whole));
  };
}
