/** The list of alerts, newest first; each finding once, at its last word. */

import { byId, el, shape, show } from "./dom.js";
import { isOngoing } from "./fleet.js";
import { dayAndTime, lang, named, number, t } from "./words.js";

const MOST = 300;
const AT_ONCE = 3;

export class AlertList extends EventTarget {
  constructor() {
    super();
    /** @type {Map<string, any>} */
    this.all = new Map();
    this.fresh = new Set();
    this.untold = [];
    this.list = byId("alerts-list");
    this.standing = byId("standing-only");
    this.standing.addEventListener("change", () => this.draw());
  }

  /** @param {any[]} rows Of the view `alerts`. */
  load(rows) {
    this.all = new Map(rows.map((alert) => [alert.id, alert]));
    this.draw();
  }

  /** @param {any} alert As on the stream. */
  add(alert) {
    const known = this.all.get(alert.id);
    if (known && place(known) >= place(alert)) return;
    this.all.set(alert.id, alert);
    if (!known && alert.state === "opened") {
      this.fresh.add(alert.id);
      this.tell(alert);
    }
    this.draw();
  }

  /** Say new alerts aloud, several at a time as a number. */
  tell(alert) {
    this.untold.push(alert);
    if (this.untold.length > 1) return;
    setTimeout(() => {
      const told = this.untold.splice(0);
      byId("say").textContent = told.length > AT_ONCE
        ? t("new_alerts", { count: told.length })
        : told.map((each) => t("new_alert", { text: each.text[lang] })).join(" ");
    }, 300);
  }

  /** @param {string} vehicle @returns {any[]} Its alerts, newest first. */
  of(vehicle) {
    return this.sorted().filter((alert) => alert.vehicle === vehicle);
  }

  sorted() {
    return [...this.all.values()].sort((a, b) => place(b) - place(a));
  }

  draw() {
    const sorted = this.sorted();
    const ongoing = sorted.filter(isOngoing);
    const shown = this.standing.checked ? ongoing : sorted;
    show(this.list, shown.slice(0, MOST).map((alert) => this.row(alert)));
    byId("alerts-count").textContent = number(shown.length);
    byId("tab-alerts").textContent = ongoing.length ? number(ongoing.length) : "";
    byId("alerts-empty").hidden = shown.length > 0;
    byId("alerts-empty").textContent = sorted.length ? t("no_standing") : t("no_alerts");
    const more = byId("alerts-more");
    more.hidden = shown.length <= MOST;
    more.replaceChildren(t("alerts_more", { count: number(shown.length - MOST) }), " ",
      el("a", { href: "/api/v1/views/alerts?format=xlsx" }, t("download_all")));
  }

  row(alert) {
    const item = el("li", { "data-id": alert.id, class: lot(alert) }, el("button",
      { type: "button", onclick: () => this.pick(alert) },
      ...summary(alert)));
    if (this.fresh.has(alert.id)) item.classList.add("fresh");
    return item;
  }

  pick(alert) {
    if (this.fresh.delete(alert.id)) this.draw();
    if (alert.vehicle) this.dispatchEvent(new CustomEvent("choose", { detail: alert.vehicle }));
  }

  /** @param {1 | -1} step Move the focus down or up. */
  browse(step) {
    const buttons = [...this.list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const next = at < 0 ? 0 : Math.min(buttons.length - 1, Math.max(0, at + step));
    buttons[next]?.focus();
  }
}

/** @param {any} alert @returns {Node[]} What a row says. */
export function summary(alert) {
  return [
    alert.state === "voided" ? shape("stale") : shape("violating"),
    el("span", { class: "head" },
      el("b", { class: "plate" }, alert.plate || alert.vehicle || alert.subject),
      el("span", { class: `severity ${alert.severity}` }, `${alert.code} ${named("severity", alert.severity)}`),
      alert.late ? el("span", { class: "late" }, t("late")) : null,
      el("span", { class: "lot" }, t(lot(alert)))),
    el("span", { class: "text" }, alert.text[lang]),
    el("span", { class: "unit" }, (lang === "en" && alert.unit_name_en) || alert.unit_name || alert.unit),
    el("time", { datetime: alert.window.from }, dayAndTime(Date.parse(alert.window.from) / 1000)),
  ];
}

/** @param {any} alert @returns {"ongoing" | "ended" | "voided"} What became of it. */
export function lot(alert) {
  if (alert.state === "voided") return "voided";
  return isOngoing(alert) ? "ongoing" : "ended";
}

function place(alert) {
  return Number(alert.position.split(":")[1]);
}
