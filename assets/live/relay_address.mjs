// @ts-check
/** Where the relay is and how to be let in. */
import { TicketRefused } from "./link.mjs";

const TICKET_MS = 5_000;

/**
 * @param {{relay_url?: string | null, relay_port: number}} config
 * @param {{protocol: string, hostname: string}} page
 * @returns {string} the configured address, else the page's own host on the relay's port
 */
export function relayUrl(config, page) {
  if (config.relay_url) return config.relay_url;
  const scheme = page.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${page.hostname}:${config.relay_port}/live`;
}

/**
 * @param {{ticket_url: string, scope: string, page?: string}} config of the page; what is not a desk hangs on a wall
 * @param {typeof fetch} fetcher
 * @returns {Promise<string>}
 */
export async function fetchTicket({ ticket_url, scope, page }, fetcher) {
  const answer = await fetcher(ticket_url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ scope, screen: page === "desk" ? "desk" : "wall" }),
    cache: "no-store",
    signal: AbortSignal.timeout(TICKET_MS),
  });
  if (answer.status === 401 || answer.status === 403) throw new TicketRefused(`no ticket for the live picture (${answer.status})`);
  if (!answer.ok) throw new Error(`the page's server answered ${answer.status} to the request for a ticket`);
  const { ticket } = await answer.json();
  if (typeof ticket !== "string") throw new Error("the page's server gave no ticket");
  return ticket;
}
