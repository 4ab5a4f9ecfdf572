/**
 * The live connection. The state is read by REST once, then the stream goes on from exactly there;
 * after a break it goes on from the last alert that was seen, so none is lost and none comes twice.
 */

import { get } from "./api.js";

const PATIENCE_MS = 2000;
const EVENTS = ["alert", "pos"];

/**
 * @typedef {object} Listeners
 * @property {(state: {vehicles: any, latest: any, alerts: any}) => void} state The whole state.
 * @property {(alert: any) => void} alert
 * @property {(frame: {now: number, rows: any[][]}) => void} pos
 * @property {(link: "live" | "connecting" | "lost", why?: string) => void} link
 */

export class Stream {
  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.listeners = listeners;
    /** @type {EventSource | null} */
    this.source = null;
    this.since = "";
    this.change = 0;
  }

  /** Give the connection back: a browser has six for all its tabs. */
  rest() {
    this.source?.close();
    this.source = null;
    this.listeners.link("connecting");
  }

  /** Take it up again, if it was given back. */
  wake() {
    if (!this.source) this.start();
  }

  /** Read the state and follow it for as long as the page is open. */
  async start() {
    this.source?.close();
    try {
      await this.read();
      this.follow();
    } catch (error) {
      this.listeners.link("lost", error.message);
      setTimeout(() => this.start(), PATIENCE_MS);
    }
  }

  async read() {
    const [vehicles, alerts, latest] = await Promise.all([
      get("/api/v1/views/vehicles"), get("/api/v1/views/alerts"), get("/api/v1/positions/latest"),
    ]);
    this.since = `supervision:${alerts.positions.supervision ?? 0}`;
    this.change = latest.cursor.change;
    this.listeners.state({ vehicles, latest, alerts });
  }

  follow() {
    this.source?.close();
    const query = new URLSearchParams({ since: this.since, change: String(this.change) });
    this.source = new EventSource(`/api/v1/stream?${query}`);
    this.source.onopen = () => this.listeners.link("live");
    this.source.onerror = () => this.broken();
    this.source.addEventListener("resync", () => this.start());
    for (const name of EVENTS) {
      this.source.addEventListener(name, (event) => this.heard(name, event));
    }
  }

  /** @param {string} name @param {MessageEvent} event */
  heard(name, event) {
    if (event.lastEventId) this.since = event.lastEventId;
    this.listeners[name](JSON.parse(event.data));
  }

  /** The browser tries again by itself, unless the server answered with an error. */
  broken() {
    this.listeners.link("lost");
    if (this.source.readyState === EventSource.CLOSED) setTimeout(() => this.start(), PATIENCE_MS);
  }
}
