/** A track as lines to draw: broken where nothing was heard for long. */

const LONGEST_GAP_S = 900;

/**
 * @param {{rows: any[][]}} track Rows `[at, lon, lat, ...]`; those without a place are passed over.
 * @returns {any} GeoJSON.
 */
export function trackLines({ rows }) {
  const lines = [];
  let before = -Infinity;
  for (const [at, lon, lat] of rows) {
    if (lon === null) continue;
    if (at - before > LONGEST_GAP_S) lines.push([]);
    lines.at(-1).push([lon, lat]);
    before = at;
  }
  const coordinates = lines.filter((line) => line.length > 1);
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates } };
}
