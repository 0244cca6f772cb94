// @ts-check
/**
 * What is known of an incident, as rows of the pane. Pure. A row without text is not shown; nothing that is missing and
 * matters is passed over in silence: no place, a place outside, a clock that cannot be trusted.
 *
 * @typedef {import("./values.mjs").Voice} Voice
 * @typedef {{key: string, text: string, links?: Array<{id: string, text: string}>, tone?: "warn" | "quiet", mark?: string,
 *   title?: string}} Row `key` is the text key of its name, `title` what stands behind the words
 */
import { roughSpan } from "../../panels/format.mjs";
import { said } from "../../panels/incident.mjs";
import { channelWords } from "./timeline.mjs";
import { fieldWords, moment, valueWords } from "./values.mjs";

/** Shown when they are not none. */
const COUNTED = ["reworks", "returns", "misdispatches", "extensions", "suspensions", "reopenings", "urged", "dispatches"];
/** What the dictionary says of a code that is in no standard. */
const LOCAL = "local extension";
const ANSWERS = ["verified", "checked", "satisfaction", "solved"];

/**
 * The three scales, each its own: none follows from another.
 * @param {Record<string, any>} body @param {Voice} voice
 */
export function scalesOf(body, voice) {
  const kase = body.case ?? {};
  return [
    { key: "pane.urgency", scale: "urgency", value: String(body.urgency), text: valueWords("urgency", body.urgency, voice) },
    { key: "pane.field.event_grade", scale: "grade", value: kase.event_grade ?? "", text: gradeWords(kase, voice) },
    {
      key: "pane.field.warning_level",
      scale: "warning",
      value: kase.warning_level ?? "",
      text: kase.warning_level ? valueWords("level", kase.warning_level, voice) : voice.t("pane.no_warning"),
    },
  ];
}

/** Grades I and II are the street's proposals until the district has confirmed them. @param {Record<string, any>} kase @param {Voice} voice */
function gradeWords(kase, voice) {
  if (!kase.event_grade) return voice.t("pane.no_grade");
  const grade = valueWords("grade", kase.event_grade, voice);
  const proposed = ["I", "II"].includes(kase.event_grade) && !kase.grade_confirmed_by;
  return proposed ? voice.t("pane.proposal", { grade }) : grade;
}

/**
 * @param {Record<string, any>} body the record @param {"zh" | "en"} lang @param {Voice} voice
 * @returns {Row[]}
 */
export function factsOf(body, lang, voice) {
  return [...handOf(body, voice), ...whatOf(body, lang, voice), ...whereOf(body, lang, voice), ...sourceOf(body, voice), ...toldOf(body, voice)].filter(
    (row) => row.text !== "" || row.links?.length,
  );
}

/** @param {Record<string, any>} body @param {Voice} voice @returns {Row[]} who has it, and how often it went back and forth */
function handOf(body, voice) {
  const kase = body.case ?? {};
  const held = (/** @type {string} */ name) => ({ key: `pane.field.${name}`, text: kase[name] == null ? "" : valueWords(name, kase[name], voice) });
  return [
    held("department"),
    held("worker"),
    held("whistles"),
    ...ANSWERS.map(held),
    { key: "pane.field.asked", text: askedWords(kase.asked, voice), tone: "warn" },
    { key: "pane.field.suspended", text: suspendedWords(kase.suspended, voice), tone: "warn" },
    { key: "pane.field.merged_into", text: "", links: linksOf(kase.merged_into ? [kase.merged_into] : [], voice) },
    { key: "pane.field.merged_from", text: "", links: linksOf(kase.merged_from ?? [], voice) },
    { key: "pane.counters", text: countersOf(kase, voice) },
  ];
}

/** @param {any} asked @param {Voice} voice */
function askedWords(asked, voice) {
  if (!asked) return "";
  return voice.t("pane.asked_for", { by: asked.by, what: valueWords("what", asked.what, voice), time: moment(asked.at_ms) });
}

/** @param {any} suspended @param {Voice} voice */
function suspendedWords(suspended, voice) {
  if (!suspended) return "";
  const { ground, approver, review_at_ms: review } = suspended;
  return voice.t("pane.suspended_until", { ground: valueWords("ground", ground, voice), approver, time: moment(review) });
}

/** @param {string[]} ids @param {Voice} voice */
const linksOf = (ids, voice) => ids.map((id) => ({ id, text: voice.called("incident", id) }));

/** @param {Record<string, any>} kase @param {Voice} voice */
function countersOf(kase, voice) {
  const said = COUNTED.filter((name) => kase[name] > 0);
  return said.map((name) => voice.t("pane.times", { name: fieldWords(name, voice), n: kase[name] })).join(voice.t("pane.join"));
}

/** @param {Record<string, any>} body @param {"zh" | "en"} lang @param {Voice} voice @returns {Row[]} */
function whatOf(body, lang, voice) {
  const name = said(body, "category", lang);
  const known = name !== String(body.category ?? "") && body.category;
  const ref = body.standard_ref === LOCAL ? voice.t("pane.local_extension") : String(body.standard_ref ?? "");
  const code = known ? voice.t("pane.code_ref", { name, code: body.category, ref }) : name;
  return [
    { key: "pane.field.description", text: String(body.description ?? "") },
    { key: "pane.field.category", text: code || voice.t("pane.no_category"), tone: code ? undefined : "warn" },
  ];
}

/** @param {Record<string, any>} body @param {"zh" | "en"} lang @param {Voice} voice @returns {Row[]} */
function whereOf(body, lang, voice) {
  const { located, grid, community, street, lat, lon } = body;
  const words = said(body, "place", lang);
  const missing = { none: "pane.no_place", outside: "pane.outside" }[String(located)];
  const ground = [grid && voice.called("grids", grid), community && voice.called("communities", community), street && voice.called("streets", street)];
  return [
    { key: "pane.field.place", text: words },
    { key: "pane.field.located", text: missing ? voice.t(missing) : "", tone: "warn" },
    { key: "pane.field.grid", text: grid ? [...ground.filter(Boolean), grid].join(" · ") : "" },
    { key: "pane.field.spot", text: typeof lat === "number" ? voice.t("pane.coordinates", { lat: lat.toFixed(5), lon: lon.toFixed(5) }) : "" },
  ];
}

/** @param {Record<string, any>} body @param {Voice} voice @returns {Row[]} who says so, and when */
function sourceOf(body, voice) {
  const { t } = voice;
  const notes = [];
  if (body.late_s) notes.push(t("pane.late", { age: roughSpan(body.late_s * 1000, t) }));
  if (body.bad_clock) notes.push(t("pane.bad_clock"));
  const opened = [time(body.opened_at_ms), ...notes].filter(Boolean).join(" · ");
  return [
    { key: "pane.field.opened_at_ms", text: opened, tone: notes.length > 0 ? "warn" : undefined },
    { key: "pane.field.received_at_ms", text: time(body.received_at_ms) },
    { key: "pane.field.closed_at_ms", text: time(body.closed_at_ms) },
    { key: "pane.field.sender_due_ms", text: time(body.sender_due_ms) },
    {
      key: "pane.field.source",
      text: originWords(body, voice),
      title: String(body.source ?? ""),
      mark: `provenance-${body.provenance}`,
    },
    { key: "pane.field.external_id", text: String(body.external_id ?? "") },
    { key: "pane.field.id", text: String(body.id ?? "") },
  ];
}

/** By which way it came, and of what nature it is; a way that nobody listed by its own name. @param {Record<string, any>} body @param {Voice} voice */
function originWords(body, voice) {
  const source = String(body.source ?? "");
  const way = channelWords(source, voice);
  const named = way === source && source !== "" ? voice.t("pane.channel_unlisted", { source }) : way;
  return [named, valueWords("provenance", body.provenance, voice)].filter(Boolean).join(" · ");
}

/** @param {unknown} ms */
const time = (ms) => (typeof ms === "number" ? moment(ms) : "");

/** "Reported, not closed" is what a sender says who says nothing of it. @param {string} field @param {unknown} value */
const isSilence = (field, value) => (field === "status" && value === "REPORTED") || (field === "closed_at_ms" && value === null);

/** What the sender says where the centre has decided otherwise. @param {Record<string, any>} body @param {Voice} voice @returns {Row[]} */
function toldOf(body, voice) {
  const differing = Object.values(body.told ?? {})
    .flatMap((group) => Object.entries(/** @type {Record<string, unknown>} */ (group ?? {})))
    .filter(([field, value]) => !isSilence(field, value) && JSON.stringify(body[field] ?? null) !== JSON.stringify(value ?? null));
  const text = differing.map(([field, value]) => voice.t("pane.colon", { name: fieldWords(field, voice), value: valueWords(field, value, voice) }));
  return [{ key: "pane.told", text: text.join(voice.t("pane.join")), tone: "quiet" }];
}
