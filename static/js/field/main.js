// The shell: a router by hash, and one line that says the truth about what is not sent. Screens are loaded when they are first shown.

import { h } from "./dom.js";
import { makeField } from "./field.js";
import { dressShell } from "./frame.js";
import { keep } from "./store.js";
import { watchForNewVersion } from "./version.js";

const routes = {
  "": () => import("./screens/tonight.js"),
  find: () => import("./screens/find.js"),
  home: () => import("./screens/home.js"),
  visit: () => import("./screens/visit.js"),
  "walk-in": () => import("./screens/walk-in.js"),
  new: () => import("./screens/new.js"),
  outbox: () => import("./screens/outbox.js"),
  handover: () => import("./screens/handover.js"),
  phone: () => import("./screens/phone.js"),
};

const root = document.getElementById("main");
const field = await makeField();
globalThis.field = field;
let shown = 0;

async function route() {
  const [name, ...args] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  if (location.hash && !location.hash.startsWith("#/")) return;
  const mine = ++shown;
  // In the first seconds of a new phone a screen may not lie here yet: without a network that is said, and nothing else is lost.
  const screen = await (routes[name] ?? routes[""])().catch(() => null);
  if (mine !== shown) return;
  if (!screen) return root.replaceChildren(h("h1", {}, field.t("The portal was not reached.")));
  const page = h("div", { class: "flow" });
  field.newScreen();
  root.replaceChildren(page);
  await screen.show(page, args, field);
  if (mine > 1) root.focus({ preventScroll: true });
  scrollTo(0, 0);
}

addEventListener("hashchange", route);
dressShell(field);
await keep("kept", "language", document.documentElement.lang).catch(() => {});
await route();
watchForNewVersion(field);
void field.send({ fresh: true });
// All of them are fetched while there is time: a version that is replaced meanwhile takes none away from a page that is open.
setTimeout(() => Object.values(routes).forEach((load) => load().catch(() => {})), 1_000);
