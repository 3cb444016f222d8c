// Days as text, "2026-11-28", by the calendar of Vietnam, which is at +07:00 all year whatever zone a phone believes to be in.

const SHIFT = 7 * 3600 * 1000;
const LENGTH = 24 * 3600 * 1000;
const at = (day) => Date.parse(`${day}T00:00:00Z`);

/** The instant as the contract wants it: "2026-11-27T20:31:00+07:00". */
export const written = (now) => `${new Date(Number(now) + SHIFT).toISOString().slice(0, 19)}+07:00`;

export const plusDays = (day, count) => new Date(at(day) + count * LENGTH).toISOString().slice(0, 10);

/** Whole days from one day to a later one; negative when it is earlier. */
export const daysBetween = (from, to) => Math.round((at(to) - at(from)) / LENGTH);
