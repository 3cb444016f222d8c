// Around every screen: who, how many are not sent, and how sending stands. In words, and only what is known.

import { h, icon } from "./dom.js";
import { isUnsent } from "./outbox.js";

const CLOCK_OFF_MS = 5 * 60 * 1000;
const SIGN_IN = "/accounts/login/?next=/field/";

/** What is said of sending, with the tone of it. */
export function words(field, unsent) {
  const { t, status } = field;
  const kept = unsent ? ` ${t("Not sent yet: {n}. It is kept on this phone.", { n: field.number(unsent) })}` : "";
  if (!field.user) return ["warn", t("Nobody has signed in on this phone."), "sign_in"];
  switch (status.state) {
    case "sending": return ["", unsent ? t("Sending… Not sent yet: {n}.", { n: field.number(unsent) }) : ""];
    case "unreachable": return ["", t("The portal was not reached.") + kept];
    case "signed_out": return ["warn", t("The portal no longer knows who you are. Sign in again, then it goes.") + kept, "sign_in"];
    case "wrong_user": return ["warn", t("Somebody else is signed in. Each one’s visits are sent only under their own name.") + kept];
    case "ended": return ["bad", t("This phone was reported lost. Its list was removed.") + kept, "sign_in"];
    case "not_allowed": return ["warn", t("You log visits nowhere any more, says the portal.") + kept];
    case "slow_down": return ["", t("The portal asks to wait until {time}.", { time: field.moment(status.until) }) + kept];
    case "old_version": return ["warn", t("The portal needs the new version of this page.") + kept];
    case "full": return ["bad", t("This phone’s memory is full.") + kept];
    case "trouble": return ["warn", t("The portal did not take everything. It is tried again.") + kept];
    default: return ["", unsent ? t("Not sent yet: {n}. It is kept on this phone.", { n: field.number(unsent) }) : ""];
  }
}

/** Fill the frame, and keep it true. */
export function dressShell(field) {
  const [told, who] = ["told", "who"].map((id) => document.getElementById(id));
  const refresh = async () => {
    const unsent = (await field.items()).filter(isUnsent).length;
    const [tone, text, action] = words(field, unsent);
    const link = action === "sign_in" && h("a", { href: SIGN_IN }, field.t("Sign in"));
    const clock = Math.abs(field.clockOffset) > CLOCK_OFF_MS && h("p", { class: "callout warn" }, clockWords(field));
    const said = [text && h("p", { class: `callout ${tone}` }, icon(tone ? "warning" : "info"), h("span", {}, text, " ", link)), clock];
    // A reader of the screen is told again only when it says something else.
    const fresh = h("div", {}, said);
    if (fresh.textContent !== told.textContent) told.replaceChildren(...fresh.childNodes);
    who.textContent = field.user?.name ?? "";
    for (const badge of document.querySelectorAll("[data-unsent]")) {
      badge.hidden = !unsent;
      badge.textContent = field.number(unsent);
    }
  };
  const mark = () => {
    const here = location.hash.split("/")[1] ?? "";
    for (const link of document.querySelectorAll("[data-route]")) {
      if (link.dataset.route === here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  field.onChange(refresh, { forever: true });
  addEventListener("hashchange", mark);
  mark();
  void refresh();
}

function clockWords(field) {
  const now = field.moment(field.now());
  return field.t("This phone’s clock is wrong: the portal’s says {now}. Visits are written down by the portal’s clock.", { now });
}
