// @ts-check
/**
 * The key of every command: one literal table. Two commands share a letter only where no state and no role has both at once
 * (a test holds it to the table of moves). Taken by others: j k r m / ? 0 1 2 and Escape.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const ORDER_KEYS = Object.freeze({
  ask_verification: "h",
  report_verification: "v",
  accept: "a",
  file: "f",
  dispatch: "d",
  sign: "s",
  start: "b",
  give_feedback: "g",
  ask_check: "c",
  report_check: "v",
  rework: "w",
  close: "x",
  call_back: "l",
  void: "z",
  reopen: "o",
  ask: "q",
  decline: "y",
  return: "t",
  extend: "e",
  suspend: "p",
  resume: "p",
  urge: "u",
  merge: "l",
  unmerge: "l",
  assign: "n",
  set_category: "c",
  set_place: "o",
  set_urgency: "7",
  set_grade: "8",
  set_warning: "9",
  annotate: "i",
});

/**
 * Whether a command the table allows could come to anything now: what is not suspended is not resumed. The server would say
 * so too, but a button that can only be refused is one too many.
 * @param {string} order its `do` @param {Record<string, any> | null | undefined} kase the record's `case`
 */
export function worthwhile(order, kase) {
  switch (order) {
    case "resume":
      return Boolean(kase?.suspended);
    case "suspend":
      return !kase?.suspended;
    case "decline":
      return Boolean(kase?.asked);
    case "unmerge":
      return Boolean(kase?.merged_into);
    case "rework":
      return kase?.checked === false;
    default:
      return true;
  }
}
