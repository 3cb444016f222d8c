// What a visit screen says, as the names and values of its fields, and the items of docs/sync.md that come of it. No page in here.

import { competences, factsOf } from "./ladder.js";
import { plusDays, written } from "./days.js";

export const EARLIEST = "2020-01-01";

/** A visit not yet begun. Its key and those of its parts are made now, so that saving twice is the same visit. */
export function blank({ household, village, day, defaults, skills, id }) {
  const was = known(household);
  const values = { visited_on: day, setting: defaults.setting || "home", language: defaults.language || "vie", next: "" };
  Object.assign(values, { mode: defaults.mode || "own_phone" }, factValues("h", skills, "household", was.h));
  for (const person of household.people) Object.assign(values, factValues(`p-${person.id}`, skills, "person", was[person.id]));
  return { id, household: household.id, village: village.code, began: day, values, added: [], was };
}

/** The levels as they stood when the screen opened: of the facts, only what differs from them was observed. */
function known(household) {
  const levels = (person) => Object.fromEntries(Object.entries(person.levels).map(([code, [level]]) => [code, level]));
  return { h: { ...household.facts }, ...Object.fromEntries(household.people.map((person) => [person.id, levels(person)])) };
}

/** What was seen of one subject: `prefix` begins the names of its fields, `was` are the facts known before. */
export function observed(values, prefix, skills, subject, was = {}) {
  const seen = [];
  if (subject === "person") {
    for (const { code } of competences(skills)) {
      const level = values[`${prefix}-${code}`] ?? "";
      if (level !== "") seen.push({ skill: code, level: Number(level) });
    }
  }
  for (const { code, ladder } of factsOf(skills, subject)) {
    const said = values[`${prefix}-${code}`];
    const level = ladder === "fact" ? Number(Boolean(said)) : Number(said ?? was[code] ?? 0);
    if (level !== (was[code] ?? 0)) seen.push({ skill: code, level });
  }
  return seen;
}

/** The items to send: what is proposed of people not on the roster first, the visit last. */
export function itemsOf(draft, { people, skills, note, now }) {
  const { values } = draft;
  const met = values.result === "met" ? people.filter((person) => values[`p-${person.id}-met`]) : [];
  const mode = (prefix) => values[`${prefix}-mode`] || values.mode;
  const seen = met.flatMap(({ id }) =>
    observed(values, `p-${id}`, skills, "person", draft.was[id]).map((one) => ({ ...one, resident: id, mode: mode(`p-${id}`) })),
  );
  const home = values.result === "met" ? observed(values, "h", skills, "household", draft.was.h) : [];
  const added = values.result === "met" ? draft.added : [];
  const proposals = added.map((one) => proposalOf(draft, one, skills, now));
  const said = values.note?.trim() || (added.length && !met.length ? note(added.map((one) => values[`n-${one.resident}-full_name`].trim())) : "");
  const visit = {
    kind: "visit",
    id: draft.id,
    village: draft.village,
    household: draft.household,
    visited_on: values.visited_on,
    result: values.result,
    setting: values.setting,
    language: values.language,
    people: met.map((person) => person.id),
    observations: [...seen, ...home.map((one) => ({ ...one, resident: null, mode: values.mode }))],
    minutes: values.minutes ? Number(values.minutes) : null,
    note: said,
    next_on: nextOn(values),
    next_reason: nextOn(values) ? (values.next_reason ?? "") : "",
    written_at: written(now),
  };
  return [...proposals, visit];
}

/** The day promised, or null. */
export function nextOn({ next, next_on: day, visited_on: visited }) {
  if (!next) return null;
  return next === "day" ? day || null : plusDays(visited, Number(next));
}

/** What one says of a person who is not on the roster. */
export function saidOf(values, prefix) {
  const of = (name) => (values[`${prefix}-${name}`] ?? "").trim();
  const date = of("birth_date") || null;
  const year = of("birth_year") || date?.slice(0, 4);
  return { full_name: of("full_name"), sex: of("sex"), birth_year: year ? Number(year) : null, birth_date: date, relation: of("relation") };
}

function proposalOf(draft, { proposal, resident }, skills, now) {
  const { values } = draft;
  const prefix = `n-${resident}`;
  return {
    kind: "proposal",
    id: proposal,
    proposal: "new_person",
    village: draft.village,
    household: draft.household,
    resident,
    visit: draft.id,
    observed_on: values.visited_on,
    said: saidOf(values, prefix),
    observations: observed(values, prefix, skills, "person").map((one) => ({ ...one, mode: values.mode })),
    note: "",
    written_at: written(now),
  };
}

/** A draft that says what an item said, to correct it. */
export function draftOf(item, household, skills) {
  const draft = blank({ household, village: { code: item.village }, day: item.visited_on, defaults: item, skills, id: item.id });
  const mode = usual(item.observations.map((one) => one.mode)) || "own_phone";
  const { result, note } = item;
  Object.assign(draft.values, { result, note, mode, minutes: item.minutes ? String(item.minutes) : "" });
  if (item.next_on) Object.assign(draft.values, { next: "day", next_on: item.next_on, next_reason: item.next_reason });
  for (const id of item.people) draft.values[`p-${id}-met`] = "on";
  for (const one of item.observations) {
    const prefix = one.resident ? `p-${one.resident}` : "h";
    draft.values[`${prefix}-${one.skill}`] = toldOf(skills.find((skill) => skill.code === one.skill), one.level);
    if (one.resident && one.mode !== mode) draft.values[`${prefix}-mode`] = one.mode;
  }
  return draft;
}

/** The values of the fields of facts: ticked, or the level, as it was known. */
function factValues(prefix, skills, subject, was = {}) {
  return Object.fromEntries(factsOf(skills, subject).map((skill) => [`${prefix}-${skill.code}`, toldOf(skill, was[skill.code] ?? 0)]));
}

/** The value of the field of a skill at a level. */
export const toldOf = (skill, level) => (skill?.ladder === "fact" ? (level ? "on" : "") : String(level));

function usual(modes) {
  const told = modes.filter(Boolean);
  const count = (mode) => told.filter((other) => other === mode).length;
  return [...told].sort((a, b) => count(b) - count(a))[0] ?? "";
}
