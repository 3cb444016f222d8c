// On every page of the portal: how many visits of this user wait on this phone, and a kick to send them. And what signing out leaves here.

import { isUnsent } from "./outbox.js";
import { arrive, leave } from "./owner.js";
import { keep, read, readAll } from "./store.js";
import { registerWorker } from "./version.js";

const HOUR = 3600 * 1000;
const LATER_MS = 1_500;
const { user, name, logsVisits } = document.body.dataset;
const me = { id: Number(user), name, may_log: logsVisits !== undefined };
const rows = () => readAll("outbox", me.id);

async function show() {
  const unsent = (await rows()).filter(isUnsent).length;
  const link = document.querySelector("[data-unsent-link]");
  if (!link) return unsent;
  link.hidden = !unsent;
  link.querySelector("[data-unsent]").textContent = unsent;
  return unsent;
}

/** Send when something waits, ask when something is not counted yet or the list is old. The engine is fetched only then. */
async function kick() {
  const kept = await read("kept", "slice");
  const isOld = me.may_log && (kept?.user !== me.id || Date.now() - kept.checked_at > HOUR);
  const waits = (await rows()).some((row) => ["saved", "sent", "held"].includes(row.state)) || (await readAll("parcels")).length;
  if (!waits && !isOld) return;
  const { flush } = await import("./sync.js");
  // This page has just come from the portal: the pause after an earlier failure says nothing any more.
  await flush({ terms: () => ({ force: true }) });
  new BroadcastChannel("field").postMessage("changed");
  await show();
}

// Signing out takes the list and the drafts from this phone; what is not sent stays for its owner, and that is said first.
async function signOut(form) {
  const unsent = (await rows()).filter(isUnsent).length;
  const words = document.querySelector("[data-sign-out]")?.dataset.signOut ?? "";
  if (unsent && words && !confirm(words.replace("{n}", unsent))) return;
  await leave();
  form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!new URL(form.action).pathname.endsWith("/logout/") || form.method !== "post") return;
  event.preventDefault();
  signOut(form).catch(() => form.submit());
});

function remember() {
  const theme = document.documentElement.dataset.theme ?? "";
  if ((localStorage.getItem("theme") ?? "") !== theme) localStorage.setItem("theme", theme);
  return keep("kept", "language", document.documentElement.lang);
}

async function begin() {
  await arrive(me);
  await show();
  await remember();
  if (!me.may_log) return;
  // The page that was asked for comes first, on a slow network too.
  await new Promise((resolve) => setTimeout(resolve, LATER_MS));
  await kick();
  await registerWorker();
}

// Storage that is switched off takes away what this adds, nothing else.
begin().catch((error) => console.warn("this browser keeps nothing", error?.name));
