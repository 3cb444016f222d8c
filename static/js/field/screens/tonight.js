// #/ — tonight's doors, each with the reason to knock.

import { daysBetween } from "../rules/days.js";
import { speakers } from "../rules/speaking.js";
import { LATER, REASONS, requested, tonight } from "../rules/tonight.js";
import { day as shown, moment, number } from "../words.js";
import { word } from "./choices.js";
import { flash } from "./flash.js";
import { listOf, noList, titleOf } from "./list.js";
import { stateWords, TONES } from "./outbox.js";
import { button, empty, h, icon, link, tag } from "./parts.js";
import { notFetched, otherVillages } from "./villages.js";

const AT_ONCE = 15;
const OLD_DAYS = 3;
const ICONS = { asked: "place", come_back: "clock", due: "calendar", never: "door", nobody_home: "door", stalled: "users", agreed: "calendar" };
/** What the reader chose on this screen, for as long as the page is open: the village, and what is folded out. */
const chosen = { village: "", whole: new Set(), folds: new Map([["done", true]]) };

/** Shows the doors of one village, or of all of one's own; again when anything written here has moved on. */
export async function show(root, _args, field) {
  let list = await listOf(field);
  if (!list) return noList(root, field, () => show(root, _args, field));
  const drafts = (await field.draft("begun")) ?? {};
  let said = flash();
  const draw = () => keepingFocus(root, () => root.replaceChildren(...parts(list, drafts, said, draw, field), ...others()));
  const drawAnew = () => {
    if (!field.slice) return void show(root, _args, field);
    said = flash();
    draw();
    root.querySelector("[data-told]")?.focus();
  };
  const others = () => [otherVillages(list, field, drawAnew)].filter(Boolean);
  let seen = signature(list, field);
  field.onChange(async () => {
    const now = await listOf(field);
    if (!now || signature(now, field) === seen) return;
    [list, seen] = [now, signature(now, field)];
    draw();
  });
  draw();
}

const signature = ({ items }, field) => [field.slice.made_at, field.choice.isFetched, ...field.choice.codes, ...items.map((one) => `${one.id} ${one.state}`)].join();

/** Whoever stood on a link, or on what has an id, still stands on it when the screen is drawn anew. */
function keepingFocus(root, draw) {
  const at = root.contains(document.activeElement) ? document.activeElement : null;
  const name = ["id", "href"].find((one) => at?.getAttribute(one));
  draw();
  if (name) root.querySelector(`[${name}="${CSS.escape(at.getAttribute(name))}"]`)?.focus({ preventScroll: true });
}

function parts(list, drafts, said, draw, field) {
  const { t } = field;
  if (!list.villages.some((village) => village.code === chosen.village)) chosen.village = "";
  const villages = list.villages.filter((village) => !chosen.village || village.code === chosen.village);
  const found = tonight(villages, list.skills, list.day);
  const top = [said, h("h1", {}, t("Tonight")), status(list, field), notFetched(field), switcher(list.villages, draw, t), begun(drafts, t), elsewhere(villages, t)];
  return [...top, ...piles(found, list, field), unknown(villages, t)].filter(Boolean);
}

/** How old the list is, and what is not sent yet: the truth in one line. */
function status(list, field) {
  const { t } = field;
  const age = daysBetween(field.slice.day, list.day);
  const refused = list.items.filter((one) => one.state === "refused").length;
  const line = h("p", { class: "field-status muted" }, icon("clock"), h("span", {}, t("List of {moment}", { moment: moment(field.slice.made_at) })));
  if (age >= OLD_DAYS) line.append(tag("warn", t("{n} days old", { n: age }), "warning"));
  if (refused) line.append(link("#/outbox", "tag bad", icon("error"), t("To correct: {n}", { n: refused })));
  return line;
}

function switcher(villages, draw, t) {
  if (villages.length < 2) return null;
  const to = (code) => () => {
    chosen.village = code;
    draw();
  };
  const tab = (code, name) => h("li", {}, h("button", { type: "button", "aria-pressed": String(chosen.village === code), onclick: to(code) }, name));
  return h("nav", { class: "tabs", "aria-label": t("Villages") }, h("ul", {}, tab("", t("All")), villages.map((one) => tab(one.code, one.name))));
}

/** Visits that were begun and not saved. */
function begun(drafts, t) {
  const rows = Object.entries(drafts).map(([id, name]) =>
    h("li", {}, link(`#/visit/${id}`, null, h("span", {}, name), h("span", { class: "tag warn" }, icon("edit"), t("begun, not saved")))),
  );
  return rows.length ? h("ul", { class: "links" }, rows) : null;
}

const elsewhere = (villages, t) => villages.length > 0 && h("div", { class: "actions" }, link("#/walk-in", "btn secondary", icon("users"), t("Class or walk-in")));

/** For a door that no list knows, in each of the villages shown. */
function unknown(villages, t) {
  if (!villages.length) return null;
  const rows = villages.map((village) => h("li", {}, link(`#/new/${village.code}`, null, h("span", {}, icon("add"), " ", t("A household not on the list")), h("span", { class: "muted" }, village.name))));
  return h("ul", { class: "links" }, rows);
}

function piles(found, list, field) {
  const { t } = field;
  const all = found.doors.length + found.done.length + found.later.length;
  if (!list.villages.length) return [empty("door", t("No village on this phone yet."), field.slice.others.length ? t("Choose below which ones to take along.") : "")];
  if (!all) return [empty("door", t("No household here."), t("Either every door is done, or the village’s roster is not in yet."))];
  const parts = [];
  if (!found.doors.length) parts.push(empty("done", t("Every door with a reason is done."), t("Below are those that can wait.")));
  for (const kind of REASONS) {
    const entries = found.doors.filter((entry) => entry.reason.kind === kind);
    if (entries.length) parts.push(group(kind, entries, list, field, entries[0] === found.doors[0]));
  }
  if (found.done.length) parts.push(folded("done", t("Done tonight"), found.done, list, field));
  if (found.later.length) parts.push(folded("later", t("Can wait"), found.later, list, field));
  return parts;
}

function group(kind, entries, list, field, isFirst) {
  const title = h("h2", {}, word("pile", kind), " ", h("span", { class: "muted" }, number(entries.length)));
  return h("section", { class: "pile" }, title, rows(kind, entries, list, field, isFirst));
}

function folded(kind, title, entries, list, field) {
  const summary = h("summary", {}, h("h2", {}, title, " ", h("span", { class: "muted" }, number(entries.length))));
  const fold = h("details", { class: "pile", open: chosen.folds.get(kind) ?? false }, summary, rows(kind, entries, list, field, false));
  fold.addEventListener("toggle", () => chosen.folds.set(kind, fold.open));
  return fold;
}

/** The first few, and a button for the others: a village of three hundred doors opens at once. */
function rows(kind, entries, list, field, isFirst) {
  const { t } = field;
  const card = (entry, place) => h("li", {}, door(entry, list, field, isFirst && place === 0));
  const isWhole = chosen.whole.has(kind) || entries.length <= AT_ONCE;
  const shownRows = h("ul", { class: "door-cards plain" }, (isWhole ? entries : entries.slice(0, AT_ONCE)).map(card));
  if (isWhole) return shownRows;
  const unfold = () => {
    chosen.whole.add(kind);
    rest.remove();
    shownRows.append(...entries.slice(AT_ONCE).map((entry) => card(entry, AT_ONCE)));
    shownRows.children[AT_ONCE].querySelector("a").focus();
  };
  const rest = button("btn secondary block", unfold, t("Show the other {n}", { n: number(entries.length - AT_ONCE) }));
  return h("div", { class: "flow" }, shownRows, rest);
}

function door(entry, list, field, isNext) {
  const { t } = field;
  const { household, village } = entry;
  const title = h("h3", {}, link(`#/home/${household.id}`, null, titleOf(household, t)));
  const marks = [household.poor ? tag("warn", t("poor or near-poor")) : null, household.proposed ? tag("warn", t("not on the roster yet")) : null, state(household, list, t)];
  const where = [chosen.village || list.villages.length < 2 ? null : village.name, household.address].filter(Boolean).join(" · ");
  const body = [
    h("div", { class: "row" }, title, marks),
    why(entry, list, t),
    remark(entry, list),
    where ? h("p", { class: "muted" }, where) : null,
    language(household, village, field),
    isNext ? link(`#/visit/${household.id}`, "btn big block door-log", icon("visit"), t("Log a visit")) : null,
  ];
  return h("article", { class: `card card-link door-card${isNext ? " is-next" : ""}` }, body);
}

/** What this phone wrote of the door today, and where that is now. */
function state(household, list, t) {
  const mine = list.items.find((one) => one.item.kind === "visit" && one.item.household === household.id && one.item.visited_on === list.day);
  if (!mine) return null;
  return tag(TONES[mine.state], stateWords(t)[mine.state]);
}

function why({ household, reason }, list, t) {
  const isDone = household.last?.on === list.day;
  const words = isDone ? word("result", household.last.result) : reasonWords(reason, list.day, t);
  const hour = household.best_time && !isDone ? ` · ${household.best_time}` : "";
  return h("p", { class: "door-why" }, icon(isDone ? "done" : (ICONS[reason.kind] ?? "visit")), h("span", {}, `${words}${hour}`));
}

/** What the commune wrote beside its request. */
function remark({ household, reason }, list) {
  const said = reason.kind === "asked" && household.last?.on !== list.day ? requested(household, list.day)[0].remark : "";
  return said ? h("p", {}, `“${said}”`) : null;
}

/** The reason in words. */
export function reasonWords(reason, day, t) {
  const on = reason.on ? shown(reason.on) : "";
  if (reason.kind === "asked") return `${word("asked", reason.why)} · ${t("asked on {day}", { day: on })}`;
  if (reason.kind === "come_back" && reason.on === day) return t("asked to come back today");
  if (reason.kind === "come_back") return on ? t("asked to come back on {day}", { day: on }) : t("asked to come back");
  if (reason.kind === "due") return `${word("why", reason.why)} · ${reason.on === day ? t("for today") : t("since {day}", { day: on })}`;
  if (reason.kind === "never") return t("never visited");
  if (reason.kind === "nobody_home") return t("nobody home on {day}", { day: on });
  if (reason.kind === "stalled") {
    const { person, skill } = reason.stalled;
    return t("{name} does “{skill}” only with help since {day}", { name: person.name, skill: skill.name, day: on });
  }
  if (LATER.includes(reason.kind) && reason.kind === "agreed") return t("Come again on {day}", { day: on });
  return `${word("result", reason.kind === "refused" ? "refused" : "met")} · ${on}`;
}

/** The household's language against who speaks it; nothing for Vietnamese. */
export function language(household, village, field) {
  const { t } = field;
  const said = speakers(household, village, field.slice.speaks, field.user);
  if (!said) return null;
  const name = word("language", said.language);
  const who = [said.mine ? t("you") : null, ...said.names].filter(Boolean).join(", ");
  const words = who ? t("speaks {language}: {names}", { language: name, names: who }) : t("speaks {language}: nobody of the team does", { language: name });
  return h("p", { class: who ? "door-language" : "door-language is-alone" }, icon(who ? "language" : "warning"), h("span", {}, words));
}
