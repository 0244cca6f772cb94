// @ts-check
/**
 * Asking and ordering by HTTP. A refusal is an answer; only a network that failed or was too slow is status 0. An order that
 * got no answer, or found the store busy, is sent again as it was: its `id` makes sure that it is obeyed once.
 *
 * @typedef {{status: number, body: any}} Answer
 * @typedef {{method?: string, body?: unknown, signal?: AbortSignal}} Question
 * @typedef {{fetch: typeof fetch, wait: (ms: number) => Promise<void>, unreachable: string}} Means `unreachable` is the
 *   sentence for a network failure
 */

export const DEADLINE_MS = 10_000;
export const RETRIES = 3;
export const APART_MS = 1_000;
/** No answer; the store is busy. */
const AGAIN = new Set([0, 503]);

export class Orders {
  /** @param {Means} means */
  constructor(means) {
    this.means = means;
  }

  /**
   * @param {string} url @param {Question} [question]
   * @returns {Promise<Answer>}
   */
  async ask(url, { method = "GET", body, signal } = {}) {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    /** @type {RequestInit} */
    const request = { method, signal: signal ? AbortSignal.any([signal, deadline]) : deadline };
    if (body !== undefined) {
      request.headers = { "Content-Type": "application/json" };
      request.body = JSON.stringify(body);
    }
    try {
      const answer = await this.means.fetch(url, request);
      return { status: answer.status, body: await readBody(answer) };
    } catch (error) {
      if (error instanceof TypeError || error instanceof DOMException) return { status: 0, body: { error: this.means.unreachable } };
      throw error;
    }
  }

  /**
   * @param {string} url @param {{id: string} & Record<string, unknown>} order
   * @returns {Promise<Answer>} the first answer that settles it, else the last one
   */
  async order(url, order) {
    let answer = await this.ask(url, { method: "POST", body: order });
    for (let n = 0; n < RETRIES && AGAIN.has(answer.status); n++) {
      await this.means.wait(APART_MS);
      answer = await this.ask(url, { method: "POST", body: order });
    }
    return answer;
  }
}

/** Everything we are answered is JSON; what stands before us (a proxy) may say something else. @param {Response} answer */
async function readBody(answer) {
  try {
    return await answer.json();
  } catch (error) {
    if (error instanceof SyntaxError) return { error: `${answer.status} ${answer.statusText}`.trim() };
    throw error;
  }
}
