// @ts-check
/**
 * The history as lines: who did what when, what they said, and what it changed, in officers' words. Pure.
 *
 * @typedef {import("./values.mjs").Voice} Voice
 * @typedef {{field: string, before: unknown, after: unknown, by: string, at_ms: number}} Difference
 * @typedef {{revision: number, at_ms: number, by: string, do: string | null, role: string | null,
 *   said: Record<string, unknown>, changed: Difference[]}} Entry
 * @typedef {{key: string, time: string, head: string, lines: string[]}} Line
 */
import { fieldWords, moment, valueWords } from "./values.mjs";

/** What only follows from another field of the same step: said there. */
const FOLLOWS = new Set([
  "open",
  "closed_at_ms",
  "received_at_ms",
  "case.dispatches",
  "case.returns",
  "case.misdispatches",
  "case.reworks",
  "case.reopenings",
  "case.extensions",
  "case.suspensions",
  "case.urged",
]);
/** Of a report, what tells what it is; its other fields stand in the facts. */
const REPORTED = ["title", "urgency", "place"];
/** A field of the case that says what a field of the order said. @type {Readonly<Record<string, string>>} */
const SAID_AS = Object.freeze({
  "case.department": "department",
  "case.worker": "worker",
  "case.verified": "found",
  "case.checked": "agrees",
  "case.satisfaction": "outcome",
  "case.solved": "solved",
  "case.event_grade": "grade",
  "case.grade_confirmed_by": "confirmed_by",
  "case.warning_level": "level",
  "case.asked": "what",
  "case.suspended": "ground",
  "case.merged_into": "into",
});

/** What parts a source's name: "demo|urn:city:12345". */
const PARTS = /[|:/.]/;

/** @param {string} actor as the audit trail names them @param {Voice} voice */
export function whoWords(actor, voice) {
  if (!actor.includes(":")) return actor;
  return channelWords(actor.slice(actor.indexOf(":") + 1), voice);
}

/** By which way a report came, in words; a way nobody listed by the source's own name. @param {string} source @param {Voice} voice */
export function channelWords(source, voice) {
  const word = source.split(PARTS).filter((part) => voice.knows(`pane.channel.${part}`)).at(-1);
  return word === undefined ? source : voice.t(`pane.channel.${word}`);
}

/** All of it, oldest first. @param {Entry[]} entries @param {Voice} voice @returns {Line[]} */
export function linesOf(entries, voice) {
  const source = entries[0]?.changed.find(({ field }) => field === "source")?.after;
  return entries.map((entry) => lineOf(entry, voice, typeof source === "string" ? source : null));
}

/**
 * @param {Entry} entry @param {Voice} voice @param {string | null} [source] whose incident it is: the trail only names the door
 * @returns {Line}
 */
export function lineOf(entry, voice, source = null) {
  const who = source !== null && entry.do === null && entry.by.startsWith("source:") ? channelWords(source, voice) : whoWords(entry.by, voice);
  return {
    key: `${entry.revision} ${entry.at_ms}`,
    time: moment(entry.at_ms),
    head: headWords(entry, who, voice),
    lines: [...saidLines(entry.said, voice), ...changedLines(entry, voice)],
  };
}

/** @param {Entry} entry @param {string} who @param {Voice} voice */
function headWords(entry, who, voice) {
  if (entry.do === null) return voice.t(isFirst(entry) ? "pane.reported_by" : "pane.updated_by", { who });
  return voice.t("pane.did", { who, role: name("pane.role", entry.role ?? "", voice), what: orderWords(entry.do, voice) });
}

/** @param {string} order @param {Voice} voice */
export const orderWords = (order, voice) => name("pane.do", order, voice);

/** @param {string} family @param {string} id @param {Voice} voice */
const name = (family, id, voice) => (voice.knows(`${family}.${id}`) ? voice.t(`${family}.${id}`) : id);

/** The first word of an incident: nothing was before it. @param {Entry} entry */
const isFirst = (entry) => entry.changed.some(({ field, before }) => field === "id" && before === null);

/** @param {Record<string, unknown>} said @param {Voice} voice @returns {string[]} */
function saidLines(said, voice) {
  return Object.entries(said).map(([field, value]) =>
    voice.t("pane.colon", { name: fieldWords(field, voice), value: valueWords(field, value, voice) }),
  );
}

/** @param {Entry} entry @param {Voice} voice @returns {string[]} */
function changedLines(entry, voice) {
  if (isFirst(entry)) {
    const said = entry.changed.filter(({ field, after }) => REPORTED.includes(field) && after !== null);
    return said.map(({ field, after }) => voice.t("pane.colon", { name: fieldWords(field, voice), value: valueWords(field, after, voice) }));
  }
  return entry.changed.filter((one) => isNews(one, entry.said)).map((one) => changeWords(one, voice));
}

/** @param {Difference} changed @param {Record<string, unknown>} said */
function isNews({ field }, said) {
  return !FOLLOWS.has(field) && !((SAID_AS[field] ?? field) in said);
}

/** @param {Difference} changed @param {Voice} voice */
function changeWords({ field, before, after }, voice) {
  return voice.t("pane.from_to", {
    name: fieldWords(field, voice),
    before: valueWords(field, before, voice),
    after: valueWords(field, after, voice),
  });
}

/**
 * What changed since the officer looked: every field, none left out, with who changed it and when.
 * @param {Difference[]} differences @param {Voice} voice
 * @returns {string[]}
 */
export function differenceLines(differences, voice) {
  return differences.map((one) =>
    voice.t("pane.from_to_by", {
      name: fieldWords(one.field, voice),
      before: valueWords(one.field, one.before, voice),
      after: valueWords(one.field, one.after, voice),
      by: whoWords(one.by, voice),
      time: moment(one.at_ms),
    }),
  );
}
