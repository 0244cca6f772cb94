// @ts-check
/**
 * The marks as GLSL. The vertex shader moves each mark along its glide and judges its freshness (the same rules as
 * `freshness.mjs`), so that time alone needs no upload; the fragment shader draws the shapes of `marks.mjs` as distances.
 */
import { GONE_MULTIPLE, LIVE_PART } from "../freshness.mjs";
import { STATUS } from "../wire.mjs";
import {
  ARCS, ARC_PART, DEDICATED, INSIDE, MANUAL, OFFICER, OTHER, REPLAYED, SHAPE, SIMULATED, SOS_STRENGTH, STRENGTH, VEHICLE,
} from "./marks.mjs";
import { ERRAND, NOWHERE, TURN } from "./rowbuffer.mjs";

/** @param {number} value */
const float = (value) => (Number.isInteger(value) ? `${value}.0` : String(value));

/** @param {ReadonlyArray<number>} values */
const vector = (values) => `vec3(${values.map(float).join(", ")})`;

const CONSTANTS = Object.entries({
  ...SHAPE,
  inside: INSIDE,
  arcs: ARCS,
  arcPart: ARC_PART,
  livePart: LIVE_PART,
  goneMultiple: GONE_MULTIPLE,
})
  .map(([name, value]) => `const float ${name.toUpperCase()} = ${float(value)};`)
  .concat(`const vec3 STRENGTH = ${vector(STRENGTH)};`, `const vec3 SOSSTRENGTH = ${vector(SOS_STRENGTH)};`)
  .join("\n");

export const VERTEX = `#version 300 es
precision highp float;
${CONSTANTS}
layout(location = 0) in vec4 path;    // from, to: world pixels from the origin
layout(location = 1) in vec4 times;   // glide start, glide length, observed, ttl: seconds from the origin; ttl 0: nothing here
layout(location = 2) in vec4 look;    // provenance, status, kind and errand, heading: bytes
uniform float now;
uniform float scale;
uniform vec2 shift;                   // canvas pixels of the origin
uniform vec2 size;
uniform float half_mark;
uniform float pixel;                  // one device pixel in half marks
uniform int selected;
uniform bool above;                   // second pass: only what lies over the others
out vec2 at;
flat out vec4 mark;                   // provenance, strength, heading, freshness (0 live, 1 ageing, 2 stale)
flat out vec4 more;                   // sos, selected, kind, errand

vec2 corner() {
  return vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
}

// The corner of an ordinary mark's quad, in half marks, y up: no larger than its shape, for a quad's inside is what drawing costs.
vec2 reach_of(float provenance, float kind, float heading) {
  float edge = CASING + pixel;
  float side = (kind == ${float(OFFICER)} ? BODY : WIDE) + edge;
  vec2 unit = corner();
  if (heading < 0.0) return unit * side;
  if (provenance == ${float(MANUAL)}) return unit * (TIP + edge);
  vec2 local = vec2(unit.x * side, unit.y < 0.0 ? -side : TIP + edge);
  return vec2(cos(heading) * local.x + sin(heading) * local.y, cos(heading) * local.y - sin(heading) * local.x);
}

void main() {
  float age = now - times.z;
  bool sos = look.y == ${float(STATUS.SOS)};
  bool chosen = gl_InstanceID == selected;
  bool hidden = times.w <= 0.0 || age > times.w * GONEMULTIPLE;
  if (hidden || (sos || chosen) != above) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  bool bad_clock = look.y == ${float(STATUS.BAD_CLOCK)};
  float freshness = age > times.w ? 2.0 : (age > times.w * LIVEPART || bad_clock ? 1.0 : 0.0);
  float part = times.y > 0.0 ? clamp((now - times.x) / times.y, 0.0, 1.0) : 1.0;
  bool errand = look.z >= ${float(ERRAND)} && !sos;
  float kind = mod(look.z, ${float(ERRAND)});
  float heading = look.w == ${float(NOWHERE)} ? -1.0 : look.w * ${float((2 * Math.PI) / TURN)};
  at = sos || chosen || errand ? corner() * REACH : reach_of(look.x, kind, freshness < 2.0 ? heading : -1.0);
  vec2 place = mix(path.xy, path.zw, part) * scale + shift + at * vec2(1.0, -1.0) * half_mark;
  gl_Position = vec4(place / size * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
  int fresh = int(freshness);
  mark = vec4(look.x, sos ? SOSSTRENGTH[fresh] : STRENGTH[fresh], heading, freshness);
  more = vec4(sos, chosen, kind, errand);
}
`;

export const FRAGMENT = `#version 300 es
precision highp float;
${CONSTANTS}
in vec2 at;
flat in vec4 mark;
flat in vec4 more;
uniform float pixel;
uniform vec3 worker_colour;
uniform vec3 stale_colour;
uniform vec3 sos_colour;
uniform vec3 lantern_colour;
uniform vec3 ground_colour;
out vec4 colour;

float drop(vec2 p, float r1, float r2, float h) {
  p.x = abs(p.x);
  float b = (r1 - r2) / h;
  float a = sqrt(1.0 - b * b);
  float k = dot(p, vec2(-b, a));
  if (k < 0.0) return length(p) - r1;
  if (k > a * h) return length(p - vec2(0.0, h)) - r2;
  return dot(p, vec2(a, b)) - r1;
}

float line(vec2 p, vec2 to) {
  return length(p - to * clamp(dot(p, to) / dot(to, to), 0.0, 1.0));
}

// What points, the tip up, and what stands; by role.
float arrowhead(vec2 p) {
  p.x = abs(p.x);
  float side = dot(p - vec2(0.0, TIP), normalize(vec2(TIP + ARROWBACK, ARROWWING)));
  float back = dot(p + vec2(0.0, ARROWNOTCH), normalize(vec2(ARROWNOTCH - ARROWBACK, -ARROWWING)));
  return max(side, back);
}

float hull(vec2 p) {
  p.x = abs(p.x);
  float bow = dot(p - vec2(0.0, TIP), normalize(vec2(TIP - HULLBOW, HULL)));
  return max(bow, max(p.x - HULL, -p.y - HULLSTERN));
}

float box(vec2 p, vec2 r) {
  vec2 d = abs(p) - r;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}

float crossing(vec2 p, vec2 arm, float forward) {
  float along = box(p - vec2(0.0, (forward - arm.x) * 0.5), vec2(arm.y, (forward + arm.x) * 0.5));
  return min(along, box(p, arm));
}

float standing(vec2 p, float kind, float r) {
  if (kind == ${float(DEDICATED)}) return max(length(p + vec2(0.0, DOMEFLOOR * r)) - DOME * r, -p.y - DOMEFLOOR * r);
  if (kind == ${float(VEHICLE)}) return box(p, vec2(BOXLONG, BOXWIDE) * r);
  if (kind == ${float(OTHER)}) return crossing(p, vec2(CROSSLONG, CROSSWIDE) * r, CROSSLONG * r);
  return length(p) - r;
}

float pointing(vec2 p, float kind) {
  if (kind == ${float(DEDICATED)}) return arrowhead(p);
  if (kind == ${float(VEHICLE)}) return hull(p);
  if (kind == ${float(OTHER)}) return crossing(p, vec2(CROSSLONG, CROSSWIDE) * REST, TIP);
  return drop(p, BODY, TIPRADIUS, TIP - TIPRADIUS);
}

float outline_of(vec2 p, float provenance, float heading) {
  vec2 turned = vec2(cos(heading) * p.x - sin(heading) * p.y, sin(heading) * p.x + cos(heading) * p.y);
  float shape = heading < 0.0 ? standing(p, more.z, REST) : pointing(turned, more.z);
  return provenance == ${float(MANUAL)} ? min(shape, box(p, vec2(SQUARE))) : shape;
}

float covered(float distance, float unit) {
  return clamp(0.5 - distance / unit, 0.0, 1.0);
}

void lay(vec3 over, float alpha) {
  colour = vec4(over * alpha, alpha) + colour * (1.0 - alpha);
}

// Live or ageing: filled as the provenance says.
void fresh_body(vec2 p, float unit, vec3 ink) {
  float edge = outline_of(p, mark.x, mark.z);
  lay(ground_colour, covered(edge - CASING, unit) * INSIDE);
  float width = more.z == ${float(OTHER)} ? CROSSOUTLINE : OUTLINE;
  float band = covered(abs(edge + width * 0.5) - width * 0.5, unit);
  float striped = covered(abs(mod(p.x + p.y, STRIPE * 2.0) - STRIPE) - STRIPE * 0.5, unit) * covered(edge, unit);
  float solid = covered(edge, unit);
  float fill = mark.x == ${float(SIMULATED)} ? band : mark.x == ${float(REPLAYED)} ? max(striped, band * 0.6) : solid;
  lay(ink, fill);
}

// Stale: hollow, with the hands of a clock; a simulated one's ring is broken.
void stale_body(vec2 p, float unit, vec3 ink) {
  float edge = mark.x == ${float(MANUAL)} ? box(p, vec2(SQUARE)) : standing(p, more.z, BODY);
  lay(ground_colour, covered(edge - CASING, unit) * INSIDE);
  float ring = covered(abs(edge + STALEOUTLINE * 0.5) - STALEOUTLINE * 0.5, unit);
  float turn = fract(atan(-p.y, p.x) / 6.2831853 * ARCS);
  if (mark.x == ${float(SIMULATED)}) ring *= step(0.5 - ARCPART * 0.5, abs(turn - 0.5));
  float hands = min(line(p, vec2(0.0, MINUTEHAND)), line(p, vec2(HOURHAND, 0.0))) - HAND * 0.5;
  lay(ink, max(ring, covered(hands, unit)));
}

// He was sent somewhere: a bar under the mark, whichever way it points.
void errand_bar(vec2 p, vec3 ink) {
  float edge = box(p + vec2(0.0, ERRANDBELOW), vec2(ERRANDLONG, ERRANDHIGH));
  lay(ground_colour, covered(edge - CASING, pixel) * INSIDE);
  lay(ink, covered(edge, pixel));
}

void main() {
  colour = vec4(0.0);
  bool sos = more.x > 0.5;
  float larger = sos ? SOSSCALE : 1.0;
  vec2 p = at / larger;
  float unit = pixel / larger;
  if (sos) lay(ground_colour, covered(length(at) - SOSRING, pixel) * INSIDE);
  if (mark.w < 1.5) fresh_body(p, unit, sos ? sos_colour : worker_colour);
  else stale_body(p, unit, sos ? sos_colour : stale_colour);
  if (sos) lay(sos_colour, covered(abs(length(at) - SOSRING) - RING * 0.5, pixel));
  if (more.w > 0.5) errand_bar(at, mark.w < 1.5 ? worker_colour : stale_colour);
  colour *= mark.y;
  if (more.y > 0.5) lay(lantern_colour, covered(abs(length(at) - LANTERNRING) - RING * 0.5, pixel));
}
`;
