// @ts-check
/**
 * What a clock says in words, beside the ring that shows it. Pure.
 *
 * @typedef {import("./format.mjs").Speak} Speak
 * @typedef {import("../deadline.mjs").Deadline} Deadline
 */
import { civil, hourMinute, midnight, roughSpan, shortSpan } from "./format.mjs";

const DAY_MS = 86_400_000;

/**
 * How long is left, by how much it is over, or that it stands still; empty without a clock.
 * @param {Deadline} deadline @param {number} now @param {Speak} t
 */
export function clockWords({ light, going, dueMs }, now, t) {
  if (light === "none" || dueMs === null) return "";
  if (going !== "running") return t(`clock.${going}`);
  if (now > dueMs) return t(light === "twice" ? "clock.over_twice" : "clock.over", { age: roughSpan(now - dueMs, t) });
  return t("clock.left", { age: shortSpan(dueMs - now, t) });
}

/** When something is due: the time today, else the day. @param {number} ms @param {number} now @param {Speak} t */
export function dueTime(ms, now, t) {
  const from = midnight(now);
  if (ms >= from && ms < from + DAY_MS) return hourMinute(ms);
  const { month, day } = civil(ms);
  return t("clock.day", { month, day });
}
