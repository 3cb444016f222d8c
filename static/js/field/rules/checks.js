// What the portal would refuse, said before it is kept: the same words as the forms in `sessions/forms/`. Each: {name, message}.

import { EARLIEST } from "./sheet.js";

const LONGEST = 600;

/** What is wrong with a visit, in the order of the screen. `met` are the people ticked, `added` those not on the roster. */
export function faultsOfVisit(draft, met, says, day, t) {
  const { values } = draft;
  const wrong = [];
  if (!values.result) wrong.push({ name: "result", message: t("Say how the visit went.") });
  else if (values.result === "met" && !(met.length || draft.added.length || says || values.note?.trim())) {
    wrong.push({ name: "result", message: t("Tick who was met below, or write in the note whom you met.") });
  }
  for (const { resident } of values.result === "met" ? draft.added : []) wrong.push(...faultsOfPerson(values, `n-${resident}`, day, t));
  wrong.push(...faultsOfNext(values, t), ...faultsOfDay(values.visited_on, "visited_on", day, t, t("Give the day of the visit.")));
  return [...wrong, ...faultsOfMinutes(values.minutes, t)];
}

/** What is wrong with what is said of a person not on the roster. */
export function faultsOfPerson(values, prefix, day, t, { isBirth = false } = {}) {
  const of = (name) => (values[`${prefix}-${name}`] ?? "").trim();
  const wrong = [];
  const fault = (name, message) => wrong.push({ name: `${prefix}-${name}`, message });
  if (!of("full_name")) fault("full_name", t("Give the name."));
  if (!of("sex")) fault("sex", t("Say whether female or male."));
  if (isBirth) return [...wrong, ...faultsOfDay(of("birth_date"), `${prefix}-birth_date`, day, t, t("Give the day of birth."))];
  const year = of("birth_year");
  const isYear = /^\d{4}$/.test(year) && year >= "1900" && year <= day.slice(0, 4);
  if (!year) fault("birth_year", t("Give the year of birth; about is good enough."));
  else if (!isYear) fault("birth_year", t("A year has four digits, such as 1960, and is not later than this one."));
  return wrong;
}

export function faultsOfDay(given, name, day, t, missing) {
  if (!given) return [{ name, message: missing }];
  if (given > day) return [{ name, message: t("This day has not come yet. Give today or a day before.") }];
  return given < EARLIEST ? [{ name, message: t("This day is too long ago. Check the year.") }] : [];
}

export function faultsOfMinutes(minutes, t) {
  if (!minutes) return [];
  const isFine = /^\d+$/.test(minutes) && Number(minutes) >= 1 && Number(minutes) <= LONGEST;
  return isFine ? [] : [{ name: "minutes", message: t("Minutes are a whole number from 1 to 600.") }];
}

function faultsOfNext({ next, next_on: day, visited_on: visited }, t) {
  if (next !== "day") return [];
  if (!day) return [{ name: "next_on", message: t("Give the day on which to come again.") }];
  return day <= visited ? [{ name: "next_on", message: t("Come again on a day after the visit.") }] : [];
}
