/** The map: districts below, then a vehicle's fences and track, then all vehicles. No tiles. */

import { Map as Base, NavigationControl, ScaleControl, setWorkerUrl } from "./vendor/maplibre-gl.mjs";
import { get } from "./api.js";
import { CarsLayer } from "./cars-layer.js";
import { colour, onLights } from "./look.js";
import { lang, t } from "./words.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const REACH_PX = 14;
const CARD_PX = 340;
const HANGZHOU = [[119.6, 29.95], [120.6, 30.5]];
const LOOKS = {
  ground: { "background-color": "ground" },
  district: { "fill-color": "district" },
  border: { "line-color": "border" },
  names: { "text-color": "faint", "text-halo-color": "district" },
  "track-rim": { "line-color": "rim" },
  track: { "line-color": "chosen" },
};

/** @returns {boolean} Whether this browser can show the map at all. */
export function canDraw() {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

export class CityMap extends EventTarget {
  /**
   * @param {HTMLElement} container
   * @param {import("./fleet.js").Fleet} fleet
   */
  constructor(container, fleet) {
    super();
    setWorkerUrl(new URL("./vendor/maplibre-gl-worker.mjs", import.meta.url).href);
    this.fleet = fleet;
    this.cars = new CarsLayer(fleet);
    /** Where the outlines come from, by language. */
    this.note = { zh: "", en: "" };
    this.base = new Base({
      container, style: emptyStyle(), bounds: HANGZHOU, fitBoundsOptions: { padding: 24 },
      attributionControl: false, locale: controls(), dragRotate: false, pitchWithRotate: false, touchPitch: false,
      maxZoom: 18, minZoom: 5,
    });
    this.base.touchZoomRotate.disableRotation();
    this.base.keyboard.disableRotation();
    this.base.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.base.addControl(new ScaleControl({ unit: "metric" }), "bottom-right");
    this.base.on("load", () => this.ready());
    this.base.on("click", (event) => this.clicked(event.point));
    this.base.on("mousemove", (event) => this.hovered(event.point));
    onLights(() => this.paint());
  }

  async ready() {
    for (const layer of layers()) this.base.addLayer(layer);
    this.base.addLayer(this.cars);
    this.paint();
    const districts = await get("/api/v1/districts");
    this.note = districts.note;
    this.base.getSource("districts").setData(districts);
    this.base.getSource("names").setData(names(districts));
    this.dispatchEvent(new Event("ready"));
  }

  /** Take the colours of the style sheet. */
  paint() {
    for (const [layer, looks] of Object.entries(LOOKS)) {
      for (const [property, name] of Object.entries(looks)) {
        this.base.setPaintProperty(layer, property, colour(name));
      }
    }
    const roles = ["match", ["at", 0, ["get", "roles"]], "forbidden", colour("violating"), "home",
      colour("parked"), colour("moving")];
    this.base.setPaintProperty("fences", "fill-color", roles);
    this.base.setPaintProperty("fence-lines", "line-color", roles);
    this.cars.refresh();
  }

  /** @param {string} id Of a vehicle; "" for none. */
  choose(id) {
    this.cars.chosen = id;
    this.cars.refresh();
    if (!id) this.draw(EMPTY, EMPTY);
  }

  /** @param {any} fences GeoJSON. @param {any} track GeoJSON. */
  draw(fences, track) {
    this.base.getSource("fences")?.setData(fences);
    this.base.getSource("track")?.setData(track);
  }

  /** @param {import("./fleet.js").Car} car Bring it into sight, without hiding it under its card. */
  show(car) {
    if (car.lon === null) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const { width, height } = this.base.getContainer().getBoundingClientRect();
    const offset = width > 700 ? [CARD_PX / 2, 0] : [0, -height / 4];
    const target = { center: [car.lon, car.lat], zoom: Math.max(this.base.getZoom(), 12.5), offset };
    this.base.easeTo({ ...target, duration: still ? 0 : 500 });
  }

  clicked(point) {
    const id = this.nearest(point)?.id ?? "";
    this.dispatchEvent(new CustomEvent("choose", { detail: id }));
  }

  hovered(point) {
    const car = this.nearest(point);
    const canvas = this.base.getCanvas();
    canvas.style.cursor = car ? "pointer" : "";
    canvas.title = car ? `${car.plate} ${car.unit}` : "";
  }

  /** The vehicle under a point of the screen; of several the one in breach, then the nearest. */
  nearest({ x, y }) {
    const corner = (dx, dy) => this.base.unproject([x + dx, y + dy]);
    const southWest = corner(-REACH_PX, REACH_PX);
    const northEast = corner(REACH_PX, -REACH_PX);
    let best = null;
    let least = Infinity;
    for (const car of this.fleet.cars.values()) {
      if (car.lon === null || car.lon < southWest.lng || car.lon > northEast.lng
        || car.lat < southWest.lat || car.lat > northEast.lat) continue;
      const at = this.base.project([car.lon, car.lat]);
      const far = Math.hypot(at.x - x, at.y - y) - (car.breaches.size ? 2 * REACH_PX : 0);
      if (far < least) [best, least] = [car, far];
    }
    return best;
  }
}

/** What the map's own buttons and scale say. */
function controls() {
  return {
    "Map.Title": t("map"), "NavigationControl.ZoomIn": t("zoom_in"),
    "NavigationControl.ZoomOut": t("zoom_out"), "ScaleControl.Meters": t("metres"),
    "ScaleControl.Kilometers": t("kilometres"),
  };
}

/** One place for each name: drawn from the outlines, a name would appear once a tile. */
function names({ features }) {
  return {
    type: "FeatureCollection",
    features: features.map(({ properties }) => (
      { type: "Feature", properties, geometry: { type: "Point", coordinates: properties.label } })),
  };
}

function emptyStyle() {
  const source = () => ({ type: "geojson", data: EMPTY });
  return {
    version: 8,
    sources: { districts: source(), names: source(), fences: source(), track: source() },
    layers: [],
  };
}

function layers() {
  return [
    { id: "ground", type: "background" },
    { id: "district", type: "fill", source: "districts" },
    { id: "border", type: "line", source: "districts", paint: { "line-width": 1.2 } },
    { id: "fences", type: "fill", source: "fences", paint: { "fill-opacity": 0.13 } },
    { id: "fence-lines", type: "line", source: "fences", paint: { "line-width": 2, "line-dasharray": [3, 1.5] } },
    { id: "track-rim", type: "line", source: "track", layout: { "line-join": "round" }, paint: { "line-width": 5 } },
    { id: "track", type: "line", source: "track", layout: { "line-join": "round" }, paint: { "line-width": 2.6 } },
    { id: "names", type: "symbol", source: "names", layout: { "text-field": ["get", lang], "text-size": 13, "text-font": ["Noto Sans Regular"] }, paint: { "text-halo-width": 1.4 } },
  ];
}
