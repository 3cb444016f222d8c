// The lists to choose from, as the server wrote them into the page: the text "result:met" is the choice "met" of the list "result".

const embedded = document.getElementById("words");
const texts = embedded ? JSON.parse(embedded.textContent) : {};

/** [value, words] of a list, in its order. */
export function choices(list) {
  return Object.entries(texts)
    .filter(([key]) => key.startsWith(`${list}:`))
    .map(([key, words]) => [key.slice(list.length + 1), words]);
}

/** The words of one choice; the value itself when the portal knows a new one. */
export const word = (list, value) => texts[`${list}:${value}`] ?? String(value);
