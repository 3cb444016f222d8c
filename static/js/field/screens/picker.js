// Finding people of the list to add them to something, as one types.

import { find, indexOf } from "../rules/search.js";
import { about } from "./person.js";
import { titleOf } from "./list.js";
import { button, field as labelled, h, icon } from "./parts.js";

const MOST = 6;

/** A search field with what it finds below. `take` gets the person; `has` tells who is taken already. */
export function picker({ villages, t, has, take }) {
  const index = indexOf(villages).filter((row) => row.person);
  const results = h("ul", { class: "plain picks", "aria-live": "polite" });
  const box = labelled({ name: "q", label: t("Find a person"), type: "search", autocomplete: "off", enterkeyhint: "search", hint: t("A number, or two letters of a name; accents are not needed.") });
  const input = box.querySelector("input");
  const draw = () => results.replaceChildren(...find(index, input.value, MOST + 20).filter((row) => !has(row.person.id)).slice(0, MOST).map(row));
  const row = ({ person, household }) => {
    const press = () => {
      take(person);
      input.value = "";
      draw();
      input.focus();
    };
    const where = [about(person, t), titleOf(household, t)].filter(Boolean).join(" · ");
    return h("li", {}, button("pick", press, icon("add"), h("span", {}, h("strong", {}, person.name), h("span", { class: "muted" }, where))));
  };
  input.addEventListener("input", draw);
  // Enter takes the first that was found, and never sends the form.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    results.querySelector("button")?.click();
  });
  return h("div", { class: "card flow" }, box, results);
}
