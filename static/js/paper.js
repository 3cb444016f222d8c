// The sheet typed by keyboard alone. Each row is recorded when Enter leaves it; what is not recorded stays in this tab's storage.
// Without JavaScript the same form posts all rows at once.

const form = document.querySelector("[data-paper]");
const store = `paper-${form.dataset.paper}`;
const results = new Map(form.dataset.keys.trim().split(" ").map((pair) => pair.split("=")));
const words = form.dataset;

const lines = () => [...form.querySelectorAll("fieldset[data-line]")];
const lineOf = (field) => field.closest("fieldset[data-line]");
const part = (line, name) => line.querySelector(`[data-part=${name}]`);
const fieldsOf = (line) => [...line.querySelectorAll("[data-part]")];
const isEmpty = (line) => fieldsOf(line).every((field) => !field.value.trim());
const resultOf = (line) => results.get(part(line, "result").value.trim().toLowerCase());

// What was typed and not recorded, by the name of the field; with it the row's id, so that sending twice records once.
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(store)) || {};
  } catch {
    return {};
  }
}

function keep(line) {
  const all = kept();
  for (const field of line.querySelectorAll("input[name]")) {
    if (isEmpty(line)) delete all[field.name];
    else all[field.name] = field.type === "checkbox" ? field.checked : field.value;
  }
  sessionStorage.setItem(store, JSON.stringify(all));
}

function forget(number) {
  const left = Object.entries(kept()).filter(([name]) => !name.startsWith(`r${number}-`));
  sessionStorage.setItem(store, JSON.stringify(Object.fromEntries(left)));
}

function restore() {
  const all = kept();
  for (const line of lines()) {
    let found = false;
    for (const field of line.querySelectorAll("input[name]")) {
      if (!(field.name in all)) continue;
      if (field.type === "checkbox") field.checked = all[field.name];
      else field.value = all[field.name];
      found = true;
    }
    if (found && !line.querySelector(".error")) say(line, words.changed);
    showMet(line);
  }
}

function say(line, text) {
  line.querySelector("[data-state]").textContent = text;
}

function numbersMet(line) {
  const text = part(line, "who").value.trim();
  const parts = /[,; .]/.test(text) ? text.split(/[,; .]+/) : [...text];
  const named = new Set(parts.filter(Boolean).map(Number));
  for (const box of line.querySelectorAll("[data-number]")) {
    if (box.querySelector("input").value.trim()) named.add(Number(box.dataset.number));
  }
  return named;
}

function showMet(line) {
  const met = numbersMet(line);
  for (const box of line.querySelectorAll("[data-number]")) box.classList.toggle("is-met", met.has(Number(box.dataset.number)));
}

// Where Enter goes: along the paper, past those who were not met. Nothing: the row is done.
function after(field) {
  const line = lineOf(field);
  const met = numbersMet(line);
  const boxes = [...line.querySelectorAll("[data-number]")].filter((box) => met.has(Number(box.dataset.number)));
  const levels = boxes.map((box) => box.querySelector("input"));
  switch (field.dataset.part) {
    case "result":
      return resultOf(line) === "met" ? part(line, "who") : part(line, "again");
    case "who":
      return levels[0] || part(line, "note");
    case "levels":
      return levels[levels.indexOf(field) + 1] || part(line, "again");
    default:
      return null;
  }
}

function go(field) {
  if (!field) return;
  field.focus();
  field.select?.();
}

function nextLine(line) {
  const all = lines();
  const next = all.slice(all.indexOf(line) + 1).find(isEmpty);
  go(next ? part(next, "result") : form.querySelector("[data-all]"));
}

function payload(line) {
  const data = new FormData(form);
  const prefix = `r${line.dataset.line}-`;
  for (const name of [...data.keys()]) if (/^r\d+-/.test(name) && !name.startsWith(prefix)) data.delete(name);
  data.set("row", line.dataset.line);
  return data;
}

async function send(line) {
  if (line.disabled || isEmpty(line)) return;
  keep(line);
  const data = payload(line);
  line.disabled = true;
  say(line, words.sending);
  let text = "";
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body: data, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403) return stay(line, words.signedOut);
    if (!answer.ok) return stay(line, words.failed);
    text = await answer.text();
  } catch {
    return stay(line, words.failed);
  }
  const holder = document.createElement("template");
  holder.innerHTML = text.trim();
  const fresh = holder.content.firstElementChild;
  if (!fresh?.matches("[data-line]")) return stay(line, words.failed);
  line.replaceWith(fresh);
  if (fresh.matches(".is-saved")) forget(fresh.dataset.line);
  else if (fresh.matches("fieldset")) showMet(fresh);
  tally();
}

function stay(line, text) {
  line.disabled = false;
  line.classList.add("is-waiting");
  say(line, text);
}

function tally() {
  form.querySelector("[data-tally]").textContent = `${form.querySelectorAll(".line.is-saved").length} / ${form.querySelectorAll(".line").length}`;
}

form.addEventListener("input", (event) => {
  const line = lineOf(event.target);
  if (!line) return;
  line.classList.remove("is-waiting");
  keep(line);
  showMet(line);
  if (!line.querySelector(".error, .icon")) say(line, isEmpty(line) ? "" : words.changed);
  if (event.target.dataset.part === "result" && resultOf(line)) go(after(event.target));
});

form.addEventListener("keydown", (event) => {
  const line = lineOf(event.target);
  if (!line || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const field = event.target;
  if (event.key === "Enter") {
    event.preventDefault();
    const following = isEmpty(line) ? null : after(field);
    if (following) return go(following);
    nextLine(line);
    return send(line);
  }
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) {
    const all = lines();
    const other = all[all.indexOf(line) + moves[event.key]];
    event.preventDefault();
    if (other) go((field.dataset.part && part(other, field.dataset.part)) || part(other, "result"));
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const step = event.key === "ArrowRight" ? 1 : -1;
    const isAtEdge = field.selectionStart === field.selectionEnd && field.selectionStart === (step > 0 ? field.value.length : 0);
    const isAllSelected = field.value && field.selectionStart === 0 && field.selectionEnd === field.value.length;
    if (!field.dataset.part || !(isAtEdge || isAllSelected)) return;
    const all = fieldsOf(line);
    event.preventDefault();
    go(all[all.indexOf(field) + step]);
  }
});

form.addEventListener("submit", () => {
  for (const line of lines()) line.disabled = false;
});

window.addEventListener("online", () => {
  for (const line of form.querySelectorAll(".is-waiting")) send(line);
});

// A whole form that was posted shows what became of each row: what is recorded is no longer kept.
for (const saved of form.querySelectorAll(".line.is-saved")) forget(saved.dataset.line);
restore();
tally();
const day = form.querySelector("[name=visited_on]");
const first = lines().find(isEmpty);
if (form.querySelector(".error")) go(form.querySelector(".error").closest(".line")?.querySelector("[data-part]") || day);
else go(day.value && first ? part(first, "result") : day);
