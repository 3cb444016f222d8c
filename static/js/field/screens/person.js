// A person on a form: whether met, and what was seen, skill by skill.

import { competences, factsOf, suggested } from "../rules/ladder.js";
import { choices, word } from "./choices.js";
import { button, chip, field, h, icon, more, segments, tag } from "./parts.js";

const OFFERED = 2;

/** Big segments for skills, the next one first; the others and the facts folded. `person.levels` are what is known. */
export function practised({ person, prefix, values, skills, t, asks = true }) {
  const ladder = (skill) => {
    const level = person.levels[skill.code]?.[0];
    const before = level === undefined ? null : t("so far: {level}", { level: word("competence", level) });
    const name = `${prefix}-${skill.code}`;
    return segments({ name, legend: skill.name, choices: choices("step"), value: values[name] ?? "", before, ladder: true });
  };
  const offered = suggested(skills, person);
  const others = offered.slice(OFFERED);
  const isSaid = (skill) => Boolean(values[`${prefix}-${skill.code}`]);
  const parts = offered.slice(0, OFFERED).map(ladder);
  if (others.length) parts.push(more(t("More skills"), others.some(isSaid), ...others.map(ladder)));
  return [...parts, more(t("Phone, VNeID, accounts"), false, facts({ prefix, values, skills, subject: "person" }), asks ? modeOf(prefix, values, t) : null)];
}

/** The facts of a person or household as chips. */
export function facts({ prefix, values, skills, subject }) {
  const shown = factsOf(skills, subject).map((skill) => {
    const name = `${prefix}-${skill.code}`;
    if (skill.ladder === "fact") return chip(name, skill.name, Boolean(values[name]));
    return segments({ name, legend: skill.name, choices: choices("vneid"), value: values[name] || "0" });
  });
  return h("div", { class: "chips" }, shown);
}

function modeOf(prefix, values, t) {
  const name = `${prefix}-mode`;
  const listed = [["", t("as for the whole visit")], ...choices("mode")];
  return field({ name, label: t("How it was seen"), choices: listed, value: values[name] ?? "" });
}

/** "1968 · not on the roster yet": what tells two people of one name apart. */
export function about(person, t) {
  const words = [person.born ? t("born {year}", { year: person.born }) : null, person.head ? t("head") : null];
  return words.filter(Boolean).join(" · ");
}

export const proposedTag = (person, t) => (person.proposed ? tag("warn", word("proposal", person.proposed)) : null);

/** The part of someone on the roster: a tick, and below it what they did. */
export function rosterPart({ person, values, skills, t }) {
  const prefix = `p-${person.id}`;
  const tick = h("input", { type: "checkbox", name: `${prefix}-met`, checked: Boolean(values[`${prefix}-met`]) });
  const name = h("span", {}, h("strong", {}, person.name), h("span", { class: "muted" }, about(person, t)));
  const legend = h("legend", { class: "vh" }, t("What {name} did", { name: person.name }));
  const part = h("fieldset", { class: "person-part flow" }, legend, practised({ person, prefix, values, skills, t }));
  return h("section", { class: "person", "aria-label": person.name }, h("label", { class: "person-tick" }, tick, name, proposedTag(person, t)), part);
}

/** What one says of somebody not on the roster; `relations` narrows or leaves out (null) the relation to the head. */
export function newcomerFields({ prefix, values, t, isBirth = false, relations = choices("relation") }) {
  const of = (name) => values[`${prefix}-${name}`] ?? "";
  const named = (name, more) => field({ name: `${prefix}-${name}`, value: of(name), ...more });
  return [
    named("full_name", { label: t("Full name"), maxlength: 120, autocomplete: "off" }),
    segments({ name: `${prefix}-sex`, legend: t("Sex"), choices: choices("sex"), value: of("sex") }),
    isBirth
      ? named("birth_date", { label: t("Date of birth"), type: "date" })
      : named("birth_year", { label: t("Year of birth"), inputmode: "numeric", maxlength: 4, hint: t("About is good enough.") }),
    relations ? named("relation", { label: t("Relation to the head"), choices: [["", "–"], ...relations] }) : null,
  ];
}

/** Somebody not on the roster, met today: who it is and what was seen, at once. */
export function newcomerPart({ resident, values, skills, t, remove, relations }) {
  const prefix = `n-${resident}`;
  const seen = competences(skills).length ? practised({ person: { levels: {} }, prefix, values, skills, t, asks: false }) : [];
  const away = button("btn quiet", remove, icon("close"), t("Take away"));
  const title = h("div", { class: "row apart" }, h("h3", {}, t("A person not on the roster")), away);
  const body = h("div", { class: "new-part flow" }, title, newcomerFields({ prefix, values, t, relations }), seen);
  return h("section", { class: "person is-new", "aria-label": t("A person not on the roster") }, body);
}
