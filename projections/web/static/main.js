/** 实时监管: wires the parts of the live page together. */

import { AlertList } from "./alerts.js";
import { get } from "./api.js";
import { Card } from "./card.js";
import { Counters } from "./counters.js";
import { byId } from "./dom.js";
import { Fleet } from "./fleet.js";
import { listen } from "./keys.js";
import { CarList } from "./list.js";
import { Stream } from "./stream.js";
import { showTable } from "./table.js";
import { lang, t, timeOfDay } from "./words.js";

const BEAT_MS = 1000;
const BOOKS_MS = 60_000;
const TRACK_MS = 10_000;
const UNSEEN_MS = 30_000;

const fleet = new Fleet();
const alerts = new AlertList();
const list = new CarList(fleet);
const counters = new Counters(fleet);
const card = new Card(fleet, alerts);

/** @type {import("./map.js").CityMap | null} */
let map = null;
let heardAt = 0;

/** @param {string} id Of a vehicle; "" for none. @param {boolean} locate Bring it into sight. */
function choose(id, locate = true) {
  history.replaceState(null, "", withVehicle(location.href, id));
  for (const other of document.querySelectorAll(".languages a")) other.href = withVehicle(other.href, id);
  card.show(id);
  list.choose(id);
  map?.choose(id);
  if (id && locate) map?.show(fleet.car(id));
  if (id) pane("map");
}

/** @param {string} address @param {string} id Of a vehicle; "" for none. @returns {URL} */
function withVehicle(address, id) {
  const url = new URL(address);
  if (id) url.searchParams.set("vehicle", id);
  else url.searchParams.delete("vehicle");
  return url;
}

/** On a phone one pane is seen at a time. @param {string} name */
function pane(name) {
  document.body.dataset.pane = name;
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.pane === name));
  }
}

function back() {
  if (card.id) choose("");
  else {
    list.clear();
    counters.clear();
    document.activeElement?.blur();
  }
}

function link(state, why = "") {
  byId("link").dataset.state = state;
  byId("link-text").textContent = t(state);
  byId("link").title = why;
}

function heard(now) {
  fleet.setClock(now);
  heardAt = now;
  byId("as-of").textContent = t("as_of", { time: timeOfDay(heardAt) });
}

async function readBooks() {
  fleet.setVehicles((await get("/api/v1/views/vehicles")).rows);
}

const stream = new Stream({
  link,
  state({ vehicles, latest, alerts: told }) {
    fleet.staleAfter = latest.stale_s;
    heard(latest.now);
    fleet.setVehicles(vehicles.rows);
    fleet.move(latest.rows);
    fleet.setAlerts(told.rows);
    alerts.load(told.rows);
    opened();
  },
  alert(alert) {
    fleet.setAlert(alert);
    alerts.add(alert);
    fleet.changed();
  },
  pos({ now, rows }) {
    heard(now);
    fleet.move(rows);
  },
});

/** The first time the state is here: go where the address says. */
const opened = once(() => {
  const id = new URLSearchParams(location.search).get("vehicle");
  if (id) choose(id);
});

function once(work) {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}

for (const source of [list, alerts, card]) {
  source.addEventListener("choose", (event) => choose(event.detail));
}
card.addEventListener("drawn", ({ detail }) => map?.draw(detail.fences, detail.track));
card.addEventListener("locate", ({ detail }) => map?.show(fleet.car(detail)));
counters.addEventListener("only", (event) => list.only(event.detail));
for (const tab of document.querySelectorAll(".tabs button")) {
  tab.addEventListener("click", () => pane(tab.dataset.pane));
}
listen({
  search() {
    pane("list");
    byId("search").focus();
  },
  browse(step) {
    pane("alerts");
    alerts.browse(step);
  },
  back,
});

/** The map is the heaviest part and comes last: list and alerts do not wait for it. */
async function showMap() {
  const { CityMap, canDraw } = await import("./map.js");
  if (!canDraw()) {
    showTable(byId("map"), list);
    list.update();
    return;
  }
  map = new CityMap(byId("map"), fleet);
  map.addEventListener("choose", (event) => choose(event.detail, false));
  map.addEventListener("ready", () => {
    byId("note").textContent = map.note[lang];
    byId("note").hidden = false;
    if (card.id) choose(card.id);
  });
  fleet.addEventListener("change", () => map.cars.refresh());
}

setInterval(() => fleet.beat(), BEAT_MS);
setInterval(() => fleet.strangers && readBooks().catch(() => {}), 5 * BEAT_MS);
setInterval(() => readBooks().catch(() => {}), BOOKS_MS);
setInterval(() => card.id && card.draw(card.id), TRACK_MS);
stream.start();
showMap();

/** A tab that nobody looks at for a while rests. */
let resting = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(resting);
  if (document.hidden) resting = setTimeout(() => stream.rest(), UNSEEN_MS);
  else stream.wake();
});

/** For tests and for the curious: what the page knows, and what it has drawn. */
window.gongche = { fleet, alerts, stream, get map() { return map; } };
