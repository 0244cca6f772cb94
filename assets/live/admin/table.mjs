// @ts-check
/**
 * Tables of the administrators' page. What a cell holds came from people and machines: it is only ever text.
 *
 * @template R
 * @typedef {{label: string, cell: (row: R) => string, quiet?: boolean}} Column
 */
/**
 * @template R
 * @typedef {{name: string, label: string, when?: (row: R) => boolean, sure?: boolean, run: (row: R) => Promise<void>}} Action
 */
import { make, write } from "../panels/dom.mjs";

/** How long a second click means yes. */
export const SURE_MS = 4_000;

/**
 * @template {{id: string}} R
 * @param {ReadonlyArray<Column<R>>} columns @param {ReadonlyArray<Action<R>>} actions @param {ReadonlyArray<R>} rows
 * @param {{sure: string, gone: (row: R) => boolean}} means
 */
export function makeTable(columns, actions, rows, { sure, gone }) {
  const heads = columns.map(({ label }) => worded("th", label));
  if (actions.length > 0) heads.push(make("td"));
  const lines = rows.map((row) => {
    const cells = columns.map(({ cell, quiet }) => worded("td", cell(row), quiet ? "quiet" : ""));
    const due = actions.filter(({ when }) => !when || when(row)).map((action) => makeAction(action, row, sure));
    if (actions.length > 0) cells.push(make("td", "admin-actions", due));
    const line = make("tr", gone(row) ? "gone" : "", cells);
    line.dataset.id = row.id;
    return line;
  });
  return make("table", "", [make("thead", "", [make("tr", "", heads)]), make("tbody", "", lines)]);
}

/** @param {string} tag @param {string} text @param {string} [className] */
export function worded(tag, text, className = "") {
  const element = make(tag, className);
  write(element, text);
  return element;
}

/**
 * A button; where that cannot be taken back, it asks once more in its own place.
 * @template R
 * @param {Action<R>} action @param {R} row @param {string} sure
 */
function makeAction({ name, label, sure: asks, run }, row, sure) {
  const button = makeButton(label, async () => {
    if (asks && button.dataset.asked !== "true") {
      button.dataset.asked = "true";
      write(button, sure);
      setTimeout(() => {
        button.dataset.asked = "false";
        write(button, label);
      }, SURE_MS);
      return;
    }
    button.disabled = true;
    await run(row);
    button.disabled = false;
  });
  button.dataset.do = name;
  return button;
}

/** @param {string} label @param {() => unknown} run */
export function makeButton(label, run) {
  const button = /** @type {HTMLButtonElement} */ (worded("button", label));
  button.type = "button";
  button.addEventListener("click", () => void run());
  return button;
}
