// Seen at the door and not on the roster: somebody new, a birth, a move, a death. A proposal; the commune decides.

import { faultsOfDay, faultsOfPerson } from "../rules/checks.js";
import { written } from "../rules/days.js";
import { saidOf } from "../rules/sheet.js";
import { word } from "./choices.js";
import { showFaults, valuesOf } from "./forms.js";
import { newcomerFields } from "./person.js";
import { field as labelled, h, icon, more, segments } from "./parts.js";
import { showUnsaved } from "./unsaved.js";

const KINDS = ["new_person", "birth", "moved_away", "died"];
const OF_SOMEONE = new Set(["moved_away", "died"]);

/** The folded form on a household's page. `refused` is a proposal to correct; `again` draws the page anew once one is kept. */
export function changes({ field, home, village, day, again, refused = null }) {
  const { t } = field;
  const isOurs = refused?.item.kind === "proposal" && KINDS.includes(refused.item.proposal);
  const start = isOurs ? toldBy(refused.item) : { kind: "", "x-observed_on": day };
  // One proposal however often it is tried: a full phone may have handed it over before it could keep it.
  const ids = { item: isOurs ? refused.id : field.newId(), resident: (isOurs && refused.item.resident) || field.newId() };
  const form = h("form", { class: "flow", novalidate: true });
  const body = h("div", { class: "flow" });
  const kinds = KINDS.filter((kind) => !OF_SOMEONE.has(kind) || home.people.length).map((kind) => [kind, word("proposal", kind)]);
  const asked = segments({ name: "kind", legend: t("What did you see?"), choices: kinds, value: start.kind });
  asked.querySelector(".segments").classList.add("is-tall");
  const draw = (values) => body.replaceChildren(...(values.kind ? fieldsOf(values, home, t) : []));
  form.append(asked, body);
  form.addEventListener("change", (event) => event.target.name === "kind" && draw({ ...start, ...valuesOf(form) }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void keep(form, { field, home, village, day, again, ids, refused: isOurs ? refused : null });
  });
  draw(start);
  const fold = more(t("Something is different from the roster"), isOurs, form);
  if (isOurs) queueMicrotask(() => showFaults(form, [{ name: refused.field.replace("said.", "x-"), message: refused.message }], t));
  return fold;
}

function fieldsOf(values, home, t) {
  const { kind } = values;
  const people = home.people.map((person) => [person.id, person.name]);
  const who = OF_SOMEONE.has(kind)
    ? [labelled({ name: "x-resident", label: t("Who?"), choices: [["", "–"], ...people], value: values["x-resident"] ?? "" })]
    : newcomerFields({ prefix: "x", values, t, isBirth: kind === "birth" });
  const seen = labelled({ name: "x-observed_on", label: t("Seen or heard on"), type: "date", value: values["x-observed_on"] });
  const note = labelled({ name: "x-note", label: t("Note"), maxlength: 300, optional: t("(optional)"), value: values["x-note"] ?? "" });
  const send = h("button", { class: "btn" }, icon("check"), t("Propose it to the commune"));
  return [...who.filter(Boolean), seen, note, send];
}

async function keep(form, state) {
  const { field, home, village, day, again, ids, refused } = state;
  const { t } = field;
  const values = valuesOf(form);
  const faults = faultsOf(values, day, t);
  showFaults(form, faults, t);
  if (faults.length || form.dataset.isSaving) return;
  form.dataset.isSaving = "yes";
  const item = itemOf(values, { field, home, village, ids, refused });
  try {
    await (refused ? field.correct(refused.id, item) : field.add(item));
  } catch (error) {
    delete form.dataset.isSaving;
    await showUnsaved(form, field, { error, items: [item], again: () => void keep(form, state) });
    return;
  }
  await again();
}

function faultsOf(values, day, t) {
  const seen = faultsOfDay(values["x-observed_on"], "x-observed_on", day, t, t("Give the day."));
  if (!OF_SOMEONE.has(values.kind)) return [...faultsOfPerson(values, "x", day, t, { isBirth: values.kind === "birth" }), ...seen];
  return values["x-resident"] ? seen : [{ name: "x-resident", message: t("Say who.") }, ...seen];
}

function itemOf(values, { field, home, village, ids, refused }) {
  const { kind } = values;
  return {
    kind: "proposal",
    id: ids.item,
    proposal: kind,
    village: village.code,
    household: home.id,
    resident: OF_SOMEONE.has(kind) ? values["x-resident"] : ids.resident,
    visit: refused?.item.visit ?? null,
    observed_on: values["x-observed_on"],
    said: OF_SOMEONE.has(kind) ? {} : saidOf(values, "x"),
    observations: refused?.item.observations ?? [],
    note: (values["x-note"] ?? "").trim(),
    written_at: written(field.now()),
  };
}

function toldBy(item) {
  const said = Object.entries(item.said).map(([name, value]) => [`x-${name}`, value === null ? "" : String(value)]);
  return { kind: item.proposal, "x-resident": item.resident, "x-observed_on": item.observed_on, "x-note": item.note, ...Object.fromEntries(said) };
}
