// What JavaScript adds to correcting cells: Enter goes on, and nothing typed is lost by a reload. Without it the form works.

const form = document.querySelector("[data-answers]");
const cells = [...form.querySelectorAll("[data-cell]")];
const KEY = `answers:${location.pathname}`;

if (cells.length) form.querySelector("[data-enter-hint]").hidden = false;

// Enter goes to the next cell in error, from a cell with a remark to the next one of any kind; in the last one it sends the form.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-cell]")) return;
  const isWrong = event.target.dataset.cell === "error";
  const next = cells.slice(cells.indexOf(event.target) + 1).find((cell) => !isWrong || cell.dataset.cell === "error");
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});

// What is typed waits in this tab until it has been saved. Closing the tab forgets it.
const read = () => JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
const write = (drafts) => sessionStorage.setItem(KEY, JSON.stringify(drafts));

const drafts = read();
for (const [name, draft] of Object.entries(drafts)) {
  const cell = cells.find((one) => one.name === name);
  if (cell && cell.defaultValue !== draft.text && cell.value === cell.defaultValue) cell.value = draft.text;
  // Sent, and not asked for any more or standing as typed: it is saved.
  if (draft.sent && (!cell || cell.defaultValue === draft.text)) delete drafts[name];
}
write(drafts);

form.addEventListener("input", (event) => {
  if (!event.target.matches("[data-cell]")) return;
  write({ ...read(), [event.target.name]: { text: event.target.value } });
});
form.addEventListener("submit", () => {
  const sent = read();
  for (const cell of cells) if (sent[cell.name]) sent[cell.name].sent = true;
  write(sent);
});
