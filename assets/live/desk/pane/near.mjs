// @ts-check
/**
 * Who may be sent and what may be the same, as options of a form: from the answer about what is near. Pure.
 *
 * @typedef {import("./values.mjs").Voice} Voice
 * @typedef {import("./forms.mjs").Near} Near
 */
import { said, titleOf } from "../../panels/incident.mjs";

/** @type {Near} */
export const NOBODY = Object.freeze({ worker: [], into: [] });

/** @param {any} answer @param {Voice} voice @param {"zh" | "en"} lang @returns {Near} */
export function nearOptions(answer, voice, lang) {
  const workers = Array.isArray(answer?.workers) ? answer.workers : [];
  const twins = Array.isArray(answer?.duplicates) ? answer.duplicates : [];
  const people = workers.map((/** @type {any} */ one) => person(one, voice, lang));
  const fit = (/** @type {{fit: boolean}} */ one) => one.fit;
  return {
    worker: [...people.filter(fit), ...people.filter((/** @type {{fit: boolean}} */ one) => !fit(one))],
    into: twins.map((/** @type {any} */ one) => twin(one, voice, lang)),
  };
}

/** @param {any} one @param {Voice} voice @param {"zh" | "en"} lang */
function person(one, voice, lang) {
  const reasons = (one.reasons ?? []).map((/** @type {any} */ reason) => reason[lang]).filter(Boolean);
  const name = said(one, "name", lang);
  const who = name.includes(String(one.id)) ? name : `${name} ${one.id}`.trim();
  const fit = one.suitable !== false;
  const why = fit ? reasons : [voice.t("pane.unsuitable", { why: reasons.join(voice.t("pane.join")) })];
  return { value: String(one.id), label: [who, ...why].join(" · "), fit };
}

/** @param {any} one @param {Voice} voice @param {"zh" | "en"} lang */
function twin(one, voice, lang) {
  return { value: String(one.id), label: voice.t("pane.duplicate", { title: titleOf(one, lang), metres: Math.round(one.distance_m ?? 0), id: one.id }) };
}
