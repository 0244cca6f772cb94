// @ts-check
/**
 * A wall that may no longer show anything keeps nothing on the screen. When no ticket is given it looks at its own address: where
 * that says the same, or leads elsewhere, the page makes way for what the server has there, a quiet sentence that asks again by
 * itself. While nobody answers the picture stays, behind the band: who does not know is not sent away.
 */
import { TicketRefused } from "./link.mjs";

const LOOK_MS = 4_000;

/**
 * @param {Promise<string>} ticket asked for
 * @param {() => Promise<boolean>} sentAway
 * @param {() => void} leave
 * @returns {Promise<string>} the same
 */
export function heed(ticket, sentAway, leave) {
  ticket.catch(async (error) => {
    if (error instanceof TicketRefused && (await sentAway())) leave();
  });
  return ticket;
}

/**
 * Whether this address is no longer what it was for whoever asks.
 * @param {string} address
 * @param {typeof fetch} fetcher
 */
export async function isSentAway(address, fetcher) {
  try {
    const { status, redirected } = await fetcher(address, { cache: "no-store", signal: AbortSignal.timeout(LOOK_MS) });
    return status === 401 || status === 403 || redirected;
  } catch {
    return false;
  }
}
