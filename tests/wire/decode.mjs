/** Reads frames from standard input, each after its length as u32, and writes what the page makes of each as a line of JSON. */
import { readFileSync } from "node:fs";

import { WireError, decodeFrame } from "../../assets/live/wire.mjs";

const COLUMNS = ["row", "lat", "lon", "flags", "age", "course", "speed"];

function told(bytes) {
  try {
    const frame = decodeFrame(bytes);
    return { rows: frame.tableSize, columns: COLUMNS.map((name) => [...frame[name]]) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { refused: error.message };
  }
}

const input = readFileSync(0);
for (let at = 0; at < input.length; ) {
  const end = at + 4 + input.readUInt32LE(at);
  console.log(JSON.stringify(told(new Uint8Array(input.subarray(at + 4, end)).buffer)));
  at = end;
}
