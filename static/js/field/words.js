// The texts of the shell, which the server wrote into the page in its language; days and numbers as written there.

const embedded = globalThis.document?.getElementById("words");
const texts = embedded ? JSON.parse(embedded.textContent) : {};
const language = globalThis.document?.documentElement.lang || "vi";
const ZONE = "Asia/Ho_Chi_Minh";
const PLACES = { vi: "vi-VN", fr: "fr-FR", en: "en-GB" };
const place = PLACES[language] ?? PLACES.vi;

/** A text in the page's language; `{name}` is replaced by `values.name`. */
export function t(text, values = {}) {
  return (texts[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A count with the separators of the language. */
export const number = (value) => new Intl.NumberFormat(place).format(value);

/** A day, dd/mm/yyyy, from an ISO text or a Date, as the calendar in Vietnam has it. */
export function day(value) {
  const date = typeof value === "string" && value.length === 10 ? new Date(`${value}T12:00:00+07:00`) : new Date(value);
  return new Intl.DateTimeFormat("en-GB", { timeZone: ZONE }).format(date);
}

/** A moment: 20:05 25/10/2026. */
export function moment(value) {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
  return `${clock.format(new Date(value))} ${day(value)}`;
}

/** The ISO day in Vietnam of a moment in milliseconds. */
export const dayIn = (at) => new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(at);
