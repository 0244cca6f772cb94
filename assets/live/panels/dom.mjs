// @ts-check
/** Small parts of elements: made once, written only when they change (an unchanged text costs no layout). */

/**
 * @param {string} tag @param {string} [className] @param {ReadonlyArray<Node>} [children]
 * @returns {HTMLElement}
 */
export function make(tag, className = "", children = []) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** A mark as the map draws it. @param {string} glyph */
export function makeMark(glyph) {
  const element = make("span", "mark");
  element.setAttribute("aria-hidden", "true");
  element.dataset.glyph = glyph;
  return element;
}

/**
 * The place of that name in a panel. A panel without it was built by another version of the page: a fault worth saying.
 * @param {Element} panel @param {string} name
 * @returns {HTMLElement}
 */
export function slot(panel, name) {
  const found = panel.querySelector(`[data-slot="${name}"]`);
  if (!(found instanceof HTMLElement)) throw new Error(`this panel has no place "${name}" to write to`);
  return found;
}

/** @param {Element} element @param {string} text */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {HTMLElement} element @param {string} name of a data attribute @param {string} value */
export function note(element, name, value) {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}

/** @param {HTMLElement} element @param {boolean} shown */
export function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/** A figure with more characters than this is set smaller. */
const LONG = 4;
const ROLL_MS = 320;

/**
 * Write a figure; when it really changes it rolls in once, briefly, unless the person asked for no motion.
 * @param {HTMLElement} element @param {string} text
 */
export function roll(element, text) {
  const before = element.textContent;
  if (before === text) return;
  element.textContent = text;
  note(element, "long", String(text.length > LONG));
  if (before === "–" || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  element.animate(
    [
      { transform: "translateY(0.28em)", opacity: 0.2 },
      { transform: "none", opacity: 1 },
    ],
    {
      duration: ROLL_MS,
      easing: "ease-out",
    },
  );
}
