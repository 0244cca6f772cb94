// @ts-check
/**
 * Asking who one is, signing in and out, and a new password: what is sent, and what an answer means in words. For the page
 * of signing in and for the desk. Nothing here touches the document.
 *
 * @typedef {{id: string, name: string, roles: readonly string[], unit: string | null, scope: string, admin: boolean,
 *   must_change: boolean}} Account
 * @typedef {{kind: "officer"} & Account | {kind: "screen" | "demo" | "self_named" | "nobody"}} Me who asks, as the server knows them
 * @typedef {{status: number, body: any, retryAfter: number | null}} Answer status 0: there was none
 * @typedef {(key: string, vars?: Record<string, string | number>) => string} Speaker
 */

export const DEADLINE_MS = 15_000;

/**
 * One question to our own server. Never throws for an answer, nor for none.
 * @param {typeof fetch} fetcher @param {string} url @param {object} [body] a POST when given
 * @returns {Promise<Answer>}
 */
export async function askServer(fetcher, url, body) {
  /** @type {RequestInit} */
  const request = { cache: "no-store", signal: AbortSignal.timeout(DEADLINE_MS) };
  if (body) Object.assign(request, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  try {
    const answer = await fetcher(url, request);
    const text = await answer.text();
    return { status: answer.status, body: readJson(text), retryAfter: seconds(answer.headers.get("retry-after")) };
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return { status: 0, body: null, retryAfter: null };
    throw error;
  }
}

/** What stands before us (a proxy) may answer something else than JSON. @param {string} text */
function readJson(text) {
  try {
    return JSON.parse(text || "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** @param {string | null} said */
function seconds(said) {
  const number = Number(said ?? "");
  return said !== null && Number.isFinite(number) ? Math.ceil(number) : null;
}

/** A refusal in one sentence. @param {Answer} answer @param {Speaker} t @param {string} lang */
export function sentenceOf({ status, body, retryAfter }, t, lang) {
  if (status === 0) return t("sign_in.unreachable");
  if (status === 429 && retryAfter !== null) return t("sign_in.wait", { s: retryAfter });
  return (lang === "zh" && body?.error_zh) || body?.error || t("sign_in.unreachable");
}

/**
 * Whether somebody else sits here now: a page that was open for one account must be loaded anew for another.
 * @param {string | undefined} before whose it was; nobody's at first @param {string | undefined} now
 */
export function isAnother(before, now) {
  return before !== undefined && now !== before;
}

/**
 * Which part of the page is due.
 * @param {Me} me @returns {"sign_in" | "change" | "signed_in"}
 */
export function partFor(me) {
  if (me.kind !== "officer") return "sign_in";
  return me.must_change ? "change" : "signed_in";
}
