/**
 * Colours of the map, taken from the style sheet so that page and map agree in light and dark.
 */

const dark = matchMedia("(prefers-color-scheme: dark)");

/** @param {() => void} listener Called when the reader turns the lights on or off. */
export function onLights(listener) {
  dark.addEventListener("change", listener);
}

/** @param {string} name Of a custom property: `moving`. @returns {string} */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** @param {string} name @returns {[number, number, number]} Red, green, blue in [0, 1]. */
export function rgb(name) {
  const hex = colour(name).replace("#", "");
  return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);
}
