// What a class, a stall or a desk of walk-ins says, as an item of docs/sync.md. No page in here.

import { written } from "./days.js";
import { observed } from "./sheet.js";

export const SEXES = ["female", "male"];
const SETTINGS = { walk_in: "service_centre", stall: "market", festival: "other" };

/** Where such a gathering usually is. */
export const settingOf = (kind) => SETTINGS[kind] ?? "cultural_house";

/** A gathering not yet begun: `people` of the roster ({id, resident}), and `others`, keys by "sex age minority". */
export function blank({ id, day, village, language }) {
  const values = { kind: "walk_in", village, held_on: day, setting: settingOf("walk_in"), language: language || "vie", mode: "own_phone" };
  return { id, values, people: [], others: {} };
}

export const keyOf = (sex, age, minority) => `${sex} ${age} ${minority}`;

/** The item to send. `known` finds a person of the list by key: their facts are compared with what was known. */
export function itemOf(draft, { skills, known, now }) {
  const { values } = draft;
  const topics = topicsOf(values, skills);
  const named = draft.people.map((one) => ({ id: one.id, resident: one.resident, observations: seenOf(values, one.resident, skills, known) }));
  const others = Object.entries(draft.others).flatMap(([key, ids]) => ids.map((id) => ({ id, resident: null, ...about(key), topics })));
  return {
    kind: "gathering",
    id: draft.id,
    village: values.village,
    gathering: values.kind,
    held_on: values.held_on,
    setting: values.setting,
    language: values.language,
    title: (values.title ?? "").trim(),
    minutes: values.minutes ? Number(values.minutes) : null,
    note: (values.note ?? "").trim(),
    attendances: [...named, ...others],
    written_at: written(now),
  };
}

/** A draft that says what an item said, to correct it. */
export function draftOf(item) {
  const values = { kind: item.gathering, mode: "own_phone", minutes: item.minutes ? String(item.minutes) : "" };
  for (const name of ["village", "held_on", "setting", "language", "title", "note"]) values[name] = item[name];
  const draft = { id: item.id, values, people: [], others: {} };
  for (const one of item.attendances) {
    if (one.resident) draft.people.push({ id: one.id, resident: one.resident });
    else (draft.others[keyOf(one.sex, one.age_group, tellMinority(one.minority))] ??= []).push(one.id);
    for (const seen of one.observations ?? []) values[`p-${one.resident}-${seen.skill}`] = String(seen.level);
    for (const topic of one.topics ?? []) values[`topic-${topic}`] = "on";
    if (one.observations?.[0]?.mode) values.mode = one.observations[0].mode;
  }
  return draft;
}

/** The skills ticked as practised by those who are not on the roster. */
export const topicsOf = (values, skills) => skills.filter(({ code }) => values[`topic-${code}`]).map(({ code }) => code);

/** How many are not of the roster. */
export const countOf = (others) => Object.values(others).reduce((sum, ids) => sum + ids.length, 0);

function seenOf(values, resident, skills, known) {
  const was = Object.fromEntries(Object.entries(known(resident)?.levels ?? {}).map(([code, [level]]) => [code, level]));
  return observed(values, `p-${resident}`, skills, "person", was).map((one) => ({ ...one, mode: values.mode }));
}

const tellMinority = (minority) => (minority === null || minority === undefined ? "" : minority ? "yes" : "no");

function about(key) {
  const [sex, age_group, minority] = key.split(" ");
  return { sex, age_group, minority: minority ? minority === "yes" : null };
}
