// People who are not on any roster, counted as they come: a tap for each, by sex and age, of a minority or not.

import { keyOf, SEXES } from "../rules/gathering.js";
import { choices, word } from "./choices.js";
import { button, h, icon } from "./parts.js";

/** Two buttons and a count for each kind of person. `others` holds a key for each person counted; `told` hears of every change. */
export function counters({ others, newId, told, t }) {
  let minority = "";
  const rows = h("div", { class: "counters" });
  const sets = [["", t("not asked")], ["no", t("Kinh")], ["yes", t("ethnic minority")]];
  const tabs = h("div", { class: "segments", role: "group", "aria-label": t("Ethnicity") });
  const draw = () => {
    const choose = (code) => () => {
      minority = code;
      draw();
      tabs.querySelector("[aria-pressed=true]").focus();
    };
    tabs.replaceChildren(...sets.map(([code, words]) => h("button", { type: "button", class: "segment", "aria-pressed": String(code === minority), onclick: choose(code) }, words)));
    rows.replaceChildren(...choices("age").map(([age, words]) => row(age, words)));
  };
  const row = (age, words) => h("div", { class: "counter-row" }, h("h3", {}, words), SEXES.map((sex) => counter(sex, age)));
  const counter = (sex, age) => {
    const key = keyOf(sex, age, minority);
    const count = h("output", {}, String(others[key]?.length ?? 0));
    const say = () => {
      count.textContent = String(others[key]?.length ?? 0);
      told();
    };
    const fewer = () => {
      others[key]?.pop();
      if (!others[key]?.length) delete others[key];
      say();
    };
    const one = () => {
      (others[key] ??= []).push(newId());
      say();
    };
    const named = { who: word("sex", sex), age: word("age", age) };
    const less = button("btn secondary", fewer, "−");
    less.setAttribute("aria-label", t("One less: {who}, {age}", named));
    const plus = button("btn", one, icon("add"));
    plus.setAttribute("aria-label", t("One more: {who}, {age}", named));
    return h("div", { class: "counter" }, h("span", {}, word("sex", sex)), less, count, plus);
  };
  draw();
  return h("div", { class: "flow" }, tabs, rows);
}
