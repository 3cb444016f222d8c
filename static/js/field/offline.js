// A page could not be fetched: what this phone can do without it.

import { isUnsent } from "./outbox.js";
import { owner } from "./owner.js";
import { readAll } from "./store.js";
import { number, t } from "./words.js";

document.querySelector("[data-again]").addEventListener("click", () => location.reload());
const user = await owner();
const unsent = user ? (await readAll("outbox", user.id)).filter(isUnsent).length : 0;
const told = document.getElementById("told");
told.textContent = unsent ? t("Not sent yet: {n}. It is kept on this phone.", { n: number(unsent) }) : "";
told.hidden = !unsent;
