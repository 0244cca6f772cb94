// @ts-check
/**
 * The link to the relay: ticket, websocket, hello; then every message goes to the lane, and every beat is answered with
 * what is painted. Whatever goes wrong, it is said and tried again; 4 s without a beat always means a new connection.
 *
 * @typedef {"connecting" | "live" | "lost" | "refused"} LinkState
 * @typedef {object} LinkStatus
 * @property {LinkState} state "connecting" only until the first success or failure; "refused" when no ticket was given
 * @property {number} since server ms
 * @property {string | null} reason why it is not live, as a sentence
 * @property {number} attempts connections begun since the page was last live
 *
 * @typedef {object} Socket the part of a WebSocket that is used
 * @property {string} binaryType
 * @property {((event: any) => void) | null} onopen
 * @property {((event: any) => void) | null} onmessage
 * @property {((event: any) => void) | null} onclose
 * @property {(data: string) => void} send
 * @property {() => void} close
 *
 * @typedef {{seq: number | null, tick: number | null, ageMs: number | null}} Painted what stands on the screen
 */
import { Waits } from "./waits.mjs";
import { encode } from "./wire.mjs";

/** From the start of an attempt to its first verified beat. */
const ATTEMPT_MS = 8_000;
const BEAT_MS = 4_000;
/** A ticket is good for 30 s; one that has opened nothing is shown again until then, less what the clocks may differ. */
const TICKET_KEPT_MS = 20_000;

/** No ticket was given. Its message says why. */
export class TicketRefused extends Error {}

export class Link {
  /** @type {LinkState} */
  #state = "connecting";
  /** @type {string | null} */
  #reason = null;
  #since;
  #attempts = 0;
  #waits = new Waits();
  /** @type {{text: string, at: number} | null} given, and not yet shown to a relay */
  #ticket = null;
  #mayResume = true;
  /** @type {Socket | null} */
  #socket = null;
  /** Counts attempts, so that an answer to a given-up one is known for what it is. */
  #turn = 0;
  /** @type {unknown} */
  #timer = null;
  /** What is awaited must have come by then, by `mono`. */
  #due = { at: Infinity, reason: "" };
  /** @type {string | null} */
  #looked = null;
  #parts;

  /**
   * @param {object} parts
   * @param {import("./lane.mjs").Lane} parts.lane
   * @param {{begin: () => void, answered: () => void, ready: () => void}} parts.wholes told of each connection, and of each answer
   * @param {string} parts.scope
   * @param {() => Promise<string>} parts.getTicket rejects with TicketRefused, or with anything else for "try again"
   * @param {() => Socket} parts.openSocket
   * @param {() => Painted} parts.painted
   * @param {() => boolean} parts.hidden
   * @param {() => number} parts.mono
   * @param {() => number} parts.random 0 to 1
   * @param {(run: () => void, ms: number) => unknown} parts.setTimer
   * @param {(timer: any) => void} parts.clearTimer
   * @param {() => void} parts.onChange the status changed
   * @param {() => void} parts.onVerified the picture is known to be true at this moment
   */
  constructor(parts) {
    this.#parts = parts;
    this.#since = parts.mono();
  }

  /**
   * @param {number} now server time
   * @returns {LinkStatus}
   */
  status(now) {
    const since = now - (this.#parts.mono() - this.#since);
    return { state: this.#state, since, reason: this.#reason, attempts: this.#attempts };
  }

  start() {
    this.#connect();
  }

  /** Give the connection up for good. */
  stop() {
    this.#hangUp();
  }

  /**
   * Connect anew at once and take everything anew, as after a long sleep.
   * @param {string} reason
   */
  restart(reason) {
    this.#mayResume = false;
    this.#change("lost", reason);
    this.#connect();
  }

  /**
   * Ask to be told about an entity, on this connection and those after it; null stops.
   * @param {string | null} entity
   */
  look(entity) {
    if (entity === this.#looked) return;
    this.#looked = entity;
    if (this.#state === "live") this.#send({ type: "look", entity });
  }

  /**
   * Ask for all of some records.
   * @param {{type: "whole", kind: string, ids: string[]}} question @returns {boolean} false when there is nobody to ask
   */
  ask(question) {
    if (this.#state !== "live") return false;
    this.#send(question);
    return true;
  }

  #connect() {
    this.#hangUp();
    this.#attempts += 1;
    this.#parts.lane.begin();
    this.#parts.wholes.begin();
    this.#deadline(ATTEMPT_MS, "the relay did not answer");
    const turn = this.#turn;
    this.#unspent().then(
      (ticket) => turn === this.#turn && this.#open(ticket),
      (error) => turn === this.#turn && this.#fail(String(error.message ?? error), { refused: error instanceof TicketRefused }),
    );
  }

  /** A ticket that was not yet shown: asking costs the page's server more than looking for the relay costs anybody. */
  async #unspent() {
    const { getTicket, mono } = this.#parts;
    if (this.#ticket === null || mono() - this.#ticket.at > TICKET_KEPT_MS) this.#ticket = { text: await getTicket(), at: mono() };
    return this.#ticket.text;
  }

  /** @param {string} ticket */
  #open(ticket) {
    const socket = this.#parts.openSocket();
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    let absent = true;
    socket.onopen = () => {
      absent = false;
      this.#ticket = null;
      const resume = this.#mayResume ? this.#parts.lane.resume : null;
      this.#send({ type: "hello", ticket, scope: this.#parts.scope, resume });
    };
    socket.onmessage = ({ data }) => {
      this.#receive(data);
      if (typeof data !== "string") release(data);
    };
    socket.onclose = ({ code, reason }) => this.#fail(reason || this.#reason || `the connection closed (${code})`, { absent });
  }

  /**
   * A page that hung reads late what came meanwhile, and its timers are as late. What is read after it was due proves nothing: its
   * beats would turn the clock back by as long as the page hung, and make everything look as fresh as it was then.
   * @param {string | ArrayBuffer} data
   */
  #receive(data) {
    if (this.#parts.mono() >= this.#due.at) return this.#fail(this.#due.reason);
    const outcome = this.#parts.lane.receive(data);
    if (outcome.bye !== null) this.#change(this.#state === "live" ? "lost" : this.#state, outcome.bye);
    if (outcome.resync !== null) return this.#resync(outcome.resync);
    if (outcome.answered) this.#parts.wholes.answered();
    if (outcome.verified) this.#verified();
    if (outcome.beat) this.#acknowledge();
    if (outcome.ask) this.#send({ type: "keyframe" });
  }

  /** @param {string} reason */
  #resync(reason) {
    this.#mayResume = false;
    this.#fail(reason);
  }

  #verified() {
    this.#deadline(BEAT_MS, "no beat for 4 s");
    this.#waits.reset();
    this.#attempts = 0;
    this.#mayResume = true;
    if (this.#state !== "live" && this.#looked !== null) this.#send({ type: "look", entity: this.#looked });
    this.#change("live", null);
    this.#parts.wholes.ready();
    this.#parts.onVerified();
  }

  #acknowledge() {
    const { lane, painted, hidden } = this.#parts;
    const { seq, tick, ageMs } = painted();
    const age = ageMs === null ? null : Math.round(ageMs);
    const epoch = lane.epoch ?? 0;
    this.#send({ type: "ack", epoch, seq: seq ?? 0, tick: tick ?? 0, paint_age_ms: age, hidden: hidden() });
  }

  /** @param {Parameters<typeof encode>[0]} message */
  #send(message) {
    this.#socket?.send(encode(message));
  }

  /**
   * @param {number} ms
   * @param {string} reason
   */
  #deadline(ms, reason) {
    this.#parts.clearTimer(this.#timer);
    this.#due = { at: this.#parts.mono() + ms, reason };
    this.#timer = this.#parts.setTimer(() => this.#fail(reason), ms);
  }

  /**
   * This attempt is over: say why, and try again after a wait of full jitter.
   * @param {string} reason
   * @param {{refused?: boolean, absent?: boolean}} [how] refused: no ticket was given; absent: nobody listened
   */
  #fail(reason, { refused = false, absent = false } = {}) {
    const { mono, random, setTimer } = this.#parts;
    this.#hangUp();
    this.#change(refused ? "refused" : "lost", reason);
    const longest = this.#waits.next(absent, mono() - this.#since);
    this.#timer = setTimer(() => this.#connect(), longest * random());
  }

  /** Drop socket and timer; nothing either still says is heard. */
  #hangUp() {
    this.#turn += 1;
    this.#parts.clearTimer(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /**
   * @param {LinkState} state
   * @param {string | null} reason
   */
  #change(state, reason) {
    if (state === this.#state && reason === this.#reason) return;
    if (state !== this.#state) this.#since = this.#parts.mono();
    this.#state = state;
    this.#reason = reason;
    this.#parts.onChange();
  }
}

/**
 * Give a message's memory back at once. Left to the garbage collector, a city's frames add up to so much that it searches the whole page
 * every few seconds.
 * @param {ArrayBuffer} bytes nobody's any more; a browser too old for it keeps them a while longer
 */
function release(bytes) {
  /** @type {ArrayBuffer & {transfer?: (length: number) => ArrayBuffer}} */ (bytes).transfer?.(0);
}
