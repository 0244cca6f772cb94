// @ts-check
/**
 * The cells of the queue that are more than a text. Each is a class as AG Grid wants it: `init`, `getGui`, `refresh`; what it
 * needs of the page comes as `params.context`.
 *
 * @typedef {{hub: import("../hub.mjs").Hub, isNew: (id: string) => boolean}} Context
 * @typedef {{data: import("./row.mjs").Row, context: Context}} CellParams
 */
import { Diamond } from "../map/diamond.mjs";
import { make, note, write } from "../panels/dom.mjs";
import { roughSpan, shortSpan } from "../panels/format.mjs";
import { clockOf } from "./row.mjs";

class Cell {
  /** @param {string} className */
  constructor(className) {
    this.gui = make("span", `cell ${className}`);
  }

  /** @param {CellParams} params */
  init(params) {
    this.refresh(params);
  }

  getGui() {
    return this.gui;
  }

  /** @param {CellParams} params @returns {boolean} */
  refresh(params) {
    this.draw(params.data, params.context);
    return true;
  }

  /** @param {import("./row.mjs").Row} _row @param {Context} _context */
  draw(_row, _context) {}
}

/** The mark of the incident as on the map: urgency by colour and size, origin by the body, category by the sign. */
export class MarkCell extends Cell {
  constructor() {
    super("cell-mark diamond");
    this.diamond = new Diamond(false);
    this.gui.append(this.diamond.svg);
    this.gui.setAttribute("role", "img");
  }

  /** @override @param {import("./row.mjs").Row} row @param {Context} context */
  draw(row, { hub }) {
    note(this.gui, "urgency", row.urgency);
    note(this.gui, "provenance", row.provenance);
    this.diamond.category(row.category);
    const words = [hub.t(`urgency.${row.urgency}`), hub.t(`provenance.${row.provenance}`)].join(" · ");
    this.gui.setAttribute("aria-label", words);
    this.gui.title = words;
  }
}

/** Time left as a ring that fills and a word; past due the ring is whole and the time grows. */
export class ClockCell extends Cell {
  constructor() {
    super("cell-clock");
    this.ring = make("span", "clock-ring");
    this.word = make("span", "clock-word");
    this.gui.append(this.ring, this.word);
  }

  /** @override @param {import("./row.mjs").Row} row @param {Context} context */
  draw(row, { hub }) {
    const now = hub.now();
    const { light, going, share, dueMs, whose } = clockOf(row, now);
    note(this.gui, "light", light);
    note(this.gui, "still", String(going !== "running"));
    this.ring.hidden = dueMs === null;
    this.ring.style.setProperty("--part", share.toFixed(2));
    if (dueMs === null) return write(this.word, "–");
    const key = going !== "running" ? "queue.still" : now > dueMs ? "queue.over" : "queue.left";
    write(this.word, hub.t(key, { span: clockSpan(Math.abs(dueMs - now), hub) }));
    const title = hub.t(`queue.due_${whose}`);
    if (this.gui.title !== title) this.gui.title = title;
  }
}

const DAY_MS = 86_400_000;

/** In the largest unit once minutes no longer matter. @param {number} ms @param {import("../hub.mjs").Hub} hub */
const clockSpan = (ms, hub) => (ms < DAY_MS ? shortSpan(ms, hub.t) : roughSpan(ms, hub.t));

/** The title, and in words what is special about it. */
export class TitleCell extends Cell {
  constructor() {
    super("cell-title");
    this.word = make("span", "title-word");
    this.flag = make("span", "title-flag");
    this.gui.append(this.flag, this.word);
  }

  /** @override @param {import("./row.mjs").Row} row @param {Context} context */
  draw(row, { hub, isNew }) {
    write(this.word, row.title || hub.t("incidents.untitled"));
    const flag = row.suspended ? "queue.suspended" : isNew(row.id) ? "incidents.new" : "";
    note(this.flag, "flag", flag);
    write(this.flag, flag && hub.t(flag));
    if (this.gui.title !== row.title) this.gui.title = row.title;
  }
}

/** How long it has been open; for what is over, how long it was. */
export class AgeCell extends Cell {
  constructor() {
    super("cell-age");
  }

  /** @override @param {import("./row.mjs").Row} row @param {Context} context */
  draw({ openedMs, closedMs, open }, { hub }) {
    const until = open ? hub.now() : (closedMs ?? hub.now());
    write(this.gui, openedMs === null ? "" : shortSpan(until - openedMs, hub.t));
  }
}

/** Where it came from: the origin as a shape and a word, the sender's name behind it. */
export class OriginCell extends Cell {
  constructor() {
    super("cell-origin");
    this.shape = make("span", "origin-shape");
    this.shape.setAttribute("aria-hidden", "true");
    this.word = make("span", "origin-word");
    this.gui.append(this.shape, this.word);
  }

  /** @override @param {import("./row.mjs").Row} row @param {Context} context */
  draw(row, { hub }) {
    note(this.gui, "origin", row.provenance);
    write(this.word, hub.t(`provenance.${row.provenance}`));
    if (this.gui.title !== row.source) this.gui.title = row.source;
  }
}
