// @ts-check
/**
 * Times, ages and figures as the wall writes them. Pure.
 * @typedef {(key: string, vars?: Record<string, string | number>) => string} Speak
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** China keeps one time all year, everywhere: eight hours before UTC. The wall shows it wherever its computer thinks it is. */
const ZONE_MS = 8 * HOUR;

/** @param {number} n @param {number} [width] */
const two = (n, width = 2) => String(n).padStart(width, "0");

/**
 * The wall's date and time at a moment.
 * @param {number} ms since the epoch
 */
export function civil(ms) {
  const date = new Date(ms + ZONE_MS);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

/** @param {number} ms @returns {string} "14:05:09" */
export function clockTime(ms) {
  const { hour, minute, second } = civil(ms);
  return `${two(hour)}:${two(minute)}:${two(second)}`;
}

/** @param {number} ms @returns {string} "14:05" */
export function hourMinute(ms) {
  const { hour, minute } = civil(ms);
  return `${two(hour)}:${two(minute)}`;
}

/** @param {number} ms @returns {number} the last midnight of the wall's day */
export function midnight(ms) {
  return Math.floor((ms + ZONE_MS) / DAY) * DAY - ZONE_MS;
}

/** @param {number} ms @param {Speak} t */
export function longDate(ms, t) {
  const { year, month, day, weekday } = civil(ms);
  return t("date.full", { year, day, month: t(`month.${month}`), weekday: t(`weekday.${weekday}`) });
}

/** The shift on duty: three of eight hours, changing at six, two and ten. @param {number} ms */
export function shiftOf(ms) {
  const { hour } = civil(ms);
  if (hour < 6 || hour >= 22) return "night";
  return hour < 14 ? "early" : "middle";
}

/**
 * How long, in the largest unit that matters; never rounded up, never negative.
 * @param {number} ms @param {Speak} t
 */
export function span(ms, t) {
  const held = Math.max(0, ms);
  if (held < MINUTE) return t("age.seconds", { s: Math.floor(held / SECOND) });
  if (held < HOUR) return t("age.minutes", { m: Math.floor(held / MINUTE) });
  if (held < DAY) return t("age.hours", { h: Math.floor(held / HOUR), m: two(Math.floor((held % HOUR) / MINUTE)) });
  return t("age.days", { d: Math.floor(held / DAY), h: Math.floor((held % DAY) / HOUR) });
}

/** After this long the minutes tell nobody anything. */
const MINUTES_MATTER_MS = 3 * HOUR;

/** The same in a row of a list: minutes while they matter. @param {number} ms @param {Speak} t */
export function shortSpan(ms, t) {
  return ms < MINUTES_MATTER_MS ? span(ms, t) : roughSpan(ms, t);
}

/** The same in its largest unit alone, for narrow columns. @param {number} ms @param {Speak} t */
export function roughSpan(ms, t) {
  if (ms < HOUR) return span(ms, t);
  if (ms < DAY) return t("age.whole_hours", { h: Math.floor(ms / HOUR) });
  return t("age.whole_days", { d: Math.floor(ms / DAY) });
}

/** A figure with its thousands apart. @param {number} n */
export function whole(n) {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A rate: one decimal while it is small. @param {number} n */
export function rate(n) {
  return n > 0 && n < 9.95 ? n.toFixed(1) : whole(n);
}
