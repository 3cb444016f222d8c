// The pieces of the portal's pages, in the same markup as `templates/_components/`, so that they look the same.

import { h, icon } from "../dom.js";

export { h, icon };

export const tag = (tone, text, name) => h("span", { class: `tag ${tone}`.trim() }, name ? icon(name) : null, text);
export const link = (href, look, ...children) => h("a", { href, class: look }, ...children);
export const button = (look, press, ...children) => h("button", { type: "button", class: look, onclick: press }, ...children);

export const empty = (name, title, text, action) =>
  h("div", { class: "empty" }, icon(name), h("p", {}, h("strong", {}, title)), text ? h("p", {}, text) : null, action);

let serial = 0;
const freshId = () => `field-${++serial}`;

/** A row of big radios. `choices` are [value, words]; on a ladder "" is the small dash of "not today". */
export function segments({ name, legend, choices, value = "", before = null, ladder = false }) {
  const radios = choices.map(([code, words]) => {
    const isSkip = ladder && code === "";
    const input = h("input", { type: "radio", name, value: code, checked: code === value });
    return h("label", { class: "segment" }, input, h("span", { class: isSkip ? "vh" : null }, words), isSkip ? h("i", { "aria-hidden": "true" }, "–") : null);
  });
  const about = before ? h("span", { class: "before" }, ` ${before}`) : null;
  const row = h("div", { class: ladder ? "segments ladder can-skip" : "segments" }, radios);
  return h("fieldset", { class: "field" }, h("legend", {}, legend, about), row);
}

export const chip = (name, words, isOn) =>
  h("label", { class: "chip" }, h("input", { type: "checkbox", name, checked: isOn }), h("span", {}, words));

/** A labelled field; with `choices` ([value, words]) a list to choose from. What else is given goes to the input. */
export function field({ name, label, hint = null, kind = "input", choices = null, value = "", optional = null, ...attributes }) {
  const id = freshId();
  const hintId = hint ? `${id}_hint` : null;
  const input = h(choices ? "select" : kind, { id, name, "aria-describedby": hintId, ...attributes });
  for (const [code, words] of choices ?? []) input.append(h("option", { value: code, selected: code === value }, words));
  if (!choices) input.value = value;
  const asked = h("label", { for: id }, label, optional ? h("span", { class: "optional" }, ` ${optional}`) : null);
  return h("div", { class: "field" }, asked, hint ? h("div", { class: "hint", id: hintId }, hint) : null, input);
}

export const more = (summary, isOpen, ...children) =>
  h("details", { class: "more", open: isOpen }, h("summary", {}, summary), h("div", { class: "flow" }, ...children));

const SVG = "http://www.w3.org/2000/svg";

/** One skill of a ladder as the household's page shows it. */
export function rung(level, top, name, words) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 52 12");
  drawing.setAttribute("aria-hidden", "true");
  for (let step = 0; step < top; step++) {
    const bar = document.createElementNS(SVG, "rect");
    for (const [key, value] of Object.entries({ x: step * 18, width: 16, height: 12, rx: 3 })) bar.setAttribute(key, value);
    if (step < (level ?? 0)) bar.classList.add("is-reached");
    drawing.append(bar);
  }
  return h("li", { class: "rung" }, drawing, h("span", {}, name), h("small", {}, words));
}
