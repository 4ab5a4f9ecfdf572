// A Node batch consumer: mqtt, rbush and turf, 1,000 fixes a transaction with unnest.
// node consumer.mjs DATABASE BROKER COUNT AREAS.json; speaks like benchmarks/drainer.py.
// Easier for it: it acknowledges before the commit, as mqtt.js does by itself.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import inPolygon from "@turf/boolean-point-in-polygon";
import mqtt from "mqtt";
import pg from "pg";
import RBush from "rbush";

const [database, broker, wanted, areas] = process.argv.slice(2);
const within = inPolygon.default ?? inPolygon;
const AT_ONCE = 1000;
const { own, shared } = JSON.parse(readFileSync(areas));
const polygon = (ring) => ({ type: "Polygon", coordinates: [ring] });
const boxed = (ring, id) => {
  const lon = ring.map((p) => p[0]), lat = ring.map((p) => p[1]);
  return { minX: Math.min(...lon), minY: Math.min(...lat), maxX: Math.max(...lon), maxY: Math.max(...lat), id, shape: polygon(ring) };
};
const tree = new RBush().load(shared.map(boxed));
const owned = new Map(Object.entries(own).map(([name, ring]) => [name, polygon(ring)]));
const inside = new Map(), out = new Map();

const client = new pg.Client({ connectionString: database });
await client.connect();
await client.query(`CREATE TABLE node_fixes (device text, boot bigint, seq bigint, at timestamptz, lon float8,
  lat float8, speed float8, course float8, raw text, PRIMARY KEY (device, boot, seq))`);
await client.query("CREATE TABLE node_events (vehicle text, fence text, at timestamptz, entered boolean)");

const crossed = (told, events) => {
  const point = [told.lon, told.lat];
  const away = within(point, owned.get(told.device)) ? 0 : (out.get(told.device) ?? 0) + 1;
  out.set(told.device, away);
  if (away === 2) events.push([told.device, "own", told.time, false]);
  const near = tree.search({ minX: told.lon, minY: told.lat, maxX: told.lon, maxY: told.lat });
  const now = new Set(near.filter((box) => within(point, box.shape)).map((box) => box.id));
  const before = inside.get(told.device) ?? new Set();
  for (const id of now) if (!before.has(id)) events.push([told.device, `${id}`, told.time, true]);
  for (const id of before) if (!now.has(id)) events.push([told.device, `${id}`, told.time, false]);
  inside.set(told.device, now);
};
const columns = (rows, count) => Array.from({ length: count }, (_, i) => rows.map((row) => row[i]));
const commit = async (payloads) => {
  const rows = [], events = [];
  for (const payload of payloads) {
    const told = JSON.parse(payload);
    rows.push([told.device, told.boot, told.seq, told.time, told.lon, told.lat, told.speed, told.course, payload.toString()]);
    crossed(told, events);
  }
  await client.query("BEGIN");
  await client.query(`INSERT INTO node_fixes SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::timestamptz[],
    $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::text[]) ON CONFLICT DO NOTHING`, columns(rows, 9));
  if (events.length)
    await client.query("INSERT INTO node_events SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::boolean[])", columns(events, 4));
  await client.query("COMMIT");
};
const session = () => mqtt.connect(broker, { clientId: "bench-consumer", clean: false, reconnectPeriod: 0 });

await new Promise((done) => {
  const first = session();
  first.on("connect", () => first.subscribe("v1/+/up/+", { qos: 1 }, () => first.end(false, {}, done)));
});
console.log("ready");
await new Promise((done) => createInterface({ input: process.stdin }).once("line", done));
const begun = process.hrtime.bigint();
let waiting = [], committed = 0, busy = false;
const second = session();
const work = async () => {
  if (busy) return;
  busy = true;
  while (waiting.length) {
    const some = waiting.splice(0, AT_ONCE);
    await commit(some);
    committed += some.length;
  }
  busy = false;
  if (committed >= Number(wanted)) {
    console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - begun) / 1e9, stored: committed }));
    process.exit(0);
  }
};
second.on("message", (_topic, payload) => { waiting.push(payload); setImmediate(work); });
