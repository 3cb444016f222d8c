// This phone: who uses it, how old its list is, what it needs to be safe.

import { h, callout } from "../dom.js";
import { isUnsent } from "../outbox.js";
import { read } from "../store.js";

/** Whether this is a page inside another app (Zalo, Facebook), which has a storage of its own and no background. */
export const isInsideAnApp = (agent = navigator.userAgent) => /; wv\)|Zalo|FBA[NV]|Instagram|Line\//.test(agent);

const pair = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));

function sliceWords(field) {
  const { t, slice, sliceAge } = field;
  if (!slice) return t("none on this phone");
  const households = slice.villages.reduce((sum, village) => sum + village.households.length, 0);
  const about = { n: field.number(households), day: field.day(new Date(sliceAge.checked_at)), days: sliceAge.days };
  return sliceAge.days ? t("{n} households, list of {day}, {days} days old", about) : t("{n} households, list of {day}", about);
}

async function storageWords(t) {
  const persisted = await navigator.storage?.persisted?.();
  return persisted ? t("kept for good") : t("may be cleared by the phone when it runs out of memory");
}

/** The screen `#/phone`. */
export async function show(root, args, field) {
  const { t } = field;
  const draw = async () => {
    const rows = await field.items();
    const version = (await caches.keys()).find((name) => name.startsWith("field-"))?.slice(6) ?? "–";
    const clock = await read("kept", "clock");
    const heard = clock ? field.moment(clock.at + clock.offset) : "–";
    const notes = [
      isInsideAnApp() && callout("warn", t("Open this page in Chrome."), h("p", {}, t("Inside another app, what you write does not stay and is not sent by itself."), " ", t("Open the menu of that app and choose to open the page in Chrome."))),
      !("serviceWorker" in navigator) && callout("warn", t("This browser cannot open the page without a network. Use Chrome.")),
    ].filter(Boolean);
    root.replaceChildren(
      h("h1", {}, t("This phone")), ...notes,
      h("dl", { class: "pairs" },
        pair(t("Used by"), field.user?.name || t("nobody has signed in")),
        pair(t("List of households"), sliceWords(field)),
        pair(t("Not sent"), field.number(rows.filter(isUnsent).length)),
        pair(t("Last heard from the portal"), heard),
        pair(t("Memory"), await storageWords(t)),
        pair(t("Version"), version)),
      h("p", { class: "muted" }, 
        t("To open this page like an app, choose “Install” or “Add to the home screen” in the browser’s menu."), " ",
        t("Clearing the browser’s data deletes what is not sent.")),
      h("div", { class: "actions" },
        h("button", { class: "btn", type: "button", onclick: () => field.send({ force: true, fresh: true }) }, t("Fetch the list and send")),
        h("a", { class: "btn secondary", href: "/" }, t("To the portal"))));
  };
  field.onChange(draw);
  await draw();
}
