import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_PLAYERS, Players } from "../../assets/live/player.mjs";

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
