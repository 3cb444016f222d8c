// What every screen starts from: the list with this phone's own writing in it, and today.

import { homeOf, merged } from "../rules/overlay.js";
import { empty, h, link } from "./parts.js";

/** {villages, items, day, skills}; null when this phone has no list. */
export async function listOf(field) {
  if (!field.slice) return null;
  const items = await field.items();
  // A clock that is slow is caught by the list: today is never before its day.
  const day = field.slice.day > field.today() ? field.slice.day : field.today();
  return { villages: merged(field.slice, items), items, day, skills: field.slice.skills };
}

/** The household of an address, with the list: {home, village, ...}; shows why not and gives null when it is not there. */
export async function opened(root, id, field) {
  const list = await listOf(field);
  if (!list) return noList(root, field);
  const found = homeOf(list.villages, id);
  if (!found) return notFound(root, field);
  return { ...list, home: found[0], village: found[1] };
}

/** The empty state of a phone that has no list yet; `again` shows the screen once it has come. */
export function noList(root, field, again = null) {
  const { t } = field;
  if (again) field.onChange(() => field.slice && again());
  const next = link("#/phone", "btn", t("This phone"));
  root.replaceChildren(
    h("h1", {}, t("Tonight")),
    empty("offline", t("No list on this phone yet."), t("Connect once, signed in: your villages’ households come onto this phone and stay here without a network."), next),
  );
  return null;
}

function notFound(root, field) {
  const { t } = field;
  root.replaceChildren(
    h("h1", {}, t("Household")),
    empty("door", t("This household is not in the list on this phone."), t("It may have moved, or belong to another village."), link("#/", "btn", t("Tonight"))),
  );
  return null;
}

/** What an address says after its screen's name: of what it is, and the refused item to correct: `#/visit/<household>/<item>`. */
export function addressed([id = "", item = null]) {
  return { id, item };
}

/** The household in a few words: "12 · Nguyễn Văn Bình". */
export function titleOf(home, t) {
  const head = home.people.find((person) => person.head) ?? home.people[0];
  return [home.number || null, head?.name].filter(Boolean).join(" · ") || t("Household");
}
