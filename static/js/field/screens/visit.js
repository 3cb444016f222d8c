// #/visit/<household> — one visit on one screen. Every touch is kept; saving is durable before it says so.

import { faultsOfVisit } from "../rules/checks.js";
import { factsOf } from "../rules/ladder.js";
import { blank, draftOf, EARLIEST, itemsOf, observed } from "../rules/sheet.js";
import { day as shown } from "../words.js";
import { choices } from "./choices.js";
import { flash, say } from "./flash.js";
import { keeper, showFaults, takeBack, valuesOf } from "./forms.js";
import { addressed, opened, titleOf } from "./list.js";
import { facts, newcomerPart, rosterPart } from "./person.js";
import { showUnsaved } from "./unsaved.js";
import { button, field as labelled, h, icon, link, more, segments } from "./parts.js";

export async function show(root, args, field) {
  const { id, item } = addressed(args);
  const list = await opened(root, id, field);
  if (!list) return;
  const refused = item ? list.items.find((one) => one.id === item && one.state === "refused") : null;
  const key = refused ? `visit/${item}` : `visit/${id}`;
  const kept = await field.draft(key);
  const draft = kept ?? (refused ? draftOf(refused.item, list.home, list.skills) : begin(list, field));
  new Screen(root, field, { ...list, draft, key, refused, isKept: Boolean(kept) }).draw();
}

function begin({ home, village, day, skills }, field) {
  const defaults = { ...field.slice.defaults, ...field.defaults };
  return blank({ household: home, village, day, defaults, skills, id: field.newId() });
}

/** The screen of one visit: `draft` is what it says, at every moment. */
class Screen {
  constructor(root, field, { home, village, day, skills, items, draft, key, refused, isKept }) {
    Object.assign(this, { root, field, home, village, day, skills, items, draft, key, refused, isKept });
    this.keeper = keeper(() => this.keep());
    this.isSaving = false;
  }

  draw() {
    const { t } = this.field;
    this.form = h("form", { class: "visit-form", novalidate: true }, this.result(), this.people(), this.next(), this.about(), this.foot());
    this.form.addEventListener("input", () => this.touched());
    this.form.addEventListener("change", (event) => this.changed(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
    takeBack(this.form);
    const back = h("nav", { class: "crumbs", "aria-label": t("Back") }, link(`#/home/${this.home.id}`, "back", icon("previous"), titleOf(this.home, t)));
    const title = h("h1", {}, this.refused ? t("Correct a visit") : t("Log a visit"));
    const door = this.home.address ? h("p", { class: "muted" }, this.home.address) : null;
    this.root.replaceChildren(...[back, flash(), title, door, this.notice(), this.form].filter(Boolean));
    this.fold();
    if (this.refused) showFaults(this.form, [{ name: nameAt(this.refused), message: this.refused.message }], t);
  }

  notice() {
    const { t } = this.field;
    const words = this.isKept && this.draft.begun ? this.noticeOfDraft(t) : null;
    const today = this.items.find(({ item, state }) => item.kind === "visit" && item.household === this.home.id && item.visited_on === this.day && state !== "refused");
    if (words || !today || this.refused) return words;
    return h("div", { class: "callout" }, icon("info"), h("p", {}, t("A visit of today is already saved for this door. Another one is counted as another visit.")));
  }

  noticeOfDraft(t) {
    const anew = button("btn quiet", () => void this.startAnew(), t("Start anew"));
    return h("div", { class: "callout" }, icon("edit"), h("div", {}, h("p", {}, t("You began this visit on {day}. All you touched is here.", { day: shown(this.draft.began) })), anew));
  }

  async startAnew() {
    await this.keeper.done();
    await this.forget();
    await show(this.root, [this.home.id, this.refused?.id], this.field);
  }

  result() {
    const { t } = this.field;
    return h("div", { class: "card flow" }, segments({ name: "result", legend: t("Was anyone there?"), choices: choices("result"), value: this.draft.values.result ?? "" }));
  }

  people() {
    const { t } = this.field;
    const { values } = this.draft;
    const roster = this.home.people.map((person) => rosterPart({ person, values, skills: this.skills, t }));
    this.newcomers = h("div", { class: "flow" }, this.draft.added.map((one) => this.newcomer(one)));
    const add = button("btn secondary", () => this.addNewcomer(), icon("add"), t("A person not on the roster"));
    const home = factsOf(this.skills, "household").length ? more(t("The household’s trade"), false, facts({ prefix: "h", values, skills: this.skills, subject: "household" })) : null;
    const mode = segments({ name: "mode", legend: t("How they showed it"), choices: choices("mode"), value: values.mode });
    const legend = h("legend", { class: "part-title" }, t("Who was met?"));
    this.met = h("fieldset", { class: "who-met flow" }, legend, roster, this.newcomers, add, h("div", { class: "card flow" }, mode, home));
    return this.met;
  }

  newcomer(one) {
    const remove = () => {
      this.draft.added = this.draft.added.filter((other) => other !== one);
      part.remove();
      this.changed({});
    };
    const part = newcomerPart({ resident: one.resident, values: this.draft.values, skills: this.skills, t: this.field.t, remove });
    return part;
  }

  addNewcomer() {
    const one = { resident: this.field.newId(), proposal: this.field.newId() };
    this.draft.added.push(one);
    const part = this.newcomer(one);
    this.newcomers.append(part);
    this.changed({ target: null, isMet: true });
    part.querySelector("input").focus();
  }

  next() {
    const { t } = this.field;
    const { values } = this.draft;
    this.another = labelled({ name: "next_on", label: t("Which day"), type: "date", value: values.next_on ?? "" });
    const reasons = [["", t("by how this visit went")], ...choices("why")];
    this.why = labelled({ name: "next_reason", label: t("Why"), choices: reasons, value: values.next_reason ?? "" });
    return h("div", { class: "card flow" }, segments({ name: "next", legend: t("Come again"), choices: choices("next"), value: values.next ?? "" }), this.another, this.why);
  }

  about() {
    const { t } = this.field;
    const { values } = this.draft;
    const optional = t("(optional)");
    const grid = h(
      "div",
      { class: "visit-about" },
      labelled({ name: "visited_on", label: t("Day of the visit"), type: "date", min: EARLIEST, max: this.day, value: values.visited_on }),
      labelled({ name: "minutes", label: t("Minutes"), type: "text", inputmode: "numeric", maxlength: 3, optional, value: values.minutes ?? "" }),
      labelled({ name: "setting", label: t("Where you met"), choices: choices("setting"), value: values.setting }),
      labelled({ name: "language", label: t("Language spoken"), choices: choices("language"), value: values.language }),
    );
    const note = labelled({ name: "note", label: t("Note"), kind: "textarea", rows: 3, maxlength: 1000, optional, hint: t("No passwords, codes or card numbers."), value: values.note ?? "" });
    const isOpen = Boolean(values.note || values.minutes || values.visited_on !== this.day);
    const elsewhere = link(`#/home/${this.home.id}`, "btn quiet", t("A birth, a move, a death…"));
    return h("div", { class: "card" }, more(t("About the visit"), isOpen, grid, note, elsewhere));
  }

  foot() {
    const { t } = this.field;
    this.button = h("button", { class: "btn big", "data-save": true }, t("Save the visit"));
    this.tally = h("p", { class: "tally muted", "aria-live": "polite" });
    return h("div", { class: "actions sticky" }, this.button, this.tally);
  }

  touched() {
    this.draft.values = valuesOf(this.form);
    this.draft.begun = true;
    this.keeper.touched();
  }

  /** Who is ticked was met: that says how the visit went. */
  changed({ target, isMet = false }) {
    const ticked = target?.name?.endsWith("-met") && target.checked;
    if ((ticked || isMet) && !this.form.querySelector("[name=result]:checked")) this.form.querySelector("[name=result][value=met]").checked = true;
    this.touched();
    this.fold();
  }

  /** Shows what the answers so far call for, and counts what will be saved. */
  fold() {
    const { values } = this.draft;
    const chosen = values.result ?? "";
    this.met.hidden = chosen !== "" && chosen !== "met";
    for (const section of this.form.querySelectorAll(".person")) {
      const tick = section.querySelector(".person-tick input");
      if (tick) section.querySelector(".person-part").hidden = !tick.checked;
    }
    this.another.hidden = values.next !== "day";
    this.why.hidden = !values.next;
    this.count();
  }

  count() {
    const { t } = this.field;
    const people = this.ticked().length + this.draft.added.length;
    const levels = [...this.form.querySelectorAll(":is(.person-part:not([hidden]), .new-part) .can-skip input:checked")].filter((input) => input.value !== "").length;
    this.tally.hidden = this.met.hidden || !people;
    this.tally.replaceChildren(icon("users"), h("span", { class: "vh" }, t("People met")), ` ${people} `, icon("check"), h("span", { class: "vh" }, t("Skills seen")), ` ${levels}`);
  }

  ticked() {
    return this.home.people.filter((person) => this.draft.values[`p-${person.id}-met`]);
  }

  async keep() {
    await this.field.saveDraft(this.key, this.draft);
    if (this.refused) return;
    const begun = (await this.field.draft("begun")) ?? {};
    if (!(this.home.id in begun)) await this.field.saveDraft("begun", { ...begun, [this.home.id]: titleOf(this.home, this.field.t) });
  }

  async forget() {
    const begun = { ...(await this.field.draft("begun")) };
    delete begun[this.home.id];
    await this.field.dropDraft(this.key);
    await this.field.saveDraft("begun", begun);
  }

  async save() {
    const { t } = this.field;
    if (this.isSaving) return;
    this.draft.values = valuesOf(this.form);
    const says = observed(this.draft.values, "h", this.skills, "household", this.draft.was.h).length > 0;
    const faults = faultsOfVisit(this.draft, this.ticked(), says, this.day, t);
    showFaults(this.form, faults, t);
    if (faults.length) return;
    this.waits(true);
    const items = this.written();
    try {
      await this.keeper.done();
      await this.store(items);
    } catch (error) {
      this.waits(false);
      await showUnsaved(this.form, this.field, { error, items, again: () => void this.save() });
      return;
    }
    say(t("Saved on this phone"), titleOf(this.home, t));
    this.field.go("#/");
  }

  /** What there is to save, as items of the outbox. */
  written() {
    const note = (names) => this.field.t("Met: {names}, not on the roster yet.", { names: names.join(", ") });
    return itemsOf(this.draft, { people: this.home.people, skills: this.skills, note, now: this.field.now() });
  }

  /** Into the outbox: only when all is there does the draft go. The keys are the draft's, so doing it again changes nothing. */
  async store(items) {
    for (const item of items) {
      if (this.refused && item.id === this.refused.id) await this.field.correct(item.id, item);
      else await this.field.add(item);
    }
    // From here on the visit is saved, whatever room there is for the rest.
    const { setting, language, mode } = this.draft.values;
    await this.field.remember({ setting, language, mode }).catch(() => {});
    await this.forget().catch(() => {});
  }

  waits(isSaving) {
    const { t } = this.field;
    this.isSaving = isSaving;
    this.button.setAttribute("aria-disabled", String(isSaving));
    this.button.textContent = isSaving ? t("Saving…") : t("Save the visit");
  }
}

/** The field of the screen that a complaint of the portal is about: it names the place in what was sent, such as `observations[2].level`. */
function nameAt({ item, field: path }) {
  const [, part, index] = /^(\w+)(?:\[(\d+)\])?/.exec(path) ?? [];
  const seen = part === "observations" ? item.observations[Number(index)] : null;
  if (seen) return `${seen.resident ? `p-${seen.resident}` : "h"}-${seen.skill}`;
  if (part === "people") return "result";
  return part === "next_on" ? "next_on" : part;
}
