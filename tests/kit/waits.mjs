/** Reads [absent, lost in ms, whether the picture was true before] from standard input, in order, and writes the page's longest waits. */
import { readFileSync } from "node:fs";

import { Waits } from "../../assets/live/waits.mjs";

const waits = new Waits();
const told = JSON.parse(readFileSync(0, "utf8")).map(([absent, lostMs, wasTrue]) => {
  if (wasTrue) waits.reset();
  return waits.next(absent, lostMs);
});
console.log(JSON.stringify(told));
