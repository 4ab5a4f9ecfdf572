/**
 * Our own point layer on the map: all vehicles in one draw call. Squares stand, triangles drive
 * the way they point, hollow squares are lost, crosses are in breach and lie on top.
 */

import { rgb } from "./look.js";

const STRIDE = 5; // x, y, kind, course, size
const KIND = { stale: 0, parked: 1, moving: 2, violating: 3, chosen: 4 };
const SIZE = { stale: 11, parked: 10, moving: 15, violating: 17, chosen: 30 };
const COLOURS = ["stale", "parked", "moving", "violating", "chosen"];
const ORIGIN = mercator(120.17, 30.25); // near the cars: 32-bit floats are exact to millimetres here

const VERTEX = `#version 300 es
precision highp float;
uniform mat4 u_matrix;
uniform float u_scale;
in vec2 a_place;
in vec3 a_look;
flat out float v_kind;
flat out float v_size;
flat out vec2 v_turn;
void main() {
  gl_Position = u_matrix * vec4(a_place, 0.0, 1.0);
  v_kind = a_look.x;
  v_turn = vec2(cos(a_look.y), sin(a_look.y));
  v_size = a_look.z * u_scale;
  gl_PointSize = v_size;
}`;

// Signed distances in the unit square: below zero is inside. The rim keeps shapes apart.
const FRAGMENT = `#version 300 es
precision highp float;
uniform vec3 u_colours[5];
uniform vec3 u_rim;
flat in float v_kind;
flat in float v_size;
flat in vec2 v_turn;
out vec4 colour;
float box(vec2 p, vec2 half_size) {
  vec2 d = abs(p) - half_size;
  return max(d.x, d.y);
}
float shape(vec2 p) {
  if (v_kind < 0.5) return abs(box(p, vec2(0.5))) - 0.16;
  if (v_kind < 1.5) return box(p, vec2(0.62));
  if (v_kind < 2.5) return max(abs(p.x) * 0.936 + (p.y - 0.84) * 0.352, -0.68 - p.y);
  if (v_kind < 3.5) {
    vec2 q = vec2(p.x + p.y, p.x - p.y) * 0.7071;
    return min(box(q, vec2(0.88, 0.25)), box(q, vec2(0.25, 0.88)));
  }
  return abs(length(p) - 0.82) - 0.08;
}
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  p = vec2(p.x, -p.y);
  if (v_kind > 1.5 && v_kind < 2.5) p = mat2(v_turn.x, v_turn.y, -v_turn.y, v_turn.x) * p;
  float pixel = 2.0 / v_size;
  float d = shape(p);
  float rim = 1.0 - smoothstep(1.2 * pixel, 2.2 * pixel, d);
  float fill = 1.0 - smoothstep(-0.5 * pixel, 0.5 * pixel, d);
  if (rim <= 0.0) discard;
  colour = vec4(mix(u_rim, u_colours[int(v_kind + 0.5)], fill) * rim, rim);
}`;

/**
 * Web Mercator in [0, 1], as the map counts.
 * @param {number} lon
 * @param {number} lat
 * @returns {[number, number]}
 */
function mercator(lon, lat) {
  const y = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  return [(lon + 180) / 360, (1 - y / Math.PI) / 2];
}

/**
 * The map's matrix, moved to our origin while numbers are still exact.
 * @param {ArrayLike<number>} m Column-major.
 * @returns {Float32Array}
 */
function atOrigin(m) {
  const moved = Float32Array.from(m);
  for (let row = 0; row < 4; row += 1) {
    moved[12 + row] = m[row] * ORIGIN[0] + m[4 + row] * ORIGIN[1] + m[12 + row];
  }
  return moved;
}

export class CarsLayer {
  /** @param {import("./fleet.js").Fleet} fleet */
  constructor(fleet) {
    this.id = "cars";
    this.type = "custom";
    this.fleet = fleet;
    this.chosen = "";
    this.points = 0;
    this.draws = 0;
    this.dirty = true;
  }

  /** Vehicles moved, or another is chosen: draw at the next frame. */
  refresh() {
    this.dirty = true;
    this.map?.triggerRepaint();
  }

  onAdd(map, gl) {
    this.map = map;
    this.program = linked(gl);
    this.at = (name) => gl.getUniformLocation(this.program, name);
    this.buffer = gl.createBuffer();
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    for (const [name, size, offset] of [["a_place", 2, 0], ["a_look", 3, 2]]) {
      const place = gl.getAttribLocation(this.program, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, STRIDE * 4, offset * 4);
    }
    gl.bindVertexArray(null);
  }

  onRemove(_map, gl) {
    gl.deleteProgram(this.program);
    gl.deleteBuffer(this.buffer);
    gl.deleteVertexArray(this.array);
  }

  render(gl, { defaultProjectionData }) {
    gl.useProgram(this.program);
    gl.bindVertexArray(this.array);
    if (this.dirty) this.upload(gl);
    const zoom = Math.min(1.5, Math.max(0.75, 0.75 + (this.map.getZoom() - 8) * 0.12));
    gl.uniformMatrix4fv(this.at("u_matrix"), false, atOrigin(defaultProjectionData.mainMatrix));
    gl.uniform1f(this.at("u_scale"), zoom * this.map.getPixelRatio());
    gl.uniform3fv(this.at("u_colours"), COLOURS.flatMap(rgb));
    gl.uniform3fv(this.at("u_rim"), rgb("rim"));
    gl.drawArrays(gl.POINTS, 0, this.points);
    gl.bindVertexArray(null);
    this.draws += 1;
  }

  upload(gl) {
    const data = this.vertices();
    this.points = data.length / STRIDE;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
    this.dirty = false;
  }

  /** What lies below comes first: lost, standing, driving, in breach, and the chosen one's ring. */
  vertices() {
    const layers = [[], [], [], [], []];
    for (const car of this.fleet.cars.values()) {
      if (car.lon === null) continue;
      const look = car.breaches.size ? "violating" : this.fleet.state(car);
      layers[KIND[look]].push([car, look]);
      if (car.id === this.chosen) layers[KIND.chosen].push([car, "chosen"]);
    }
    return new Float32Array(layers.flat().flatMap(([car, look]) => {
      const [x, y] = mercator(car.lon, car.lat);
      const course = ((car.course ?? 0) * Math.PI) / 180;
      return [x - ORIGIN[0], y - ORIGIN[1], KIND[look], course, SIZE[look]];
    }));
  }
}

/** @param {WebGL2RenderingContext} gl @returns {WebGLProgram} */
function linked(gl) {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(gl.getProgramInfoLog(program));
  }
  return program;
}
