import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Wholes } from "../../assets/live/wholes.mjs";

let said, timers, live, wholes;

beforeEach(() => {
  [said, timers, live] = [[], [], true];
  wholes = new Wholes({
    send: (question) => live && said.push(question.ids) > 0,
    setTimer: (run) => timers.push(run),
  });
});

const elapse = () => timers.splice(0).forEach((run) => run());

test("what is wanted within one drawing is one question, each record once", () => {
  ["a", "b", "a"].forEach((id) => wholes.want("camera", id));
  elapse();
  wholes.want("camera", "a");
  elapse();
  assert.deepEqual(said, [["a", "b"]]);
});

test("one question at a time, the next when it is answered", () => {
  for (let i = 0; i < 450; i += 1) wholes.want("camera", `c${i}`);
  elapse();
  elapse();
  assert.equal(said.length, 1);
  for (let i = 0; i < 3; i += 1) {
    wholes.answered();
    elapse();
  }
  assert.deepEqual(said.map((ids) => ids.length), [200, 200, 50]);
});

test("a question that a connection took with it is asked on the next", () => {
  wholes.want("camera", "a");
  elapse();
  live = false;
  wholes.begin();
  elapse();
  live = true;
  wholes.ready();
  elapse();
  assert.deepEqual(said, [["a"], ["a"]]);
});
