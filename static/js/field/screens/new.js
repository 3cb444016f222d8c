// #/new/<village> — a household not on the list, with its people; then straight into its visit.

import { faultsOfPerson } from "../rules/checks.js";
import { written } from "../rules/days.js";
import { saidOf } from "../rules/sheet.js";
import { choices } from "./choices.js";
import { say } from "./flash.js";
import { keeper, showFaults, valuesOf } from "./forms.js";
import { addressed, listOf, noList } from "./list.js";
import { newcomerFields } from "./person.js";
import { button, field as labelled, h, icon, link } from "./parts.js";
import { showUnsaved } from "./unsaved.js";

export async function show(root, args, field) {
  const { t } = field;
  const list = await listOf(field);
  if (!list) return noList(root, field);
  const { id, item } = addressed(args);
  const village = list.villages.find((one) => one.code === id) ?? list.villages[0];
  if (!village) return noList(root, field);
  const refused = item ? list.items.find((one) => one.id === item && one.state === "refused") : null;
  const key = refused ? `new/${item}` : `new/${village.code}`;
  const begun = refused ? toldBy(refused.item) : { id: field.newId(), household: field.newId(), people: [field.newId()], values: {} };
  const state = { field, list, village, key, refused, draft: (await field.draft(key)) ?? begun };
  const form = h("form", { class: "visit-form", novalidate: true }, home(state), persons(state), h("div", { class: "actions sticky" }, h("button", { class: "btn big" }, t("Save, then log the visit"))));
  const kept = keeper(() => field.saveDraft(key, state.draft));
  state.touched = () => {
    state.draft.values = valuesOf(form);
    kept.touched();
  };
  form.addEventListener("input", state.touched);
  form.addEventListener("change", state.touched);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save(form, state, kept);
  });
  root.replaceChildren(h("nav", { class: "crumbs", "aria-label": t("Back") }, link("#/", "back", icon("previous"), t("Tonight"))), h("h1", {}, t("A household not on the list")), h("p", { class: "muted" }, village.name), form);
  if (refused) showFaults(form, [{ name: nameAt(refused), message: refused.message }], t);
}

/** The field that a complaint of the portal is about, such as `said.people[1].full_name`. */
function nameAt({ item, field: path }) {
  const [, place, name] = /^said\.people\[(\d+)\]\.(\w+)/.exec(path) ?? [];
  return place ? `n-${item.said.people[Number(place)]?.resident}-${name}` : path.replace("said.", "x-");
}

/** A draft that says what a proposal said, to correct it. */
function toldBy({ id, household, said }) {
  const values = { "x-number": said.number, "x-address": said.address, "x-language": said.language };
  for (const { resident, ...about } of said.people) {
    for (const [name, value] of Object.entries(about)) values[`n-${resident}-${name}`] = String(value ?? "");
  }
  return { id, household, people: said.people.map((one) => one.resident), values };
}

function home({ draft, field }) {
  const { t } = field;
  const of = (name) => draft.values[`x-${name}`] ?? "";
  return h(
    "div",
    { class: "card flow" },
    labelled({ name: "x-address", label: t("Where it is"), hint: t("So that the next one finds it: beside whom, behind what."), maxlength: 200, optional: t("(optional)"), value: of("address") }),
    labelled({ name: "x-number", label: t("Number of the household"), maxlength: 20, optional: t("(optional)"), value: of("number") }),
    labelled({ name: "x-language", label: t("Language at home"), choices: choices("language"), value: of("language") || "vie" }),
  );
}

function persons(state) {
  const { t } = state.field;
  const rows = h("div", { class: "flow" });
  const draw = () => rows.replaceChildren(...state.draft.people.map((id, place) => person(state, id, place, draw)));
  const add = () => {
    state.draft.people.push(state.field.newId());
    state.touched();
    draw();
    rows.lastChild.querySelector("input").focus();
  };
  draw();
  return h("fieldset", { class: "flow" }, h("legend", { class: "part-title" }, t("Who lives there?")), rows, button("btn secondary", add, icon("add"), t("Another person")));
}

function person(state, id, place, draw) {
  const { t } = state.field;
  const remove = () => {
    state.draft.people = state.draft.people.filter((other) => other !== id);
    state.touched();
    draw();
  };
  const isHead = place === 0;
  const title = h("h3", {}, isHead ? t("The head of the household") : t("Another person"));
  const away = isHead ? null : button("btn quiet", remove, icon("close"), t("Take away"));
  const relations = isHead ? null : choices("relation").filter(([code]) => code !== "head");
  const fields = newcomerFields({ prefix: `n-${id}`, values: state.draft.values, t, relations });
  return h("section", { class: "card flow" }, h("div", { class: "row apart" }, title, away), fields);
}

async function save(form, state, kept) {
  const { field, list, village, key, refused, draft } = state;
  const { t } = field;
  draft.values = valuesOf(form);
  const faults = draft.people.flatMap((id) => faultsOfPerson(draft.values, `n-${id}`, list.day, t));
  showFaults(form, faults, t);
  if (faults.length || form.dataset.isSaving) return;
  form.dataset.isSaving = "yes";
  const item = itemOf(draft, village, list.day, field);
  try {
    await kept.done();
    await (refused ? field.correct(item.id, item) : field.add(item));
    await field.dropDraft(key);
  } catch (error) {
    delete form.dataset.isSaving;
    await showUnsaved(form, field, { error, items: [item], again: () => void save(form, state, kept) });
    return;
  }
  say(t("Saved on this phone"));
  field.go(`#/visit/${draft.household}`);
}

function itemOf(draft, village, day, field) {
  const of = (name) => (draft.values[`x-${name}`] ?? "").trim();
  const people = draft.people.map((id, place) => {
    const { full_name, sex, birth_year, relation } = saidOf(draft.values, `n-${id}`);
    return { resident: id, full_name, sex, birth_year, relation: place === 0 ? "head" : relation };
  });
  return {
    kind: "proposal",
    id: draft.id,
    proposal: "new_household",
    village: village.code,
    household: draft.household,
    resident: null,
    visit: null,
    observed_on: day,
    said: { number: of("number"), address: of("address"), language: of("language"), people },
    observations: [],
    note: "",
    written_at: written(field.now()),
  };
}
