// One sentence that the next screen says first: what was just saved.

import { h, icon } from "./parts.js";

let waiting = null;

export const say = (text, detail = "") => (waiting = { text, detail });

/** What waits to be said, once; null when nothing does. */
export function flash() {
  if (!waiting) return null;
  const { text, detail } = waiting;
  waiting = null;
  const more = detail ? h("p", {}, detail) : null;
  return h("div", { class: "callout good", role: "status", tabindex: "-1", "data-told": true }, icon("done"), h("div", {}, h("p", {}, h("strong", {}, text)), more));
}
