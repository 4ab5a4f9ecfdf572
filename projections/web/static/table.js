/** In place of the map, where the browser cannot draw one: the vehicles as a table. */

import { el, shape, show } from "./dom.js";
import { ago, t } from "./words.js";

const MOST = 100;

/**
 * @param {HTMLElement} container
 * @param {import("./list.js").CarList} list What it shows is what the table shows.
 */
export function showTable(container, list) {
  const head = el("tr", {}, ...["vehicles", "unit", "state", "speed", "fix_age", "place"].map(
    (name) => el("th", { scope: "col" }, t(name)),
  ));
  const body = el("tbody");
  const more = el("p", { class: "hint", hidden: true }, t("table_more", { count: MOST }));
  container.replaceChildren(
    el("p", { class: "empty", role: "note" }, t("no_map")),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("vehicles") },
      el("table", {}, el("thead", {}, head), body), more),
  );
  list.addEventListener("shown", () => {
    show(body, list.shown.slice(0, MOST).map((car) => row(car, list)));
    more.hidden = list.shown.length <= MOST;
  });
}

function row(car, list) {
  const { fleet } = list;
  const state = car.breaches.size ? "violating" : fleet.state(car);
  return el("tr", { "data-id": car.id },
    el("th", { scope: "row" }, el("button", { type: "button", onclick: () => list.pick(car.id) }, car.plate)),
    el("td", {}, car.unit),
    el("td", {}, shape(state), ` ${t(state)}`),
    el("td", {}, car.speed === null ? "" : t("kmh", { n: Math.round(car.speed) })),
    el("td", {}, ago(fleet.age(car))),
    el("td", {}, car.lon === null ? "" : `${car.lon.toFixed(5)}, ${car.lat.toFixed(5)}`));
}
