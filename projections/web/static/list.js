/** The searchable list of vehicles. Only the rows in sight exist: thousands cost as much as ten. */

import { byId, el, shape, show } from "./dom.js";
import { ago, number, t } from "./words.js";

const ROW_PX = 54;
const SPARE = 4;

export class CarList extends EventTarget {
  /** @param {import("./fleet.js").Fleet} fleet */
  constructor(fleet) {
    super();
    this.fleet = fleet;
    this.query = "";
    this.filter = "";
    this.chosen = "";
    this.shown = [];
    this.list = byId("fleet-list");
    this.scroll = byId("fleet-scroll");
    this.input = byId("search");
    this.input.addEventListener("input", () => this.search(this.input.value));
    this.input.addEventListener("keydown", (event) => this.typed(event));
    this.scroll.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.scroll);
    fleet.addEventListener("change", () => this.update());
  }

  search(text) {
    this.query = text.trim().toLowerCase();
    this.scroll.scrollTop = 0;
    this.update();
  }

  /** @param {string} state A state to show alone; "" for all. */
  only(state) {
    this.filter = state;
    this.scroll.scrollTop = 0;
    this.update();
  }

  clear() {
    this.input.value = "";
    this.search("");
  }

  choose(id) {
    this.chosen = id;
    this.draw();
  }

  typed(event) {
    if (event.key === "Enter" && this.shown.length) this.pick(this.shown[0].id);
    if (event.key === "ArrowDown") {
      event.preventDefault();
      this.list.querySelector("button")?.focus();
    }
  }

  pick(id) {
    this.dispatchEvent(new CustomEvent("choose", { detail: id }));
  }

  update() {
    const cars = [...this.fleet.cars.values()];
    this.shown = cars.filter((car) => this.wanted(car)).sort(inOrder);
    byId("shown").textContent = t("shown", {
      shown: number(this.shown.length), all: number(cars.length),
    });
    const empty = byId("fleet-empty");
    empty.hidden = this.shown.length > 0;
    empty.textContent = cars.length ? t("no_match") : t("no_vehicles");
    this.draw();
    this.dispatchEvent(new Event("shown"));
  }

  wanted(car) {
    if (this.query && !car.text.includes(this.query)) return false;
    if (!this.filter) return true;
    return this.filter === "violating" ? car.breaches.size > 0 : this.fleet.state(car) === this.filter;
  }

  draw() {
    const first = Math.max(0, Math.floor(this.scroll.scrollTop / ROW_PX) - SPARE);
    const count = Math.ceil(this.scroll.clientHeight / ROW_PX) + 2 * SPARE;
    this.list.style.height = `${this.shown.length * ROW_PX}px`;
    this.list.style.paddingTop = `${first * ROW_PX}px`;
    show(this.list, this.shown.slice(first, first + count).map((car, i) => this.row(car, first + i)));
  }

  row(car, index) {
    const state = car.breaches.size ? "violating" : this.fleet.state(car);
    return el("li", { "aria-setsize": this.shown.length, "aria-posinset": index + 1, "data-id": car.id },
      el("button", { type: "button", "aria-current": car.id === this.chosen, onclick: () => this.pick(car.id) },
        shape(state),
        el("span", { class: "hidden" }, `${t(state)} `),
        el("b", { class: "plate" }, car.plate),
        el("span", { class: "speed" }, speed(car, this.fleet)),
        el("span", { class: "unit" }, car.unit),
        el("span", { class: "age" }, ago(this.fleet.age(car)))));
  }
}

function speed(car, fleet) {
  return fleet.state(car) === "moving" && car.speed !== null
    ? t("kmh", { n: Math.round(car.speed) }) : "";
}

function inOrder(a, b) {
  return b.breaches.size - a.breaches.size || (a.plate < b.plate ? -1 : Number(a.plate > b.plate));
}
