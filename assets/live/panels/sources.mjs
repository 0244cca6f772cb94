// @ts-check
/**
 * The bottom strip: a tile per source. What is wrong comes first. A source that never spoke takes little room, because for
 * one that others push to that is normal; where room is short those share a tile, so that no speaking one has to leave.
 *
 * @typedef {import("../hub.mjs").Hub} Hub
 * @typedef {import("../wire.mjs").SourceTile} SourceTile
 */
import { make, makeMark, note, show, slot, write } from "./dom.mjs";
import { drawOn } from "./draw.mjs";
import { rate, span, whole } from "./format.mjs";
import { PagedList } from "./paged.mjs";
import { standing, standingNote } from "./standing.mjs";

/** Worst first. */
const STATES = ["dead", "failing", "quiet", "lagging", "live", "waiting"];
const TILE_UNITS = { zh: 346, en: 352 };
const WAITING_UNITS = { zh: 208, en: 256 };

/**
 * One tile, or the one that several waiting sources share.
 * @typedef {{key: string, tile: SourceTile, together?: ReadonlyArray<SourceTile>}} Item
 */

/**
 * The waiting ones in one tile, after all others. Pure.
 * @param {ReadonlyArray<Item>} items
 * @returns {Item[]}
 */
export function gathered(items) {
  const waiting = items.filter(({ tile }) => tile.state === "waiting");
  const others = items.filter(({ tile }) => tile.state !== "waiting");
  if (waiting.length < 2) return [...items];
  return [...others, { key: " waiting", tile: waiting[0].tile, together: waiting.map(({ tile }) => tile) }];
}

/**
 * In the order to show: worst first, otherwise where people know them to be. Pure.
 * @param {ReadonlyArray<SourceTile>} sources
 * @returns {Item[]}
 */
export function byTrouble(sources) {
  const ranked = [...sources].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || a.index - b.index);
  return ranked.map((tile) => ({ key: tile.name, tile }));
}

/** @param {HTMLElement} element @param {Hub} hub */
export function mount(element, hub) {
  /** @type {PagedList<Item>} */
  const list = new PagedList(slot(element, "rows"), {
    make: ({ together }) => (together ? makeTogether() : makeTile()),
    write: (row, { tile, together }) => (together ? writeTogether(row, together, hub) : writeTile(row, tile, hub)),
    size: ({ tile, together }) => (tile.state === "waiting" && !together ? WAITING_UNITS : TILE_UNITS)[hub.lang],
    along: "x",
  });
  const stop = drawOn(element, hub, ["beat", "second", "link"], () => {
    const empty = slot(element, "empty");
    show(empty, hub.sources.length === 0);
    if (hub.sources.length === 0) write(empty, standing(hub) === "loading" ? standingNote(hub) : hub.t("sources.none"));
    const items = byTrouble(hub.sources);
    list.show(list.fits(items) ? items : gathered(items), hub.now());
  });
  return () => {
    stop();
    list.stop();
  };
}

function makeTile() {
  const origin = make("span", "source-origin", [makeMark("provenance-real"), make("span")]);
  const figures = make("span", "source-figures", [make("span", "source-state"), make("span", "source-rest")]);
  return make("li", "source", [makeMark("source-waiting"), make("span", "source-name"), origin, figures]);
}

function makeTogether() {
  const row = make("li", "source source-together", [
    makeMark("source-waiting"),
    make("span", "source-state"),
    make("span", "source-name"),
  ]);
  row.dataset.state = "waiting";
  return row;
}

/** @param {HTMLElement} row @param {ReadonlyArray<SourceTile>} tiles @param {Hub} hub */
function writeTogether(row, tiles, hub) {
  const [, state, names] = [...row.children];
  write(state, hub.t("sources.waiting_together", { n: tiles.length }));
  // here nothing else says which of two namesakes is the simulated one
  write(names, tiles.map((tile) => fullTitle(tile, hub)).join(hub.t("sources.join")));
}

/** @param {SourceTile} tile @param {Hub} hub */
function fullTitle(tile, hub) {
  return hub.lang === "en" ? tile.title_en : tile.title_zh;
}

/** @param {SourceTile} tile @param {Hub} hub */
function titleOf(tile, hub) {
  return plainTitle(fullTitle(tile, hub), hub.t(`provenance.${tile.provenance}`));
}

/** @param {HTMLElement} row @param {SourceTile} tile @param {Hub} hub */
function writeTile(row, tile, hub) {
  const [mark, name, origin, figures] = /** @type {HTMLElement[]} */ ([...row.children]);
  const [originMark, originWord] = /** @type {HTMLElement[]} */ ([...origin.children]);
  const [state, rest] = /** @type {HTMLElement[]} */ ([...figures.children]);
  // without a link nobody here knows how a source is, only when it was last heard
  const isHeld = standing(hub) === "held";
  note(row, "state", isHeld ? "held" : tile.state);
  note(mark, "glyph", isHeld ? "source-waiting" : `source-${tile.state}`);
  note(originMark, "glyph", `provenance-${tile.provenance}`);
  write(originWord, hub.t(`provenance.${tile.provenance}`));
  write(name, titleOf(tile, hub));
  write(state, isHeld ? hub.t("source.held") : stateOf(tile, hub));
  writeFigures(rest, isHeld ? figuresOf(tile, hub).slice(0, 1) : figuresOf(tile, hub));
  if (row.title !== (tile.error ?? "")) row.title = tile.error ?? "";
}

/**
 * A source's name without the origin in brackets that some carry: the tile says it in a place of its own. Pure.
 * @param {string} title @param {string} origin
 */
export function plainTitle(title, origin) {
  const [whole, name, inBrackets] = /^(.*?)\s*[（(]([^（()）]+)[)）]$/.exec(title) ?? [];
  return whole && inBrackets.toLowerCase() === origin.toLowerCase() ? name : title;
}

/** What is late says by how much. @param {SourceTile} tile @param {Hub} hub */
function stateOf(tile, hub) {
  if (tile.state !== "lagging" || tile.lag_s === null) return hub.t(`source.${tile.state}`);
  return hub.t("sources.lag", { age: span(tile.lag_s * 1000, hub.t) });
}

/** @param {HTMLElement} place @param {string[]} texts */
function writeFigures(place, texts) {
  while (place.children.length > texts.length) place.lastElementChild?.remove();
  while (place.children.length < texts.length) place.append(make("span"));
  texts.forEach((text, i) => write(place.children[i], text));
}

/** @param {SourceTile} tile @param {Hub} hub @returns {string[]} last heard, rate, rejects, lag: what there is of them */
function figuresOf(tile, hub) {
  const heard = tile.last_heard_ms === null ? null : span(hub.now() - tile.last_heard_ms, hub.t);
  return [
    heard === null ? null : hub.t("sources.heard", { age: heard }),
    tile.state === "live" || tile.state === "lagging" ? hub.t("unit.per_second", { n: rate(tile.rate_per_s) }) : null,
    tile.rejected > 0 ? hub.t("sources.rejected", { n: whole(tile.rejected) }) : null,
    tile.off_duty ? hub.t("sources.off_duty", { n: whole(tile.off_duty) }) : null,
    tile.state === "live" && tile.lag_s !== null && tile.lag_s >= 1
      ? hub.t("sources.lag", { age: span(tile.lag_s * 1000, hub.t) })
      : null,
  ].filter((text) => text !== null);
}
