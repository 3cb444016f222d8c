// Tonight's doors: which to knock at, in which order, and why. No page, no network: a list in, an order out.

import { stalled } from "./ladder.js";
import { numberKey } from "./search.js";

/** The reasons to knock, the most pressing first. */
export const REASONS = ["asked", "come_back", "due", "never", "nobody_home", "stalled"];
/** Why a door can wait: a day is agreed, they refused, or they were met and nothing is promised. */
export const LATER = ["agreed", "refused", "seen"];
const ELDERLY = 60;
const NO_HOUR = 99;

/** Doors with a reason (`doors`), those knocked at today (`done`), and those that can wait (`later`): lists of entries. */
export function tonight(villages, skills, day) {
  const found = { doors: [], done: [], later: [] };
  for (const village of villages) {
    for (const household of village.households) {
      const entry = { village, household, reason: reasonOf(household, skills, day) };
      const pile = household.last?.on === day ? found.done : REASONS.includes(entry.reason.kind) ? found.doors : found.later;
      pile.push(entry);
    }
  }
  const keyed = new Map([...found.doors, ...found.later].map((entry) => [entry, keyOf(entry, day)]));
  for (const pile of [found.doors, found.later]) pile.sort((a, b) => compare(keyed.get(a), keyed.get(b)));
  return found;
}

/** Why to knock at this door: {kind, on, why, stalled}. */
export function reasonOf(household, skills, day) {
  const [request] = requested(household, day);
  if (request) return { kind: "asked", on: request.on, why: request.reason };
  const due = [...household.due].sort((a, b) => (a.on < b.on ? -1 : 1));
  const open = due.filter((promise) => promise.on <= day);
  const asked = open.find((promise) => promise.reason === "come_back");
  if (asked) return { kind: "come_back", on: asked.on };
  if (open.length) return { kind: "due", on: open[0].on, why: open[0].reason };
  if (due.length) return { kind: "agreed", on: due[0].on, why: due[0].reason };
  if (household.last?.result === "come_back") return { kind: "come_back", on: null };
  if (!household.visits || !household.last) return { kind: "never" };
  if (household.last.result === "nobody_home") return { kind: "nobody_home", on: household.last.on };
  if (household.last.result === "refused") return { kind: "refused", on: household.last.on };
  const still = stalled(household, skills, day);
  return still ? { kind: "stalled", on: still.since, stalled: still } : { kind: "seen", on: household.last.on };
}

/** What the commune asks of the team here, as long as it does: [{on, reason, remark, until}]. */
export const requested = (household, day) => (household.asked ?? []).filter((request) => !request.until || day <= request.until);

/** The hour named in "sau 19 giờ", "19h30" or "7 giờ tối", as a number of hours; 99 when none is. */
export function hourOf(words) {
  const found = /(\d{1,2})\s*(?:h|giờ|:|g)\s*(\d{2})?/iu.exec(words ?? "");
  if (!found || Number(found[1]) > 23) return NO_HOUR;
  const hour = Number(found[1]) + Number(found[2] ?? 0) / 60;
  return hour < 12 && /tối|chiều|pm/iu.test(words) ? hour + 12 : hour;
}

export const isElderly = (household, day) =>
  household.people.some((person) => person.born && Number(day.slice(0, 4)) - person.born >= ELDERLY);

function keyOf({ household, village, reason }, day) {
  const rank = [...REASONS, ...LATER].indexOf(reason.kind);
  const hour = reason.kind === "come_back" ? hourOf(household.best_time) : 0;
  const first = household.poor || isElderly(household, day) ? 0 : 1;
  return [rank, hour, first, reason.on ?? "", village.code, numberKey(household.number), household.id];
}

function compare(one, other) {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return one[i] < other[i] ? -1 : 1;
  return 0;
}
