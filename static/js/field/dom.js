// Making elements. Text is always text: nothing here reads HTML.

const SVG = "http://www.w3.org/2000/svg";

function dress(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  return element;
}

/** `h("p", {class: "muted"}, "text", child, [more])`; `onclick` and the like are listeners; false and null leave out. */
export function h(tag, attributes = {}, ...children) {
  const element = dress(document.createElement(tag), attributes);
  element.append(...children.flat(9).filter((child) => child != null && child !== false));
  return element;
}

/** A line icon of the sprite, silent for screen readers. */
export function icon(name) {
  const svg = dress(document.createElementNS(SVG, "svg"), { class: "icon", "aria-hidden": "true" });
  svg.append(dress(document.createElementNS(SVG, "use"), { href: `${document.body.dataset.sprite}#${name}` }));
  return svg;
}

/** A notice: `tone` is good, warn, bad or nothing. */
export function callout(tone, title, ...more) {
  const sign = { good: "done", warn: "warning", bad: "error" }[tone] ?? "info";
  return h("div", { class: `callout ${tone ?? ""}` }, icon(sign), h("div", {}, h("p", {}, h("strong", {}, title)), more));
}
