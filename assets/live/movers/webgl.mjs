// @ts-check
/**
 * The movers by WebGL2: one quad a mark, all in one instanced call (and one more while something lies above the others).
 * Movement is a uniform; only changed rows are uploaded.
 *
 * @typedef {import("../fleet.mjs").Fleet} Fleet
 * @typedef {import("./renderer.mjs").Renderer} Renderer
 * @typedef {import("./renderer.mjs").View} View
 * @typedef {import("./renderer.mjs").Palette} Palette
 */
import { fitCanvas } from "./renderer.mjs";
import { FLOATS, LOOK_AT, Waiting, originAt, outgrown, writeRows } from "./rowbuffer.mjs";
import { FRAGMENT, VERTEX } from "./shaders.mjs";

const ROW_BYTES = FLOATS * 4;
/** Attribute location and first float: four numbers each, floats but for the last. */
const FLOAT_ATTRIBUTES = [[0, 0], [1, 4]];
const LOOK = 2;

/** A picture that takes longer is given up: some drivers never say that one is done. */
const GIVE_UP_MS = 10_000;

/** This machine or this moment has no WebGL2. */
export class NoWebGl extends Error {}

/** @implements {Renderer} */
export class WebGlMovers {
  name = "webgl2";
  #gl;
  #program;
  #buffer;
  #fleet;
  #floats = new Float32Array(0);
  #bytes = new Uint8Array(this.#floats.buffer);
  #origin = originAt(0, 0, 0);
  #waiting = new Waiting();
  /** @type {{sync: WebGLSync, since: number} | null} the picture that the graphics card still works on */
  #underWay = null;
  /** Ms from a drawing to its completion, the last time. */
  finishMs = 0;
  /** @type {Map<string, WebGLUniformLocation | null>} */
  #uniforms = new Map();

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Fleet} fleet
   * @param {Palette} colours
   * @throws {NoWebGl}
   */
  constructor(canvas, fleet, colours) {
    const gl = canvas.getContext("webgl2", { alpha: true, antialias: false, depth: false, stencil: false });
    if (!gl) throw new NoWebGl("this browser gives no WebGL2 context");
    this.canvas = canvas;
    this.#gl = gl;
    this.#fleet = fleet;
    this.#program = link(gl);
    this.#buffer = gl.createBuffer();
    this.#prepare(colours);
  }

  /** @param {Palette} colours */
  #prepare(colours) {
    const gl = this.#gl;
    gl.useProgram(this.#program);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    for (const [location, first] of FLOAT_ATTRIBUTES) gl.vertexAttribPointer(location, 4, gl.FLOAT, false, ROW_BYTES, first * 4);
    gl.vertexAttribPointer(LOOK, 4, gl.UNSIGNED_BYTE, false, ROW_BYTES, LOOK_AT * 4);
    for (const location of [0, 1, LOOK]) {
      gl.enableVertexAttribArray(location);
      gl.vertexAttribDivisor(location, 1);
    }
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    for (const [name, colour] of Object.entries(colours)) gl.uniform3fv(this.#at(`${name}_colour`), rgb(colour));
  }

  /** @param {string} name */
  #at(name) {
    if (!this.#uniforms.has(name)) this.#uniforms.set(name, this.#gl.getUniformLocation(this.#program, name));
    return this.#uniforms.get(name) ?? null;
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {number} dpr
   */
  resize(width, height, dpr) {
    fitCanvas(this.canvas, width, height, dpr);
    this.#gl.viewport(0, 0, this.canvas.width, this.canvas.height);
  }

  /** @param {Uint32Array} rows ascending */
  upload(rows) {
    this.#waiting.add(rows);
  }

  /** Whether the picture before is not finished: another on top would make the page wait for the graphics card. */
  get busy() {
    if (!this.#underWay) return false;
    const gl = this.#gl;
    const { sync, since } = this.#underWay;
    const ms = performance.now() - since;
    if (ms < GIVE_UP_MS && !gl.isContextLost() && gl.getSyncParameter(sync, gl.SYNC_STATUS) !== gl.SIGNALED) return true;
    this.finishMs = ms;
    gl.deleteSync(sync);
    this.#underWay = null;
    return false;
  }

  /**
   * @param {View} view
   * @param {number} now
   */
  draw(view, now) {
    if (this.#floats.length < this.#fleet.size * FLOATS || outgrown(this.#origin, view, now)) this.#uploadAll(view, now);
    else this.#uploadWaiting();
    const gl = this.#gl;
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform1f(this.#at("now"), (now - this.#origin.ms) / 1000);
    gl.uniform1f(this.#at("scale"), view.scale);
    gl.uniform2f(this.#at("shift"), (this.#origin.x - view.left) * view.scale, (this.#origin.y - view.top) * view.scale);
    gl.uniform2f(this.#at("size"), view.width, view.height);
    gl.uniform1f(this.#at("half_mark"), view.half);
    gl.uniform1f(this.#at("pixel"), 1 / (view.half * view.dpr));
    gl.uniform1i(this.#at("selected"), view.selected);
    for (const above of view.selected >= 0 || this.#fleet.calling.size > 0 ? [0, 1] : [0]) {
      gl.uniform1i(this.#at("above"), above);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.#fleet.size);
    }
    this.#watch();
  }

  #watch() {
    const gl = this.#gl;
    if (this.#underWay) gl.deleteSync(this.#underWay.sync);
    const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.#underWay = sync && { sync, since: performance.now() };
    gl.flush();
  }

  /**
   * Count from here and now, and send every row.
   * @param {View} view
   * @param {number} now
   */
  #uploadAll(view, now) {
    this.#origin = originAt(Math.round(view.left), Math.round(view.top), now);
    this.#floats = new Float32Array(this.#fleet.lat.length * FLOATS);
    this.#bytes = new Uint8Array(this.#floats.buffer);
    this.#write({ first: 0, end: this.#fleet.size, flags: null });
    this.#gl.bufferData(this.#gl.ARRAY_BUFFER, this.#floats, this.#gl.DYNAMIC_DRAW);
    this.#waiting.clear();
  }

  #uploadWaiting() {
    if (this.#waiting.empty) return;
    const gl = this.#gl;
    const pieces = this.#waiting.pieces();
    this.#write(this.#waiting.rows);
    this.#waiting.clear();
    for (const [first, end] of pieces) {
      gl.bufferSubData(gl.ARRAY_BUFFER, first * ROW_BYTES, this.#floats, first * FLOATS, (end - first) * FLOATS);
    }
  }

  /** @param {Parameters<typeof writeRows>[3]} rows */
  #write(rows) {
    writeRows({ floats: this.#floats, bytes: this.#bytes }, this.#fleet, this.#origin, rows);
  }

  destroy() {
    this.#gl.deleteBuffer(this.#buffer);
    this.#gl.deleteProgram(this.#program);
    this.canvas.remove();
  }
}

/**
 * @param {WebGL2RenderingContext} gl
 * @throws {NoWebGl} with what the driver said
 */
function link(gl) {
  const program = gl.createProgram();
  for (const [type, source] of /** @type {const} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
    const shader = gl.createShader(type);
    if (!shader) throw new NoWebGl("the WebGL context was lost while it was made");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new NoWebGl(`shader: ${gl.getShaderInfoLog(shader)}`);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new NoWebGl(`program: ${gl.getProgramInfoLog(program)}`);
  return program;
}

/** @param {string} colour "#rrggbb" @returns {[number, number, number]} each 0 to 1 */
function rgb(colour) {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}
