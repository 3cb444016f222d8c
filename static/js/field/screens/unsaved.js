// A phone that could not keep what was written, as when its memory is full: all of it stays on the screen, and may leave as a file.

import { callout } from "../dom.js";
import { giveFile } from "../giving.js";
import { isKnown, sealed } from "../handing.js";
import { showFaults } from "./forms.js";
import { button, h, icon } from "./parts.js";

/** Says on top of the form that `items` are not saved; offers to try `again`, and to hand them over, which needs no room. */
export async function showUnsaved(form, field, { error, items, again }) {
  const { t } = field;
  const why = error?.name === "QuotaExceededError" ? t("This phone’s memory is full.") : t("This phone could not save it.");
  const place = h("div", { class: "flow", role: "status" });
  const tools = h("div", { class: "actions" }, button("btn", again, t("Try again")));
  const told = h("p", {}, t("It is not saved. All you typed is still on this screen: do not leave it. Make room and try again, or hand it over."));
  const box = h("div", { class: "error-summary flow", role: "alert", tabindex: "-1", "data-unsaved": true }, h("h2", {}, icon("error"), why), told, tools, place);
  showFaults(form, [], t);
  form.prepend(box);
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: "start" });
  if (field.user && (await isKnown(field.user.id).catch(() => false))) {
    tools.append(button("btn secondary", () => void give(field, items, place), icon("download"), t("Hand it over as a file")));
  } else {
    place.append(h("p", {}, t("The portal does not know this phone yet."), " ", t("Nobody could open what it hands over. It must reach the portal once.")));
  }
}

async function give(field, items, place) {
  const { t } = field;
  try {
    if (!(await giveFile(await sealed(field.user.id, items), field.today()))) return;
  } catch {
    place.replaceChildren(callout("bad", t("The file could not be made.")));
    return;
  }
  const about = t("Give it to your colleague now: on this phone it is only on this screen and in the file.");
  place.replaceChildren(callout("good", t("The file is made."), h("p", {}, about)));
}
