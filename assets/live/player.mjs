// @ts-check
/**
 * One live HLS picture in a `<video>`, by the vendored hls.js, which is fetched only then. A browser plays by itself only where
 * hls.js cannot: Chromium's own player keeps every second it has played. A stream that fails is tried again, later and later, until somebody stops it.
 *
 * @typedef {"no_stream" | "dead" | "crowded" | "refused" | "undecodable" | "unsupported"} Reason
 * @typedef {{state: "connecting" | "live" | "frozen" | "none", lagS: number | null, sinceMs: number, reason: Reason | null}} PlayerState
 */
import { FrameWatch } from "./frame_watch.mjs";

const HLS_TYPE = "application/vnd.apple.mpegurl";
const HLS_MODULE = "../vendor/hls.js-1.7.4/hls.light.min.mjs";
/** A picture further behind than this jumps to the live edge. */
const BEHIND_S = 12;
const EDGE_S = 2;
/** A stream that stood still for so long is opened again. */
const REOPEN_MS = 15_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;
/** A stream is opened anew this often: browsers give memory of what they have played back only then (measured: three small
 * pictures kept 0.5 GB an hour, whoever played them), and a wall stands for months. */
const RENEW_MS = 600_000;
/** The browser's own numbers of media errors. */
const MEDIA_ERR_DECODE = 3;

/** How many pictures a page plays at once: beyond that decoding eats the map. */
export const MOST_PLAYERS = 9;

/** Counts the pictures of one page. */
export class Players {
  playing = 0;

  /** @returns {boolean} whether there was room */
  take() {
    if (this.playing >= MOST_PLAYERS) return false;
    this.playing += 1;
    return true;
  }

  release() {
    this.playing = Math.max(0, this.playing - 1);
  }
}

export class Player {
  /** @type {{destroy(): void, latency: number} | null} */
  #hls = null;
  /** @type {Reason | null} */
  #reason = null;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #retry = null;
  #retryMs = FIRST_RETRY_MS;
  #stopped = false;
  #openedMs = 0;
  #watch;

  /**
   * @param {HTMLVideoElement} video
   * @param {string} url
   * @param {() => number} [mono] ms that never step back
   * @param {() => Promise<any>} [load] brings hls.js
   */
  constructor(video, url, mono = () => performance.now(), load = async () => (await import(HLS_MODULE)).default) {
    this.video = video;
    this.url = url;
    this.mono = mono;
    this.load = load;
    this.#watch = new FrameWatch(mono());
    video.muted = true;
    video.playsInline = true;
    video.disableRemotePlayback = true;
    this.onError = () => this.#failed(video.error?.code === MEDIA_ERR_DECODE ? "undecodable" : "refused");
    video.addEventListener("error", this.onError);
    void this.#open();
  }

  /** To be asked about once a second: what a person is told of this picture. @returns {PlayerState} */
  check() {
    const now = this.mono();
    const watched = this.#watch.look(this.#frames(), now, document.hidden);
    const lagS = this.#lag();
    if (watched.state === "live") {
      this.#reason = null;
      this.#retryMs = FIRST_RETRY_MS;
      if (lagS !== null && lagS > BEHIND_S) this.#catchUp();
    }
    if (watched.state === "frozen" && now - watched.sinceMs > REOPEN_MS && !this.#retry) this.#failed("refused");
    if (now - this.#openedMs > RENEW_MS && !this.#retry) {
      this.#close();
      void this.#open();
    }
    if (this.#reason && watched.state !== "live") return { state: "none", lagS: null, sinceMs: watched.sinceMs, reason: this.#reason };
    return { ...watched, lagS, reason: null };
  }

  /** Ends the picture and frees its decoder; nothing happens after it. */
  stop() {
    this.#stopped = true;
    if (this.#retry) clearTimeout(this.#retry);
    this.video.removeEventListener("error", this.onError);
    this.#close();
  }

  async #open() {
    this.#openedMs = this.mono();
    this.#watch = new FrameWatch(this.#openedMs, this.#frames());
    const Hls = await this.load();
    if (this.#stopped) return;
    if (Hls.isSupported()) this.#openHls(Hls);
    else if (this.video.canPlayType(HLS_TYPE)) this.#openItself();
    else this.#reason = "unsupported";
  }

  #openItself() {
    this.video.src = this.url;
    this.#play();
  }

  /** @param {any} Hls */
  #openHls(Hls) {
    const hls = new Hls({ enableWorker: false, liveSyncDurationCount: 2, maxBufferLength: 10, backBufferLength: 5 });
    hls.on(Hls.Events.ERROR, (/** @type {string} */ _, /** @type {any} */ data) => {
      if (data.fatal) this.#failed(data.type === Hls.ErrorTypes.MEDIA_ERROR ? "undecodable" : "refused");
    });
    hls.loadSource(this.url);
    hls.attachMedia(this.video);
    this.#hls = hls;
    this.#play();
  }

  /** A muted picture may play unasked; a browser that refuses shows it as connecting, and is asked again at the next opening. */
  #play() {
    this.video.play().catch((error) => {
      if (error.name !== "AbortError" && error.name !== "NotSupportedError") console.warn("a picture does not play", error);
    });
  }

  /** @param {Reason} reason */
  #failed(reason) {
    if (this.#stopped || this.#retry) return;
    this.#reason = reason;
    this.#close();
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#open();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #close() {
    this.#hls?.destroy();
    this.#hls = null;
    this.video.removeAttribute("src");
    this.video.load();
    this.#watch = new FrameWatch(this.mono(), this.#frames());
  }

  /** Pictures decoded, by the browser's count. */
  #frames() {
    return this.video.getVideoPlaybackQuality?.().totalVideoFrames ?? Math.round(this.video.currentTime * 25);
  }

  /**
   * Seconds behind the live edge; null while unknown. Chromium's own player tells no edge: there it is the newest picture that
   * has come, which may itself be a segment old.
   * @returns {number | null}
   */
  #lag() {
    if (this.#hls) return Number.isFinite(this.#hls.latency) ? this.#hls.latency : null;
    const edge = this.#edge();
    return edge === null ? null : Math.max(0, edge - this.video.currentTime);
  }

  /** @returns {number | null} */
  #edge() {
    const { seekable, buffered } = this.video;
    const ranges = seekable.length > 0 && Number.isFinite(seekable.end(seekable.length - 1)) ? seekable : buffered;
    return ranges.length > 0 ? ranges.end(ranges.length - 1) : null;
  }

  #catchUp() {
    const edge = this.#edge();
    if (edge !== null) this.video.currentTime = edge - EDGE_S;
  }
}
