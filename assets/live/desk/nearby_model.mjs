// @ts-check
/**
 * What the section about the surroundings shows, from the answer of `/api/incidents/{id}/nearby`. Pure.
 *
 * @typedef {import("../panels/format.mjs").Speak} Speak
 * @typedef {"zh" | "en"} Lang
 * @typedef {{key: string, name: string, suitable: boolean, words: string, away: string, score: string, freshness: string}} WorkerRow
 * @typedef {{key: string, name: string, away: string, alive: boolean, sees: boolean, playing: boolean, words: string}} CameraRow
 * @typedef {{key: string, title: string, words: string, open: boolean}} CaseRow
 */
import { civil } from "../panels/format.mjs";
import { said, titleOf } from "../panels/incident.mjs";

const FAR_M = 1_000;

/** @param {number} metres @param {Speak} t @returns {string} */
export function away(metres, t) {
  if (metres < FAR_M) return t("nearby.metres", { n: Math.round(metres) });
  return t("nearby.kilometres", { n: (metres / FAR_M).toFixed(1) });
}

/**
 * The best first, as the server ranked them. The distance stands by itself, so it is left out of the reasons.
 * @param {any} answer @param {Lang} lang @param {Speak} t @returns {WorkerRow[]}
 */
export function workerRows(answer, lang, t) {
  return listOf(answer?.workers).map((one) => {
    const metres = away(one.distance_m, t);
    const reasons = listOf(one.reasons).map((reason) => String(reason[lang] ?? reason.zh ?? ""));
    const kept = reasons.filter((reason) => reason && !/^[\d.]+ k?m$/.test(reason));
    if (one.provenance !== "real") kept.push(t(`provenance.${one.provenance}`));
    return {
      key: String(one.id),
      name: said(one, "name", lang),
      suitable: one.suitable === true,
      words: kept.join(" · "),
      away: metres,
      score: one.suitable === true ? String(Math.round(one.score)) : "",
      freshness: String(one.freshness),
    };
  });
}

/**
 * Which camera's picture is shown: the one somebody chose while it is still there, else the first that sees the place and has
 * a picture. None otherwise: a picture of elsewhere would pass for one of the place.
 * @param {any} answer @param {string | null} chosen @returns {string | null}
 */
export function pictureOf(answer, chosen) {
  const cameras = listOf(answer?.cameras);
  if (chosen !== null && cameras.some((one) => one.id === chosen)) return chosen;
  return cameras.find((one) => one.sees && one.alive && one.stream)?.id ?? null;
}

/** @param {any} answer @param {string | null} playing @param {Lang} lang @param {Speak} t @returns {CameraRow[]} */
export function cameraRows(answer, playing, lang, t) {
  return listOf(answer?.cameras).map((one) => {
    const sight = t(one.sees ? "nearby.sees" : "nearby.turned");
    return {
      key: String(one.id),
      name: said(one, "name", lang),
      away: away(one.distance_m, t),
      alive: one.alive === true,
      sees: one.sees === true,
      playing: one.id === playing,
      words: one.alive ? sight : `${t("nearby.dead")} · ${sight}`,
    };
  });
}

/** @param {any} answer @param {Lang} lang @param {Speak} t @returns {CaseRow[]} */
export function pastRows(answer, lang, t) {
  return listOf(answer?.past).map((one) => ({
    key: String(one.id),
    title: titleOf(one, lang) || String(one.id),
    words: t("nearby.closed", { when: day(one.opened_at_ms), status: said(one, "status", lang), metres: away(one.distance_m, t) }),
    open: one.open === true,
  }));
}

/** @param {any} answer @param {Lang} lang @returns {CaseRow[]} */
export function duplicateRows(answer, lang) {
  return listOf(answer?.duplicates).map((one) => ({
    key: String(one.id),
    title: titleOf(one, lang) || String(one.id),
    words: String(one.why?.[lang] ?? one.why?.zh ?? ""),
    open: true,
  }));
}

/** Rows of a list that stand there before somebody asks for all of them. */
export const FEW = Object.freeze({ workers: 5, cameras: 4, duplicates: 5, past: 4 });

/**
 * @template Row
 * @param {Row[]} rows @param {keyof typeof FEW} kind @param {boolean} all @returns {Row[]}
 */
export function few(rows, kind, all) {
  return all ? rows : rows.slice(0, FEW[kind]);
}

/**
 * What stands under a list: how many there are in all, how many are not shown, and whether a click changes that.
 * @param {any} answer @param {keyof typeof FEW} kind @param {boolean} all
 * @returns {{total: number, hidden: number, turns: boolean}}
 */
export function restOf(answer, kind, all) {
  const there = listOf(answer?.[kind]).length;
  const total = Math.max(there, Number(answer?.counts?.[kind] ?? 0));
  return { total, hidden: total - (all ? there : Math.min(there, FEW[kind])), turns: there > FEW[kind] };
}

/** @param {number} ms @returns {string} "2026-11-22" */
export function day(ms) {
  const { year, month, day: date } = civil(ms);
  return `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}

/** @param {unknown} value @returns {any[]} */
function listOf(value) {
  return Array.isArray(value) ? value : [];
}
