// What JavaScript adds to the register of a gathering. Without it every button is a round trip, and nothing is lost either.
// A register grows during a whole day: it is kept in this tab at every touch, until the portal has it.

const form = document.querySelector("[data-gathering-form]");
const place = form?.dataset.keep;
const key = `gathering:${place}`;

// Recorded: what this tab kept of it is not needed any more.
const saved = document.querySelector("[data-saved]")?.dataset.saved;
for (const name of Object.keys(sessionStorage)) {
  if (saved && name.startsWith("gathering:") && idOf(sessionStorage.getItem(name)) === saved) sessionStorage.removeItem(name);
}

function idOf(kept) {
  return JSON.parse(kept).find(([name]) => name === "id")?.[1];
}

function keep() {
  const told = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "q");
  if (place && told.some(([name]) => name === "row")) sessionStorage.setItem(key, JSON.stringify(told));
}

function resume(kept) {
  for (const field of [...form.elements]) if (field.name && field.name !== "csrfmiddlewaretoken") field.disabled = true;
  for (const [name, value] of [...kept, ["do", "resume"]]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}

if (form) {
  const draft = document.querySelector("[data-draft]");
  const kept = place && sessionStorage.getItem(key);
  if (draft && kept && !form.querySelector("[name=row]")) draft.hidden = false;
  draft?.querySelector("[data-draft-resume]").addEventListener("click", () => resume(JSON.parse(kept)));
  draft?.querySelector("[data-draft-drop]").addEventListener("click", () => {
    sessionStorage.removeItem(key);
    draft.hidden = true;
  });
  form.addEventListener("change", keep);
  keep();

  // Enter in the search box takes the first who was found.
  form.addEventListener("keydown", (event) => {
    const first = event.target.id === "q" && event.key === "Enter" && form.querySelector("[data-add]");
    if (!first) return;
    event.preventDefault();
    first.click();
  });

  document.body.addEventListener("htmx:afterSettle", () => {
    form.querySelector("[data-tally-said]").innerHTML = form.querySelector("[data-tally]").innerHTML;
    keep();
  });
}
