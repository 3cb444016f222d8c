// The fold "Other villages" of #/: which ones to take along besides those of one's own teams.

import { callout } from "../dom.js";
import { searchKey } from "../rules/search.js";
import { number } from "../words.js";
import { say } from "./flash.js";
import { showFaults } from "./forms.js";
import { chip, field as labelled, h } from "./parts.js";

/** So many the portal gives at once (docs/sync.md). */
const MOST = 12;
/** Of more villages than these nobody reads through: they are looked for by name. */
const SEEN_AT_ONCE = 12;
/** What was ticked and not taken yet, for as long as the page is open; null when nothing was touched. */
const begun = { ticked: null, isOpen: null, isAsking: false };

/** That the portal has not answered the choice yet; null when it has. */
export function notFetched(field) {
  const { t, choice } = field;
  if (choice.isFetched || begun.isAsking) return null;
  const more = h("p", {}, t("Your choice is kept on this phone. The list comes as soon as the portal can be reached."));
  const note = callout("warn", t("The list for the villages you chose is not here yet."), more);
  for (const [name, value] of Object.entries({ role: "status", tabindex: "-1", "data-told": "" })) note.setAttribute(name, value);
  return note;
}

/** The fold; null for who can take no other village. It is open when there is no village yet. `drawAnew` draws the screen with what is said. */
export function otherVillages(list, field, drawAnew) {
  const { t } = field;
  const offered = offer(field);
  if (!offered.length) return null;
  const ticked = begun.ticked ?? new Set(field.choice.codes);
  const summary = h("summary", { id: "other-villages" }, h("h2", {}, t("Other villages")));
  const isOpen = begun.isOpen ?? !list.villages.length;
  const fold = h("details", { class: "pile", open: isOpen }, summary, form(offered, ticked, list, field, drawAnew));
  summary.addEventListener("click", () => (begun.isOpen = !fold.open));
  return fold;
}

/** The villages to choose among: those not taken, and those taken without being a team's. */
function offer({ slice, user }) {
  const isOwn = (village) => village.team.some((member) => member.user === user.id);
  return [...slice.others, ...slice.villages.filter((village) => !isOwn(village))].sort((a, b) => (a.code < b.code ? -1 : 1));
}

function form(offered, ticked, list, field, drawAnew) {
  const { t } = field;
  const hint = t("Their households stay on this phone, too, until you untick them and press again. At most {n} villages.", { n: number(MOST) });
  const boxes = offered.map(({ code, name }) => box(code, name, ticked));
  const look = `btn block${list.villages.length ? " secondary" : ""}`;
  const press = h("button", { id: "take-along", class: look, "aria-disabled": String(begun.isAsking) }, begun.isAsking ? t("Fetching the list…") : t("Take these villages along"));
  const asked = h("fieldset", { class: "field" }, h("legend", { class: "vh" }, t("Other villages")), h("p", { class: "hint" }, hint), looking(boxes, t), h("div", { class: "chips" }, boxes));
  const made = h("form", { class: "flow", novalidate: true }, asked, press);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const codes = offered.map((village) => village.code).filter((code) => ticked.has(code));
    if (codes.length > MOST) showFaults(made, [{ name: "village", message: t("Take along at most {n} villages.", { n: number(MOST) }) }], t);
    else if (!begun.isAsking) void take(codes, field, drawAnew);
  });
  return made;
}

/** The field that leaves those boxes whose name has the letters typed, accents or not, and those that are ticked; null for few. */
function looking(boxes, t) {
  if (boxes.length <= SEEN_AT_ONCE) return null;
  const typed = labelled({ name: "village-name", label: t("Find a village"), type: "search", hint: t("Accents are not needed."), autocomplete: "off" });
  const input = typed.querySelector("input");
  const none = h("p", { class: "muted", role: "status" });
  input.addEventListener("input", () => {
    const key = searchKey(input.value);
    const fits = (one) => searchKey(one.textContent).includes(key);
    for (const one of boxes) one.hidden = !fits(one) && !one.querySelector("input").checked;
    none.textContent = boxes.some(fits) ? "" : t("No village has these letters.");
  });
  // Enter would send the form: here it only ends the typing.
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  return h("div", { class: "flow" }, typed, none);
}

function box(code, name, ticked) {
  const label = chip("village", name, ticked.has(code));
  const input = label.querySelector("input");
  input.id = `take-${code}`;
  input.addEventListener("change", () => {
    if (input.checked) ticked.add(code);
    else ticked.delete(code);
    begun.ticked = ticked;
  });
  return label;
}

/** Says that they are here only when they are. */
async function take(codes, field, drawAnew) {
  begun.isAsking = true;
  drawAnew();
  try {
    await field.choose(codes);
  } finally {
    Object.assign(begun, { ticked: null, isOpen: null, isAsking: false });
  }
  if (field.choice.isFetched) {
    const households = field.slice.villages.reduce((sum, village) => sum + village.households.length, 0);
    say(field.t("Now on this phone: {n} households.", { n: number(households) }));
  }
  drawAnew();
}
