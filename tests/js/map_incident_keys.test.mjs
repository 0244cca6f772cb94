/** The keyboard on incident marks and their rings, on elements that only remember what was done to them. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { IncidentKeys } from "../../assets/live/map/incident_keys.mjs";
import { IncidentRing } from "../../assets/live/map/incident_ring.mjs";

class Element {
  constructor(name) {
    Object.assign(this, { name, attributes: {}, children: [], dataset: {}, textContent: "", tabIndex: 0, title: "" });
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  getAttribute(name) {
    return this.attributes[name] ?? null;
  }
  append(...children) {
    this.children.push(...children);
  }
  focus() {
    document.activeElement = this;
  }
}

let pane, acted, clicks;

beforeEach(() => {
  [acted, clicks] = [[], []];
  pane = { listeners: new Map(), addEventListener: (name, run) => pane.listeners.set(name, run), removeEventListener: (name) => pane.listeners.delete(name) };
  globalThis.document = { activeElement: null, createElement: (name) => new Element(name), createElementNS: (_, name) => new Element(name) };
  globalThis.L = {
    divIcon: (options) => options,
    marker(at, { icon }) {
      const element = new Element("icon");
      const marker = { at, icon, removed: false };
      return Object.assign(marker, {
        addTo: () => marker,
        on: (_, run) => clicks.push(run),
        getElement: () => element,
        getLatLng: () => marker.at,
        setLatLng: (to) => (marker.at = to),
        remove: () => (marker.removed = true),
      });
    },
  };
});

const stop = (name) => [name, { icon: new Element(name), act: () => acted.push(name) }];
const stops = (...names) => new Map(names.map(stop));
const tabs = (map) => [...map].filter(([, { icon }]) => icon.tabIndex === 0).map(([name]) => name);
const press = (target, key) => {
  const event = { target, key, prevented: false, preventDefault: () => (event.prevented = true), stopPropagation() {} };
  pane.listeners.get("keydown")(event);
  return event.prevented;
};

function keysOn(map, focused = false, first = null) {
  for (const { icon } of map.values()) icon.tabIndex = -1;
  const keys = new IncidentKeys(pane);
  keys.set(map, focused, first);
  return keys;
}

test("all marks are one Tab stop: the chosen one, else the first", () => {
  const map = stops("a", "b", "ring");
  const keys = keysOn(map);
  assert.deepEqual(tabs(map), ["a"]);
  keys.set(map, false, "b");
  assert.deepEqual(tabs(map), ["b"]);
});

test("arrows go from mark to mark and on to the rings, Enter and Space act", () => {
  const map = stops("a", "b", "ring");
  keysOn(map);
  map.get("a").icon.focus();
  for (const next of ["b", "ring"]) {
    assert.ok(press(document.activeElement, "ArrowRight"));
    assert.equal(document.activeElement, map.get(next).icon);
    assert.deepEqual(tabs(map), [next]);
  }
  assert.ok(press(document.activeElement, "Enter") && press(document.activeElement, " "));
  assert.deepEqual(acted, ["ring", "ring"]);
  assert.ok(!press(document.activeElement, "q"));
  assert.ok(!press(new Element("elsewhere"), "ArrowRight"));
});

test("a mark that goes hands its focus on, and takes none that it had not", () => {
  const map = stops("a", "b");
  const keys = keysOn(map);
  map.get("a").icon.focus();
  assert.ok(keys.focused);
  const left = new Map([...map].slice(1));
  keys.set(left, true, null);
  assert.equal(document.activeElement, map.get("b").icon);
  document.activeElement = null;
  keys.set(stops("c"), false, null);
  assert.equal(document.activeElement, null);
});

test("once removed it hears nothing", () => {
  const keys = keysOn(stops("a"));
  keys.remove();
  assert.equal(pane.listeners.size, 0);
});

const at = (x, y) => ({ x, y, equals: (other) => other.x === x && other.y === y });
const ring = (more) => ({ key: "1 1", x: 10, y: 20, count: 8, amber: 2, ...more });

function makeRing() {
  const hub = { t: (key, { n, amber }) => `${key} ${n} ${amber}` };
  const made = new IncidentRing({ unproject: ([x, y]) => at(x, y) }, hub, ring(), () => acted.push("closer"));
  return made;
}

test("a ring says how many it holds and how many press, in its number, its arc and to a screen reader", () => {
  const made = makeRing();
  assert.equal(made.number.textContent, "8");
  assert.equal(made.root.dataset.amber, "true");
  assert.equal(made.amber.attributes["stroke-dasharray"], "25 100");
  assert.equal(made.icon.attributes["aria-label"], "mark.incident_ring 8 2");
  assert.equal(made.icon.tabIndex, -1);
});

test("it follows its members in place, and moves only when they moved", () => {
  const made = makeRing();
  const before = made.marker.at;
  made.update(ring({ count: 9, amber: 0 }));
  assert.deepEqual([made.number.textContent, made.root.dataset.amber, made.icon.title], ["9", "false", "mark.incident_ring 9 0"]);
  assert.equal(made.marker.at, before);
  made.update(ring({ x: 12 }));
  assert.equal(made.marker.at.x, 12);
});

test("a click and the keyboard go closer alike, and it leaves nothing behind", () => {
  const made = makeRing();
  clicks[0]();
  made.act();
  assert.deepEqual(acted, ["closer", "closer"]);
  made.remove();
  assert.ok(made.marker.removed);
});
