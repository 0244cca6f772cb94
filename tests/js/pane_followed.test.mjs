import assert from "node:assert/strict";
import { test } from "node:test";
import { Followed } from "../../assets/live/desk/pane/followed.mjs";
import { Latest } from "../../assets/live/desk/pane/latest.mjs";

/** A lane that holds these incidents, and a server that answers when it is told to. */
function stage(live = {}, seq = 1) {
  const asked = [];
  const records = { seq, get: (_kind, id) => live[id] };
  const hub = { records, lang: "en", now: () => 77 };
  const desk = { ask: (url) => new Promise((answer) => asked.push({ url, answer })) };
  let draws = 0;
  const followed = new Followed(hub, desk, () => (draws += 1));
  return { asked, records, live, followed, desk, draws: () => draws };
}
const settle = () => new Promise((done) => setImmediate(done));

test("an incident on the lane is shown at once, and nothing is asked", () => {
  const { followed, asked } = stage({ "I-1": { revision: 1 } });
  followed.follow("I-1");
  assert.deepEqual([followed.standing, followed.body, asked.length], ["live", { revision: 1 }, 0]);
});

test("one that the lane does not carry is fetched, and says when", async () => {
  const { followed, asked } = stage();
  followed.follow("I-1");
  assert.equal(followed.standing, "loading");
  asked[0].answer({ status: 200, body: { revision: 9 } });
  await settle();
  assert.deepEqual([asked[0].url, followed.standing, followed.fetchedMs], ["/api/incidents/I-1", "kept", 77]);
});

test("before any record has come nothing is asked: the lane may still bring it", () => {
  const { followed, asked, records, live } = stage({}, null);
  followed.follow("I-1");
  assert.equal(asked.length, 0);
  records.seq = 5;
  live["I-1"] = { revision: 1 };
  followed.learn();
  assert.deepEqual([followed.standing, asked.length], ["live", 0]);
});

test("an id of nothing says so; a server that fails is said with its reason", async () => {
  const { followed, asked } = stage();
  followed.follow("I-1");
  asked[0].answer({ status: 404, body: { error: "none" } });
  await settle();
  assert.equal(followed.standing, "unknown");
  followed.follow("I-2");
  asked[1].answer({ status: 0, body: { error: "no answer" } });
  await settle();
  assert.deepEqual([followed.standing, followed.why], ["failed", "no answer"]);
});

test("an answer for an incident that was left meanwhile is nobody's", async () => {
  const { followed, asked } = stage({ "I-2": { revision: 2 } });
  followed.follow("I-1");
  followed.follow("I-2");
  asked[0].answer({ status: 200, body: { revision: 1 } });
  await settle();
  assert.deepEqual([followed.id, followed.body.revision], ["I-2", 2]);
});

test("one that leaves the lane is fetched, and stays in sight meanwhile", async () => {
  const { followed, asked, live } = stage({ "I-1": { revision: 1 } });
  followed.follow("I-1");
  delete live["I-1"];
  followed.learn();
  assert.deepEqual([followed.body.revision, asked.length], [1, 1]);
  asked[0].answer({ status: 200, body: { revision: 2 } });
  await settle();
  assert.deepEqual([followed.standing, followed.body.revision], ["kept", 2]);
});

test("an answer follows its key: asked once a key, the older one dropped", async () => {
  const { asked, desk } = stage();
  const latest = new Latest(desk, "en", () => {});
  latest.want("a", "/a");
  latest.want("a", "/a");
  latest.want("b", "/b");
  asked[0].answer({ status: 200, body: "old" });
  asked[1].answer({ status: 200, body: "new" });
  await settle();
  assert.deepEqual([asked.length, latest.answer, latest.answered], [2, "new", "b"]);
});

test("a failed asking keeps the last answer, is not repeated by itself, and can be asked again", async () => {
  const { asked, desk } = stage();
  const latest = new Latest(desk, "zh", () => latest.want("a", "/a"));
  latest.want("a", "/a");
  asked[0].answer({ status: 503, body: { error: "busy", error_zh: "忙" } });
  await settle();
  assert.deepEqual([latest.why, asked.length], ["忙", 1]);
  latest.again("/a");
  asked[1].answer({ status: 200, body: "at last" });
  await settle();
  assert.deepEqual([latest.why, latest.answer], ["", "at last"]);
});
