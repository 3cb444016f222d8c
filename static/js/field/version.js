// The worker that opens pages without a network, and a new version: offered, never forced; what is being typed is a draft already.

import { h } from "./dom.js";

/** Register the worker; resolves with its registration, or null where the browser has none (or no modules in it). */
export async function registerWorker() {
  try {
    return (await navigator.serviceWorker?.register("/worker.js", { type: "module", scope: "/", updateViaCache: "none" })) ?? null;
  } catch {
    return null;
  }
}

/** Offer a version that is waiting, in the element #version. */
export async function watchForNewVersion(field) {
  const registration = await registerWorker();
  if (!registration) return;
  const offer = () => {
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    const take = () => {
      // Pressed on another page first: the new version is here already, and nothing else would be heard of it.
      if (!registration.waiting) return location.reload();
      // Only the page where it was pressed starts anew; another tab, where somebody may be typing, goes on with what it has.
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage("take over");
    };
    const button = h("button", { class: "btn secondary", type: "button", onclick: take }, field.t("Use it now"));
    const text = h("p", {}, field.t("There is a new version of this page. What you have typed stays."));
    document.getElementById("version").replaceChildren(h("div", { class: "callout" }, text, button));
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  offer();
  navigator.serviceWorker.controller?.postMessage("complete");
  const ask = () => document.visibilityState === "visible" && registration.update().catch(() => {});
  document.addEventListener("visibilitychange", ask);
}
