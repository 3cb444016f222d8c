// #/home/<id> — a household: how far each of them is, what is promised, and the way to tell a visit.

import { competences, factsOf, TOP } from "../rules/ladder.js";
import { requested } from "../rules/tonight.js";
import { day as shown } from "../words.js";
import { word } from "./choices.js";
import { about, proposedTag } from "./person.js";
import { addressed, opened, titleOf } from "./list.js";
import { stateWords, TONES } from "./outbox.js";
import { changes } from "./propose.js";
import { empty, h, icon, link, rung, tag } from "./parts.js";
import { language } from "./tonight.js";

export async function show(root, args, field) {
  const { t } = field;
  const { id, item } = addressed(args);
  const list = await opened(root, id, field);
  if (!list) return;
  const { home, village, day, skills } = list;
  const again = () => show(root, args, field);
  const refused = item && list.items.find((one) => one.id === item && one.state === "refused");
  root.replaceChildren(
    ...[
      h("h1", {}, titleOf(home, t)),
      facts(home, skills, village, field),
      link(`#/visit/${home.id}`, "btn big block", icon("visit"), t("Log a visit")),
      requests(home, day, t),
      promises(home, day, t),
      h("h2", {}, t("People")),
      home.people.map((person) => learner(person, skills, t)),
      home.people.length ? null : empty("users", t("Nobody of the roster lives here now.")),
      changes({ field, home, village, day, again, refused }),
      visits(list, t),
    ]
      .flat()
      .filter(Boolean),
  );
}

function facts(home, skills, village, field) {
  const { t } = field;
  const has = factsOf(skills, "household").filter((skill) => home.facts[skill.code]);
  const parts = [
    home.address ? h("span", {}, icon("place"), " ", home.address) : null,
    home.best_time ? h("span", {}, icon("clock"), " ", home.best_time) : null,
    home.poor ? tag("warn", t("poor or near-poor")) : null,
    home.proposed ? tag("warn", t("not on the roster yet")) : null,
    ...has.map((skill) => tag("info", skill.name)),
  ];
  return [h("p", { class: "row" }, h("span", { class: "muted" }, village.name), parts), language(home, village, field)];
}

/** What the commune asks for here, with its remark. */
function requests(home, day, t) {
  return requested(home, day).map((request) => {
    const until = request.until ? ` ${t("Until {day}.", { day: shown(request.until) })}` : "";
    const said = request.remark ? h("p", {}, `“${request.remark}”`) : null;
    return h("div", { class: "callout warn" }, icon("place"), h("div", {}, h("p", {}, h("strong", {}, t("The commune asks for a visit")), until), h("p", {}, word("asked", request.reason)), said));
  });
}

function promises(home, day, t) {
  const open = [...home.due].sort((a, b) => (a.on < b.on ? -1 : 1));
  return open.map((promise) =>
    h("div", { class: `callout${promise.on <= day ? " warn" : ""}` }, icon("calendar"), h("div", {}, h("p", {}, h("strong", {}, t("Come again on {day}", { day: shown(promise.on) }))), h("p", {}, word("why", promise.reason)))),
  );
}

function learner(person, skills, t) {
  const title = h("div", { class: "row" }, h("h3", {}, person.name), h("span", { class: "muted" }, about(person, t)), proposedTag(person, t));
  const known = factsOf(skills, "person").filter((skill) => person.levels[skill.code]?.[0]);
  const has = known.map((skill) => tag("info", skill.ladder === "vneid" ? `${skill.name}: ${word("vneid", person.levels[skill.code][0])}` : skill.name));
  const climbed = competences(skills).filter((skill) => skill.family !== "further" || person.levels[skill.code]);
  const rungs = climbed.map((skill) => {
    const [level, on] = person.levels[skill.code] ?? [];
    return rung(level, TOP.competence, skill.name, on ? `${word("competence", level)} · ${shown(on)}` : t("not seen yet"));
  });
  const isKnown = Object.keys(person.levels).length > 0;
  const ladder = isKnown ? h("ul", { class: "rungs" }, rungs) : h("p", { class: "muted" }, t("Nothing recorded yet."));
  return h("section", { class: "card flow", "aria-label": person.name }, title, has.length ? h("p", { class: "row" }, has) : null, ladder);
}

/** Visits known here: those that this phone wrote, with where each of them is now, and the last one of the list. */
function visits({ home, items }, t) {
  const mine = items.filter((one) => one.item.kind === "visit" && one.item.household === home.id);
  const rows = mine.map(({ item, state }) => h("li", {}, h("span", {}, shown(item.visited_on), " · ", word("result", item.result)), " ", tag(TONES[state], stateWords(t)[state])));
  const isTold = home.last && mine.some(({ item }) => item.visited_on === home.last.on);
  if (home.last && !isTold) rows.push(h("li", {}, h("span", {}, shown(home.last.on), " · ", word("result", home.last.result))));
  const list = rows.length ? h("ul", { class: "plain last-visits" }, rows) : empty("door", t("No visit yet."));
  return [h("h2", {}, t("Visits")), list];
}
