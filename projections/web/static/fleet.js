/**
 * Every vehicle and where it is. Knows no screen: whoever shows something listens to `change`.
 *
 * @typedef {object} Car
 * @property {string} id
 * @property {string} plate
 * @property {string} unit Name of the unit in the reader's language.
 * @property {string} text What a search looks through, in lower case.
 * @property {number | null} lon Degrees WGS-84.
 * @property {number | null} lat
 * @property {number | null} speed km/h.
 * @property {number | null} course Degrees clockwise from north.
 * @property {number | null} at Fix time, epoch seconds.
 * @property {number} status Bits of JT/T 808; bit 22: the vehicle says that it moves.
 * @property {Set<string>} breaches Ids of its ongoing alerts.
 *
 * @typedef {"moving" | "parked" | "stale"} State
 */

import { lang } from "./words.js";

const MOVING_KMH = 3;
const QUIET_MS = 1500;
const SAYS_MOVING = 1 << 22;

export class Fleet extends EventTarget {
  constructor() {
    super();
    /** @type {Map<string, Car>} */
    this.cars = new Map();
    this.staleAfter = 300;
    this.clockOffset = 0;
    this.strangers = false;
    this.pending = false;
    this.toldAt = 0;
  }

  /** The server's present moment in epoch seconds, also between its frames. */
  get now() {
    return performance.now() / 1000 + this.clockOffset;
  }

  /** @param {number} now What the server's clock says. */
  setClock(now) {
    this.clockOffset = now - performance.now() / 1000;
  }

  /** @param {Array<Record<string, any>>} rows Of the view `vehicles`. */
  setVehicles(rows) {
    for (const row of rows.filter((each) => each.stage !== "disposed")) {
      const car = this.car(row.vehicle);
      car.plate = row.plate || row.vehicle;
      car.unit = (lang === "en" && row.unit_name_en) || row.unit_name || row.unit || "";
      car.text = [row.vehicle, row.plate, row.unit, row.unit_name, row.unit_name_en, row.district,
        row.device].filter(Boolean).join("\n").toLowerCase();
    }
    this.strangers = false;
    this.changed();
  }

  /** @param {any[][]} rows As in a `pos` frame. An older fix never replaces a newer one. */
  move(rows) {
    for (const [id, lon, lat, speed, course, at, , status] of rows) {
      const car = this.car(id);
      if (car.at === null || car.at <= at) Object.assign(car, { lon, lat, speed, course, at, status });
    }
    this.changed();
  }

  /** @param {Iterable<any>} alerts All alerts; the ongoing ones make their vehicle a violator. */
  setAlerts(alerts) {
    for (const car of this.cars.values()) car.breaches.clear();
    for (const alert of alerts) this.setAlert(alert);
    this.changed();
  }

  /** @param {any} alert As on the stream; what papers alone say is about no place on the map. */
  setAlert(alert) {
    if (alert.subject) return;
    const breaches = this.car(alert.vehicle).breaches;
    if (isOngoing(alert)) breaches.add(alert.id);
    else breaches.delete(alert.id);
  }

  /** @param {string} id @returns {Car} */
  car(id) {
    let car = this.cars.get(id);
    if (!car) {
      car = { id, plate: id, unit: "", text: id.toLowerCase(), lon: null, lat: null, speed: null,
        course: null, at: null, status: 0, breaches: new Set() };
      this.cars.set(id, car);
      this.strangers = true;
    }
    return car;
  }

  /** @param {Car} car @returns {number | null} Age of its newest fix in seconds. */
  age(car) {
    return car.at === null ? null : this.now - car.at;
  }

  /** @param {Car} car @returns {State} */
  state(car) {
    if (car.at === null || this.now - car.at > this.staleAfter) return "stale";
    const moves = car.speed === null ? (car.status & SAYS_MOVING) !== 0 : car.speed >= MOVING_KMH;
    return moves ? "moving" : "parked";
  }

  /** @returns {Record<State | "violating", number>} */
  count() {
    const counts = { moving: 0, parked: 0, stale: 0, violating: 0 };
    for (const car of this.cars.values()) {
      counts[this.state(car)] += 1;
      if (car.breaches.size) counts.violating += 1;
    }
    return counts;
  }

  /** Tell whoever shows something; several changes in one frame are told once. */
  changed() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.toldAt = performance.now();
      this.dispatchEvent(new Event("change"));
    });
  }

  /** Ages grow although nothing is heard. */
  beat() {
    if (performance.now() - this.toldAt > QUIET_MS) this.changed();
  }
}

/**
 * Whether it has not ended, and was not taken back.
 * @param {any} alert
 * @returns {boolean}
 */
export function isOngoing(alert) {
  return alert.state !== "voided" && !alert.window.to;
}
