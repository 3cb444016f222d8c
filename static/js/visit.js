// What JavaScript adds to the visit form. Without it the form works: CSS unfolds, the server checks.

const form = document.querySelector("[data-visit-form]");
const save = form.querySelector("[data-save]");
const words = save.textContent;
let isSent = false;

// The same form brought back by the browser keeps its id, so that saving it again is the same visit.
const [visit] = form.querySelectorAll("input[name=id]");
const arrival = performance.getEntriesByType("navigation")[0]?.type;
if (arrival === "back_forward" && history.state?.visit) visit.value = history.state.visit;
history.replaceState({ ...history.state, visit: visit.value }, "");

// Set before anything else happens: a second tap on a slow phone finds it set.
form.addEventListener("submit", (event) => {
  if (isSent) return event.preventDefault();
  isSent = true;
  save.setAttribute("aria-disabled", "true");
  save.textContent = save.dataset.saving;
});
window.addEventListener("pageshow", () => {
  isSent = false;
  save.removeAttribute("aria-disabled");
  save.textContent = words;
  refresh();
});

// A radio that is tapped again goes back to "not today".
let chosen = null;
const radioOf = (event) => event.target.closest(".can-skip .segment")?.querySelector("input");
form.addEventListener("pointerdown", (event) => {
  const radio = radioOf(event);
  chosen = radio?.checked ? radio : null;
});
form.addEventListener("click", (event) => {
  if (event.target !== chosen || !chosen.value) return;
  const skip = chosen.closest(".segments").querySelector("input");
  chosen = null;
  skip.checked = true;
  skip.dispatchEvent(new Event("change", { bubbles: true }));
});

const isMet = () => form.querySelector("[name=result][value=met]").checked;
const isFolded = (part) =>
  part.matches("[data-when-met]")
    ? !isMet() && !part.classList.contains("is-kept")
    : !part.closest(".person").querySelector(".person-tick input").checked && !part.closest(".has-error");

// What is folded away is not sent. Nothing on the page is changed for it: the back button must find all as it was.
form.addEventListener("formdata", (event) => {
  for (const part of form.querySelectorAll("[data-when-met], [data-person-part]")) {
    if (isFolded(part)) for (const field of part.elements) event.formData.delete(field.name);
  }
});

// What will be saved is counted.
function refresh() {
  const tally = form.querySelector("[data-tally]");
  const people = form.querySelectorAll(".person-tick input:checked").length;
  tally.hidden = !isMet() || !people;
  tally.querySelector("[data-tally-people]").textContent = people;
  const levels = form.querySelectorAll(".person:has(.person-tick input:checked) .can-skip input:checked:not([value=''])");
  tally.querySelector("[data-tally-skills]").textContent = levels.length;
}
form.addEventListener("change", refresh);
refresh();
