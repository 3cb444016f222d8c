// #/find — any household or person, as one types.

import { find, indexOf, isSearchable } from "../rules/search.js";
import { about } from "./person.js";
import { listOf, noList, titleOf } from "./list.js";
import { empty, field as labelled, h, icon, link } from "./parts.js";

let last = "";

export async function show(root, _args, field) {
  const { t } = field;
  const list = await listOf(field);
  if (!list) return noList(root, field);
  const index = indexOf(list.villages);
  const results = h("div", { class: "flow", "aria-live": "polite" });
  const hint = t("A number, or two letters of a name; accents are not needed.");
  const box = labelled({ name: "q", label: t("Find a household or a person"), type: "search", hint, autocomplete: "off", enterkeyhint: "search", value: last, "data-search": true });
  const input = box.querySelector("input");
  const draw = () => {
    last = input.value;
    results.replaceChildren(...found(index, last, list, t));
  };
  input.addEventListener("input", draw);
  root.addEventListener("keydown", (event) => walk(event, input, results));
  root.replaceChildren(h("h1", {}, t("Find")), box, results);
  draw();
  // The router gives the focus to the screen: the field takes it after that.
  setTimeout(() => input.focus(), 0);
}

function found(index, text, list, t) {
  if (!text.trim()) return [];
  if (!isSearchable(text)) return [h("p", { class: "muted" }, t("Type at least two letters, or a number."))];
  const rows = find(index, text);
  if (!rows.length) return [empty("search", t("Nobody found."), t("Check the spelling, or search by the household’s number."), unlisted(list, t))];
  return [h("ul", { class: "links found" }, rows.map((row) => h("li", {}, hit(row, list, t))))];
}

const unlisted = (list, t) => list.villages.map(({ code, name }) => link(`#/new/${code}`, "btn secondary", icon("add"), `${t("A household not on the list")} · ${name}`));

function hit({ household, village, person }, list, t) {
  const home = [titleOf(household, t), list.villages.length > 1 ? village.name : null].filter(Boolean).join(" · ");
  const name = person ? h("span", {}, person.name, " ", h("span", { class: "muted" }, about(person, t))) : h("span", {}, titleOf(household, t));
  return link(`#/home/${household.id}`, null, name, h("span", { class: "muted" }, home));
}

/** Down and up walk through what was found; Enter in the field opens the first. */
function walk(event, input, results) {
  const links = [...results.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key === "Enter" && event.target === input && links.length) links[0].click();
  if (!(event.key in steps) || !links.length) return;
  event.preventDefault();
  const to = at + steps[event.key];
  (to < 0 ? input : links[Math.min(to, links.length - 1)]).focus();
}
