// #/walk-in — people met elsewhere than at home: a class, a stall at the market, a desk; of the roster, or only counted.

import { faultsOfDay, faultsOfMinutes } from "../rules/checks.js";
import { competences } from "../rules/ladder.js";
import { blank, countOf, draftOf, itemOf, settingOf } from "../rules/gathering.js";
import { toldOf } from "../rules/sheet.js";
import { choices } from "./choices.js";
import { counters } from "./counters.js";
import { say } from "./flash.js";
import { keeper, showFaults, takeBack, valuesOf } from "./forms.js";
import { listOf, noList } from "./list.js";
import { practised } from "./person.js";
import { picker } from "./picker.js";
import { button, chip, field as labelled, h, icon, link, more, segments } from "./parts.js";
import { showUnsaved } from "./unsaved.js";

const KEY = "walk-in";

export async function show(root, args, field) {
  const list = await listOf(field);
  if (!list) return noList(root, field);
  if (!list.villages.length) return field.go("#/");
  const refused = args[0] ? list.items.find((one) => one.id === args[0] && one.state === "refused") : null;
  const key = refused ? `${KEY}/${refused.id}` : KEY;
  const kept = await field.draft(key);
  const draft = kept ?? (refused ? draftOf(refused.item) : begin(list, field));
  new Screen(root, field, { ...list, refused, key, draft }).draw();
}

function begin({ day, villages }, field) {
  return blank({ id: field.newId(), day, village: villages[0].code, language: field.defaults.language });
}

class Screen {
  constructor(root, field, { villages, day, skills, refused, key, draft }) {
    Object.assign(this, { root, field, villages, day, skills, refused, key, draft });
    this.keeper = keeper(() => field.saveDraft(key, this.draft));
    this.known = new Map(villages.flatMap((village) => village.households.flatMap((home) => home.people.map((person) => [person.id, person]))));
  }

  draw() {
    const { t } = this.field;
    this.form = h("form", { class: "visit-form", novalidate: true }, this.what(), this.who(), this.others(), this.about(), this.foot());
    this.form.addEventListener("input", () => this.touched());
    this.form.addEventListener("change", (event) => this.changed(event.target));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
    takeBack(this.form);
    this.root.replaceChildren(h("nav", { class: "crumbs", "aria-label": t("Back") }, link("#/", "back", icon("previous"), t("Tonight"))), h("h1", {}, t("Class or walk-in")), this.form);
    this.count();
    if (this.refused) showFaults(this.form, [{ name: fieldAt(this.refused.field), message: this.refused.message }], t);
  }

  what() {
    const { t } = this.field;
    const { values } = this.draft;
    const villages = this.villages.map((village) => [village.code, village.name]);
    const place = villages.length > 1 ? labelled({ name: "village", label: t("Village"), choices: villages, value: values.village }) : h("input", { type: "hidden", name: "village", value: values.village });
    return h("div", { class: "card flow" }, labelled({ name: "kind", label: t("What it is"), choices: choices("gathering"), value: values.kind }), place);
  }

  who() {
    const { t } = this.field;
    this.people = h("div", { class: "flow" }, this.draft.people.map((one) => this.person(one)));
    const pick = picker({ villages: this.villages, t, has: (id) => this.draft.people.some((one) => one.resident === id), take: (person) => this.take(person) });
    return h("fieldset", { class: "flow" }, h("legend", { class: "part-title" }, t("People of the list")), this.people, pick);
  }

  take(person) {
    const one = { id: this.field.newId(), resident: person.id };
    this.draft.people.push(one);
    for (const [code, [level]] of Object.entries(person.levels)) {
      const skill = this.skills.find((other) => other.code === code);
      if (skill && skill.ladder !== "competence") this.draft.values[`p-${person.id}-${code}`] = toldOf(skill, level);
    }
    this.people.append(this.person(one));
    this.touched();
    this.count();
  }

  person(one) {
    const { t } = this.field;
    const person = this.known.get(one.resident) ?? { id: one.resident, name: t("A person"), levels: {} };
    const remove = () => {
      this.draft.people = this.draft.people.filter((other) => other !== one);
      part.remove();
      this.touched();
      this.count();
    };
    const away = button("btn quiet", remove, icon("close"), t("Take away"));
    const seen = practised({ person, prefix: `p-${person.id}`, values: this.draft.values, skills: this.skills, t, asks: false });
    const title = h("div", { class: "row apart" }, h("h3", {}, person.name), away);
    const part = h("section", { class: "person is-new", "aria-label": person.name }, h("div", { class: "new-part flow" }, title, seen));
    return part;
  }

  others() {
    const { t } = this.field;
    const { values, others } = this.draft;
    const told = () => {
      this.touched();
      this.count();
    };
    const topics = competences(this.skills).map((skill) => chip(`topic-${skill.code}`, skill.name, Boolean(values[`topic-${skill.code}`])));
    const practice = h("fieldset", { class: "field" }, h("legend", {}, t("What they practised")), h("div", { class: "chips" }, topics));
    const legend = h("legend", { class: "part-title" }, t("Others, only counted"));
    return h("fieldset", { class: "flow" }, legend, h("div", { class: "card flow" }, counters({ others, newId: this.field.newId, told, t }), practice));
  }

  about() {
    const { t } = this.field;
    const { values } = this.draft;
    const optional = t("(optional)");
    const grid = h(
      "div",
      { class: "visit-about" },
      labelled({ name: "held_on", label: t("Day"), type: "date", max: this.day, value: values.held_on }),
      labelled({ name: "minutes", label: t("Minutes"), type: "text", inputmode: "numeric", maxlength: 3, optional, value: values.minutes ?? "" }),
      labelled({ name: "setting", label: t("Where you met"), choices: choices("setting"), value: values.setting }),
      labelled({ name: "language", label: t("Language spoken"), choices: choices("language"), value: values.language }),
      labelled({ name: "title", label: t("Title"), maxlength: 120, optional, value: values.title ?? "" }),
    );
    const note = labelled({ name: "note", label: t("Note"), kind: "textarea", rows: 3, maxlength: 1000, optional, hint: t("No passwords, codes or card numbers."), value: values.note ?? "" });
    const mode = segments({ name: "mode", legend: t("How they showed it"), choices: choices("mode"), value: values.mode });
    return h("div", { class: "card" }, more(t("About it"), values.held_on !== this.day, grid, mode, note));
  }

  foot() {
    this.tally = h("p", { class: "tally muted", "aria-live": "polite" });
    return h("div", { class: "actions sticky" }, h("button", { class: "btn big", "data-save": true }, this.field.t("Save")), this.tally);
  }

  touched() {
    this.draft.values = { ...this.draft.values, ...valuesOf(this.form) };
    this.keeper.touched();
  }

  changed(target) {
    if (target.name === "kind") this.form.elements.setting.value = settingOf(target.value);
    this.touched();
  }

  count() {
    const people = this.draft.people.length + countOf(this.draft.others);
    this.tally.hidden = !people;
    this.tally.replaceChildren(icon("users"), h("span", { class: "vh" }, this.field.t("People met")), ` ${people}`);
  }

  faults() {
    const { t } = this.field;
    const { values } = this.draft;
    const nobody = this.draft.people.length + countOf(this.draft.others) === 0;
    return [
      ...(nobody ? [{ name: "q", message: t("Say who came: find them in the list, or count them below.") }] : []),
      ...faultsOfDay(values.held_on, "held_on", this.day, t, t("Give the day.")),
      ...faultsOfMinutes(values.minutes, t),
    ];
  }

  async save() {
    const { t } = this.field;
    if (this.isSaving) return;
    this.draft.values = { ...this.draft.values, ...valuesOf(this.form) };
    const faults = this.faults();
    showFaults(this.form, faults, t);
    if (faults.length) return;
    this.isSaving = true;
    const item = itemOf(this.draft, { skills: this.skills, known: (id) => this.known.get(id), now: this.field.now() });
    try {
      await this.keeper.done();
      await (this.refused ? this.field.correct(item.id, item) : this.field.add(item));
      await this.field.dropDraft(this.key);
    } catch (error) {
      this.isSaving = false;
      await showUnsaved(this.form, this.field, { error, items: [item], again: () => void this.save() });
      return;
    }
    say(t("Saved on this phone"));
    this.field.go("#/");
  }
}

/** The field that a complaint of the portal is about. */
const fieldAt = (path) => (path.startsWith("attendances") ? "q" : path === "gathering" ? "kind" : path);
