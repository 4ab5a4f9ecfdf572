/** What the page says: the words of the reader's language, and times and numbers in his form. */

const page = JSON.parse(document.getElementById("page").textContent);

/** @type {"zh" | "en"} */
export const lang = page.lang;

const locale = lang === "zh" ? "zh-CN" : "en-GB";
const clock = new Intl.DateTimeFormat(locale, {
  timeZone: page.zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false,
});
const date = new Intl.DateTimeFormat(locale, {
  timeZone: page.zone, month: lang === "zh" ? "numeric" : "short", day: "numeric", hour: "2-digit", minute: "2-digit",
  second: "2-digit", hour12: false,
});
const numbers = new Intl.NumberFormat(locale);

/**
 * A text of the page, with its gaps filled: `t("as_of", {time})`.
 * @param {string} name
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
export function t(name, values = {}) {
  const text = page.words[name];
  if (text === undefined) throw new Error(`no words for ${name}`);
  return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/**
 * What a code is called, where the table knows it: `named("stage", "available")`.
 * @param {string} family
 * @param {string} code
 * @returns {string}
 */
export function named(family, code) {
  return page.words[`${family}_${code}`] ?? code;
}

/** @param {number} seconds Epoch seconds. @returns {string} The time of day in the site's zone. */
export const timeOfDay = (seconds) => clock.format(seconds * 1000);

/** @param {number} seconds Epoch seconds. @returns {string} Day and time in the site's zone. */
export const dayAndTime = (seconds) => date.format(seconds * 1000);

/** @param {number} n @returns {string} */
export const number = (n) => numbers.format(n);

/**
 * How long ago something was.
 * @param {number | null} seconds
 * @returns {string}
 */
export function ago(seconds) {
  if (seconds === null) return t("never");
  const n = Math.max(0, seconds);
  if (n < 90) return t("seconds_ago", { n: Math.round(n) });
  if (n < 5400) return t("minutes_ago", { n: Math.round(n / 60) });
  if (n < 129600) return t("hours_ago", { n: Math.round(n / 3600) });
  return t("days_ago", { n: Math.round(n / 86400) });
}
