/** One vehicle: what is known of it, how old that is, its fences, its track, its alerts. */

import { lot, summary } from "./alerts.js";
import { get } from "./api.js";
import { byId, el, shape, show } from "./dom.js";
import { trackLines } from "./track.js";
import { ago, named, number, t, timeOfDay } from "./words.js";

const NOTHING = { type: "FeatureCollection", features: [] };

export class Card extends EventTarget {
  /**
   * @param {import("./fleet.js").Fleet} fleet
   * @param {import("./alerts.js").AlertList} alerts
   */
  constructor(fleet, alerts) {
    super();
    this.fleet = fleet;
    this.alerts = alerts;
    this.box = byId("card");
    this.id = "";
    this.parts = {};
    fleet.addEventListener("change", () => this.update());
  }

  /** @param {string} id Of a vehicle; "" closes the card. */
  async show(id) {
    this.id = id;
    this.box.hidden = !id;
    this.box.replaceChildren();
    if (!id) return;
    this.build();
    this.update();
    await Promise.all([this.read("", (dossier) => this.tell(dossier)), this.draw(id)]);
  }

  build() {
    const part = (name) => (this.parts[name] = el("dd"));
    const line = (name) => [el("dt", {}, t(name)), part(name)];
    this.parts.title = el("h2", { id: "card-plate", class: "plate" });
    this.parts.unit = el("p", { class: "unit" });
    this.parts.alerts = el("ol", { class: "own" });
    this.box.replaceChildren(
      el("header", {}, this.parts.title,
        el("button", { type: "button", class: "locate", onclick: () => this.locate() }, t("locate")),
        el("button", { type: "button", class: "close", "aria-label": t("close"), onclick: () => this.close() }, "×")),
      this.parts.unit,
      el("dl", {}, ...["state", "fix_age", "speed", "place", "device", "category", "stage", "model",
        "track_today", "fences"].flatMap(line)),
      el("h3", {}, t("own_alerts")), this.parts.alerts);
  }

  /** What changes from second to second. */
  update() {
    if (!this.id) return;
    const car = this.fleet.car(this.id);
    const state = this.fleet.state(car);
    const { parts } = this;
    parts.title.textContent = car.plate;
    parts.unit.textContent = car.unit;
    const states = car.breaches.size ? ["violating", state] : [state];
    parts.state.replaceChildren(...states.flatMap((each) => [shape(each), ` ${t(each)} `]));
    parts.fix_age.textContent = car.at === null ? t("never")
      : `${ago(this.fleet.age(car))} (${timeOfDay(car.at)})`;
    parts.speed.textContent = car.speed === null ? t("unknown") : t("kmh", { n: Math.round(car.speed) });
    parts.place.textContent = car.lon === null ? t("unknown")
      : `${car.lon.toFixed(5)}, ${car.lat.toFixed(5)}`;
    const own = this.alerts.of(this.id).slice(0, 5);
    show(parts.alerts, own.length
      ? own.map((alert) => el("li", { "data-id": alert.id, class: `alert ${lot(alert)}` }, ...summary(alert)))
      : [el("li", {}, t("own_alerts_none"))]);
  }

  tell({ row }) {
    for (const name of ["device", "category", "stage", "model"]) {
      this.parts[name].textContent = row?.[name] ? named(name, row[name]) : t("unknown");
    }
  }

  async draw(id) {
    const [fences, track] = await Promise.all([
      this.read("/fences", (found) => this.tellFences(found)),
      this.read("/track", (found) => this.tellTrack(found)),
    ]);
    if (this.id !== id) return;
    const detail = { fences: fences ?? NOTHING, track: track ? trackLines(track) : NOTHING };
    this.dispatchEvent(new CustomEvent("drawn", { detail }));
  }

  tellFences({ features }) {
    const items = features.map(({ properties: { name, roles } }) => el("li", {},
      el("span", { class: `role ${roles[0]}` }, roles.map((role) => named("role", role)).join(t("and"))), ` ${name}`));
    this.parts.fences.replaceChildren(items.length ? el("ul", { class: "own" }, ...items) : t("fences_none"));
  }

  tellTrack({ rows, of }) {
    const late = rows.filter((row) => row[5].includes("late")).length;
    this.parts.track_today.textContent = of
      ? t("track_points", { count: number(of), late: number(late) }) : t("track_none");
  }

  /** Read something of the vehicle; tell it only if the reader is still there. */
  async read(path, tell) {
    const { id } = this;
    try {
      const found = await get(`/api/v1/vehicles/${encodeURIComponent(id)}${path}`);
      if (this.id === id) tell(found);
      return found;
    } catch (error) {
      if (this.id === id) byId("say").textContent = t("not_loaded", { detail: error.message });
      return null;
    }
  }

  locate() {
    this.dispatchEvent(new CustomEvent("locate", { detail: this.id }));
  }

  close() {
    this.dispatchEvent(new CustomEvent("choose", { detail: "" }));
  }
}
