// @ts-check
/**
 * The command bar: what is typed narrows the open rows at once; Enter asks the server for everything, closed ones included;
 * Esc leaves.
 */
import { make, slot, write } from "../panels/dom.mjs";
import { step } from "./queue_keys.mjs";

const LIMIT = 100;

/** @param {import("./queue.mjs").Queue} queue @returns {() => void} */
export function mountCommand(queue) {
  const { hub, desk, model } = queue;
  const field = /** @type {HTMLInputElement} */ (make("input", "queue-q"));
  Object.assign(field, { type: "search", maxLength: 80, placeholder: hub.t("queue.search"), value: model.filter.q });
  Object.assign(field, { autocomplete: "off", spellcheck: false });
  field.setAttribute("aria-label", hub.t("queue.search"));
  field.dataset.slot = "q";
  const hint = make("span", "queue-q-hint");
  write(hint, hub.t("queue.search_hint"));
  slot(queue.element, "command").prepend(field, hint);
  field.addEventListener("input", () => queue.use({ ...queue.model.filter, q: field.value }));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") void searchAll(queue, field.value);
    else if (event.key === "ArrowDown") stepIn(queue);
    else if (event.key === "Escape") leave(queue, field);
    else return;
    event.preventDefault();
  });
  const stop = desk.keys.bind({
    key: "Escape",
    label: "keys.leave_search",
    group: "keys.queue",
    when: () => queue.model.found !== null && queue.element.contains(document.activeElement),
    run: () => leave(queue, field),
  });
  return stop;
}

/** From the field to the first row. @param {import("./queue.mjs").Queue} queue */
function stepIn(queue) {
  queue.api?.clearFocusedCell();
  step(queue, 1);
}

/** @param {import("./queue.mjs").Queue} queue @param {HTMLInputElement} field */
function leave(queue, field) {
  field.value = "";
  queue.use({ ...queue.model.filter, q: "" });
  field.blur();
}

/** @param {import("./queue.mjs").Queue} queue @param {string} said */
async function searchAll(queue, said) {
  const { hub, desk, model } = queue;
  const q = said.trim();
  if (q === "") return;
  const asked = new URLSearchParams({ status: "all", q, limit: String(LIMIT) });
  if (model.filter.street.length === 9) asked.set("street", model.filter.street);
  const { status, body } = await desk.ask(`/api/incidents?${asked}`);
  if (status !== 200) return desk.say(hub.t("queue.search_failed", { why: body?.error ?? status }), "refused");
  model.found = { q, bodies: body.incidents, more: Boolean(body.more) };
  queue.release();
}
