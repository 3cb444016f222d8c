// What was written on this phone, each in words: saved here, sent, counted; or held, refused, declined, and why.

import { h, icon } from "../dom.js";
import { isUnsent } from "../outbox.js";

export const TONES = { saved: "warn", refused: "bad", held: "info", declined: "bad", sent: "", counted: "good" };
const SIGNS = { saved: "device", refused: "error", held: "clock", declined: "error", sent: "upload", counted: "done" };

/** What a state is called. */
export const stateWords = (t) => ({
  saved: t("saved on this phone"), sent: t("sent, not counted yet"), counted: t("counted"), held: t("held for the commune"),
  refused: t("to be corrected"), declined: t("not accepted"),
});

/** Why the commune looks at it first. */
const reasonWords = (t) => ({
  unknown_household: t("The household is not on the roster."),
  unknown_person: t("Somebody met is not on the roster."),
  household_closed: t("Nobody lives in the household any more, says the roster."),
  out_of_scope: t("The village was not yours on that day."),
  in_the_future: t("The day lies in the future."),
  before_household: t("The household did not exist on that day."),
  other_content: t("It was sent twice with different words; the first stands."),
});

/** The household, gathering or proposal of an item, as its author knows it. */
export function titleOf(item, field) {
  const { t } = field;
  if (item.kind === "gathering") return item.title || t("People met elsewhere");
  const name = item.kind === "proposal" && item.said?.full_name;
  const home = householdOf(field.slice, item.household);
  const heads = home?.people.filter((one) => one.head).map((one) => one.name).join(", ");
  const where = heads || (home?.number && t("Household {number}", { number: home.number })) || t("A household");
  return item.kind === "proposal" ? `${t("Proposal for the roster")}: ${name || where}` : where;
}

function householdOf(slice, id) {
  for (const village of slice?.villages ?? []) {
    const found = village.households.find((one) => one.id === id);
    if (found) return found;
  }
  return null;
}

function card(row, field) {
  const { t } = field;
  const day = row.item.visited_on ?? row.item.held_on ?? row.item.observed_on;
  const why = row.state === "held" ? reasonWords(t)[row.reason] ?? "" : "";
  const said = [why || row.message].filter(Boolean).map((text) => h("p", {}, text));
  const kept = row.state === "held" && h("p", { class: "muted" }, t("The portal keeps it. You need not send it again."));
  const tools = row.state === "refused" && h("div", { class: "actions" },
    correctionOf(row, t),
    h("button", { class: "btn danger", type: "button", onclick: () => confirm(t("Throw this away for good?")) && field.discard(row.id) }, t("Throw away")));
  return h("article", { class: "card flow", "data-state": row.state, "data-id": row.id },
    h("h3", {}, titleOf(row.item, field)),
    h("p", { class: "row" },
      h("span", { class: `tag ${TONES[row.state]}` }, icon(SIGNS[row.state]), stateWords(t)[row.state]),
      day && h("span", { class: "muted" }, field.day(day))),
    said, kept, tools);
}

function correctionOf(row, t) {
  const { item, id } = row;
  const proposed = item.proposal === "new_household" ? `#/new/${item.village}/${id}` : `#/home/${item.household}/${id}`;
  const where = { visit: `#/visit/${item.household}/${id}`, gathering: `#/walk-in/${id}`, proposal: proposed }[item.kind];
  return where && h("a", { class: "btn", href: where }, t("Correct it"));
}

/** The screen `#/outbox`. */
export async function show(root, args, field) {
  const { t } = field;
  const draw = async () => {
    const rows = await field.items();
    const unsent = rows.filter(isUnsent).length;
    const send = h("button", { class: "btn", type: "button", "data-send": true, onclick: () => field.send({ force: true }) }, icon("upload"), t("Send now"));
    send.disabled = field.status.state === "sending";
    const hand = h("a", { class: "btn secondary", href: "#/handover" }, t("Hand over"));
    const tools = unsent > 0 && h("div", { class: "actions" }, send, hand);
    const order = [...rows.filter(isUnsent), ...rows.filter((row) => !isUnsent(row))];
    const list = order.length ? order.map((row) => card(row, field)) : h("p", { class: "muted" }, t("Nothing was written on this phone in the last week."));
    const carry = h("p", {}, h("a", { href: "#/handover" }, t("Carry visits of a colleague’s phone")));
    root.replaceChildren(h("h1", {}, t("Written on this phone")), ...[tools].filter(Boolean), ...[list].flat(), carry);
  };
  field.onChange(draw);
  await draw();
}
