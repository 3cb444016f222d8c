// What all forms of the shell do: read their fields, show complaints, keep drafts, and take a level back when it is tapped again.

import { h, icon } from "./parts.js";

/** Everything that a form says, by name: what is not ticked is "". */
export function valuesOf(form) {
  const said = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") said[field.name] = field.checked ? field.value : "";
    else if (field.type !== "radio" || field.checked) said[field.name] = field.value;
    else said[field.name] ??= "";
  }
  return said;
}

/** A radio of a ladder that is tapped again goes back to "not today". */
export function takeBack(form) {
  let chosen = null;
  form.addEventListener("pointerdown", (event) => {
    const radio = event.target.closest(".can-skip .segment")?.querySelector("input");
    chosen = radio?.checked ? radio : null;
  });
  form.addEventListener("click", (event) => {
    if (event.target !== chosen || !chosen.value) return;
    const skip = chosen.closest(".segments").querySelector("input");
    chosen = null;
    skip.checked = true;
    skip.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** Calls `save` at every touch, one at a time and never losing the last one: `await done()` waits for it. */
export function keeper(save) {
  let running = Promise.resolve();
  let isWaiting = false;
  const touched = () => {
    if (isWaiting) return;
    isWaiting = true;
    // One that failed, as on a full phone, stops none that comes after it.
    running = running.catch(() => {}).then(() => {
      isWaiting = false;
      return save();
    });
    running.catch(() => {});
  };
  return { touched, done: () => running.catch(() => {}) };
}

/** Complaints ({name, message}) at their fields, and all of them on top of the form with the focus. None: takes away what was shown. */
export function showFaults(form, faults, t) {
  for (const old of form.querySelectorAll(".error-summary, .error")) old.remove();
  for (const old of form.querySelectorAll(".has-error")) old.classList.remove("has-error");
  for (const old of form.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
  if (!faults.length) return;
  const items = faults.map(({ name, message }) => h("li", {}, pointer(form, name, message, t)));
  const title = h("h2", {}, icon("error"), t("There is a problem"));
  const summary = h("div", { class: "error-summary", role: "alert", tabindex: "-1" }, title, h("ul", {}, items));
  form.prepend(summary);
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "start" });
}

function pointer(form, name, message, t) {
  const found = name ? form.querySelector(`[name="${CSS.escape(name)}"]`) : null;
  if (!found) return message;
  found.id ||= `at-${name}`;
  const box = found.closest(".field") ?? found.closest(".person") ?? found.parentElement;
  const said = h("p", {}, h("span", { class: "vh" }, t("Error:")), ` ${message}`);
  const error = h("div", { class: "error" }, icon("error"), h("div", {}, said));
  const label = box.querySelector(":scope > label, :scope > legend");
  if (label) label.after(error);
  else box.prepend(error);
  box.classList.add("has-error");
  found.setAttribute("aria-invalid", "true");
  for (let fold = found.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const go = (event) => {
    event.preventDefault();
    event.stopPropagation();
    box.scrollIntoView({ block: "start" });
    found.focus({ preventScroll: true });
  };
  return h("a", { href: `#${found.id}`, onclick: go }, message);
}
