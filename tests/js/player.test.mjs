import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_PLAYERS, Player, Players } from "../../assets/live/player.mjs";

test("no more pictures play at once than a page can decode", () => {
  const players = new Players();
  for (let i = 0; i < MOST_PLAYERS; i += 1) assert.equal(players.take(), true);
  assert.equal(players.take(), false);
});

test("a picture that stops makes room for the next", () => {
  const players = new Players();
  for (let i = 0; i < MOST_PLAYERS; i += 1) players.take();
  players.release();
  assert.equal(players.take(), true);
});

test("releasing more than was taken makes no room that is not there", () => {
  const players = new Players();
  players.release();
  assert.equal(players.playing, 0);
});

/** A `<video>` in a browser that plays HLS by itself or not. */
class FakeVideo {
  opened = 0;
  frames = 0;
  currentTime = 0;
  seekable = { length: 0 };

  constructor(itself) {
    this.itself = itself;
  }

  buffered = { length: 0 };

  set src(_url) {
    this.opened += 1;
  }

  addEventListener() {}
  removeEventListener() {}
  removeAttribute() {}

  load() {}

  async play() {}

  canPlayType() {
    return this.itself ? "maybe" : "";
  }

  getVideoPlaybackQuality() {
    return { totalVideoFrames: this.frames };
  }
}

/** hls.js, where it can play or not. */
function hlsThat(plays) {
  class Hls {
    static fail = () => {};
    static ErrorTypes = { MEDIA_ERROR: "mediaError" };
    static Events = { ERROR: "error" };
    static made = 0;
    static isSupported = () => plays;
    latency = 1;

    constructor() {
      Hls.made += 1;
    }

    on(_event, told) {
      Hls.fail = () => told("error", { fatal: true, type: "networkError" });
    }
    loadSource() {}
    attachMedia() {}
    destroy() {}
  }
  return Hls;
}

async function playing(video, Hls, clock = { now: 0 }) {
  globalThis.document ??= { hidden: false };
  const player = new Player(video, "/video/a/index.m3u8", () => clock.now, async () => Hls);
  await new Promise((done) => setImmediate(done));
  return player;
}

test("hls.js plays also where the browser could: what it has played it lets go of", async () => {
  const video = new FakeVideo(true);
  const Hls = hlsThat(true);
  (await playing(video, Hls)).stop();
  assert.deepEqual([Hls.made, video.opened], [1, 0]);
});

for (const byHls of [true, false]) {
  test(`a stream is opened anew now and then, for its memory: ${byHls ? "by hls.js" : "by the browser"}`, async () => {
    const video = new FakeVideo(true);
    const Hls = hlsThat(byHls);
    const clock = { now: 0 };
    const player = await playing(video, Hls, clock);
    const opened = () => (byHls ? Hls.made : video.opened);
    clock.now = 600_000;
    player.check();
    assert.equal(opened(), 1);
    clock.now = 600_001;
    player.check();
    await new Promise((done) => setImmediate(done));
    player.check();
    assert.equal(opened(), 2);
    player.stop();
  });
}

test("a browser that can neither is said to", async () => {
  const player = await playing(new FakeVideo(false), hlsThat(false));
  assert.equal(player.check().reason, "unsupported");
  player.stop();
});

for (const kept of [0, 25]) {
  test(`a stream that failed is not called live for a second, whatever the browser still counts: ${kept}`, async () => {
    const video = new FakeVideo(true);
    const Hls = hlsThat(true);
    const clock = { now: 0 };
    const player = await playing(video, Hls, clock);
    video.frames = 25;
    assert.equal(player.check().state, "live");
    Hls.fail();
    video.frames = kept;
    clock.now = 1_000;
    const { state, reason } = player.check();
    assert.deepEqual([state, reason], ["none", "refused"]);
    player.stop();
  });
}
