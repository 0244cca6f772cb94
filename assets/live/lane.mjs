// @ts-check
/**
 * What each message of the relay does to the page: the rules of epoch, tick and sequence, without a socket.
 *
 * @typedef {import("./wire.mjs").TextMessage} TextMessage
 * @typedef {import("./wire.mjs").Frame} Frame
 * @typedef {import("./wire.mjs").Beat} Beat
 * @typedef {import("./wire.mjs").Changes} Changes
 * @typedef {import("./wire.mjs").Snapshot} Snapshot
 * @typedef {import("./hub.mjs").HubEvents} HubEvents
 *
 * What the link has to do after a message.
 * @typedef {object} Outcome
 * @property {boolean} beat answer it with an ack
 * @property {boolean} verified the picture is known to be true at this moment
 * @property {boolean} ask a keyframe is needed
 * @property {string | null} resync why everything must be fetched anew, on a new connection
 * @property {boolean} [answered] the records asked for have come
 * @property {string | null} bye what the relay said before it closes
 */
import { RecordGap } from "./records.mjs";
import { OtherVersion, WireError, decodeFrame, decodeText } from "./wire.mjs";

/** @type {Readonly<Outcome>} */
const NOTHING = Object.freeze({ beat: false, verified: false, ask: false, resync: null, bye: null });

export class Lane {
  /** @type {number | null} */
  epoch = null;
  /** @type {number | null} tick of the newest frame applied; null while a keyframe is awaited */
  tick = null;
  /** @type {Beat | null} */
  beat = null;
  /** Messages that were no `wanglou.v1` and were left out, since the page was opened, and why the last one was. */
  droppedFrames = 0;
  /** @type {string | null} */
  lastDrop = null;

  #clock;
  #fleet;
  #records;
  #tell;
  /** What this connection has brought so far; the picture is true once all three have come. */
  #brought = { beat: false, records: false, positions: false };

  /**
   * @param {object} parts
   * @param {import("./clock.mjs").ServerClock} parts.clock
   * @param {import("./fleet.mjs").Fleet} parts.fleet
   * @param {import("./records.mjs").RecordBook} parts.records
   * @param {<E extends keyof HubEvents>(event: E, detail: HubEvents[E]) => void} parts.tell
   */
  constructor({ clock, fleet, records, tell }) {
    this.#clock = clock;
    this.#fleet = fleet;
    this.#records = records;
    this.#tell = tell;
  }

  /** A new connection begins: nothing on it is proven yet. */
  begin() {
    this.#brought = { beat: false, records: false, positions: false };
    this.tick = null;
  }

  /** What the page has, for the hello of the next connection. */
  get resume() {
    if (this.epoch === null || this.#records.seq === null) return null;
    return { epoch: this.epoch, seq: this.#records.seq };
  }

  /**
   * Take one message. A bad one is left out and counted, never fatal.
   * @param {string | ArrayBuffer} data
   * @returns {Outcome}
   */
  receive(data) {
    try {
      return typeof data === "string" ? this.#text(decodeText(data)) : this.#frame(decodeFrame(data));
    } catch (error) {
      if (error instanceof RecordGap) return resync(error.message);
      if (!(error instanceof WireError)) throw error;
      if (error instanceof OtherVersion) this.#tell("refused", error.version);
      return this.#drop(error.message, typeof data !== "string");
    }
  }

  /**
   * @param {string} reason
   * @param {boolean} positions whether a frame was lost with it, so that the next delta will not fit
   */
  #drop(reason, positions) {
    this.droppedFrames += 1;
    this.lastDrop = reason;
    console.error("a message of the relay was left out:", reason);
    return positions ? this.#askOnce() : NOTHING;
  }

  /** @returns {Outcome} */
  #askOnce() {
    const ask = this.tick !== null;
    this.tick = null;
    return { ...NOTHING, ask };
  }

  /**
   * @param {TextMessage} message
   * @returns {Outcome}
   */
  #text(message) {
    if (message.type === "welcome") {
      this.#tell("build", message.build);
      return this.#welcome(message.epoch, message.now);
    }
    if (message.type === "bye") return { ...NOTHING, bye: message.reason };
    if (message.type === "entity") {
      this.#tell("entity", message);
      return NOTHING;
    }
    if (message.epoch !== this.epoch) return resync(`${message.type} is of epoch ${message.epoch}, not ${this.epoch}`);
    if (message.type === "bodies") {
      this.#tell("records", this.#records.complete(message.kind, message.records));
      return { ...NOTHING, answered: true };
    }
    if (message.type === "rows") {
      this.#tell("rows", this.#fleet.learn(message.rows));
      return NOTHING;
    }
    return message.type === "beat" ? this.#beat(message) : this.#recordsOf(message);
  }

  /**
   * @param {number} epoch
   * @param {number} now
   */
  #welcome(epoch, now) {
    const step = this.#clock.hear(now);
    if (epoch !== this.epoch) this.#forget(epoch);
    else if (step < 0) this.#fleet.shift(step);
    return NOTHING;
  }

  /** @param {number} epoch */
  #forget(epoch) {
    const rows = Uint32Array.from(this.#fleet.rows());
    this.epoch = epoch;
    this.tick = null;
    this.beat = null;
    this.#fleet.reset();
    this.#records.reset();
    this.#tell("frame", { changed: rows, keyframe: true });
  }

  /**
   * @param {Beat} beat
   * @returns {Outcome}
   */
  #beat(beat) {
    const fresh = beat.now !== this.beat?.now;
    const lostPlace = this.#missedFrames(beat) || this.#stepped(beat.now);
    const wrongSeq = this.#wrongSequence(beat);
    this.beat = beat;
    this.#brought.beat ||= fresh;
    this.#tell("beat", beat);
    if (wrongSeq) return resync(wrongSeq);
    return { ...NOTHING, beat: true, verified: fresh && this.#complete, ask: lostPlace };
  }

  /**
   * Why the records cannot be right: a relay behind the page is another one, and what it knew a beat ago must have come.
   * @param {Beat} beat
   */
  #wrongSequence({ seq }) {
    const held = this.#records.seq;
    if (held === null) return null;
    if (seq < held) return `the relay is at sequence ${seq}, the page already at ${held}`;
    const due = this.#brought.records ? this.beat?.seq : undefined;
    return due !== undefined && held < due ? `changes up to ${due} have not come, the page is at ${held}` : null;
  }

  /**
   * Whether frames that the beat before already knew of have still not come, or a keyframe is awaited since then.
   * @param {Beat} beat
   */
  #missedFrames(beat) {
    if (!this.beat || !this.#brought.positions) return false;
    if (this.tick === null) return true;
    const missed = this.tick < this.beat.tick && beat.tick >= this.beat.tick;
    if (missed) this.tick = null;
    return missed;
  }

  /**
   * Ages go on with the page's own clock when the server's steps: back, they are carried along, as they would otherwise
   * look fresher than they are; forward, the relay is asked how old everything is.
   * @param {number} now
   */
  #stepped(now) {
    const step = this.#clock.hear(now);
    if (step < 0) this.#fleet.shift(step);
    return step !== 0;
  }

  /**
   * @param {Snapshot | Changes} message
   * @returns {Outcome}
   */
  #recordsOf(message) {
    if (message.type === "snapshot") this.#tell("records", { kinds: this.#records.replace(message), ids: null });
    else if (message.changes.length > 0) this.#tell("records", this.#records.apply(message));
    else this.#records.apply(message);
    return this.#bring("records");
  }

  /**
   * @param {Frame} frame
   * @returns {Outcome}
   */
  #frame(frame) {
    if (frame.epoch !== this.epoch) return resync(`a frame is of epoch ${frame.epoch}, not ${this.epoch}`);
    if (!frame.keyframe && this.tick === null) return NOTHING;
    if (!frame.keyframe && frame.tick !== this.#next) return this.#askOnce();
    const changed = this.#fleet.apply(frame, this.#clock.now());
    this.tick = frame.tick;
    this.#tell("frame", { changed, keyframe: frame.keyframe });
    return this.#bring("positions");
  }

  get #next() {
    return this.tick === null ? null : (this.tick + 1) >>> 0;
  }

  get #complete() {
    return this.#brought.beat && this.#brought.records && this.#brought.positions;
  }

  /**
   * The message that completes the picture proves it; after that only beats do.
   * @param {"records" | "positions"} part
   * @returns {Outcome}
   */
  #bring(part) {
    const before = this.#complete;
    this.#brought[part] = true;
    return { ...NOTHING, verified: this.#complete && !before };
  }
}

/**
 * @param {string} reason
 * @returns {Outcome}
 */
const resync = (reason) => ({ ...NOTHING, resync: reason });
