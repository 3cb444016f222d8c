// The meeting room: arrows and Page keys step from page to page, "f" fills the screen, new figures come by themselves.
const MINUTE = 60_000;
const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

const pages = () => [...document.querySelectorAll(".meeting-page")];
const links = document.querySelectorAll("[data-meeting-link]");

// The page whose top is nearest to that of the screen.
const current = () => {
  const tops = pages().map((page) => Math.abs(page.getBoundingClientRect().top));
  return tops.indexOf(Math.min(...tops));
};
const mark = () => {
  const page = pages()[current()];
  for (const link of links) {
    if (link.hash === `#${page.id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};
const go = (number) => {
  const page = pages()[Math.max(0, Math.min(number, pages().length - 1))];
  page.scrollIntoView();
  page.querySelector("h2").focus({ preventScroll: true });
  history.replaceState(null, "", `#${page.id}`);
  mark();
};

const fill = document.querySelector("[data-full-screen]");
const toggle = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
if (document.fullscreenEnabled) {
  fill.hidden = false;
  fill.addEventListener("click", toggle);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "f" && document.fullscreenEnabled) toggle();
  else if (event.key === "Home") go(0);
  else if (event.key === "End") go(pages().length - 1);
  else if (event.key in STEPS && !(event.key === " " && event.target.closest("a, button"))) go(current() + STEPS[event.key]);
  else return;
  event.preventDefault();
});
document.addEventListener("scroll", mark, { passive: true });
mark();

// Asked each minute; an unchanged page costs a few bytes (304), a new one takes the place of the old where it stands.
setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    const shown = document.querySelector("main");
    if (!fresh || fresh.innerHTML === shown.innerHTML) return;
    const at = scrollY;
    shown.replaceChildren(...fresh.childNodes);
    scrollTo(0, at);
  } catch {
    // Without a network the page stays as it is; the line about the figures says of when they are.
  }
}, MINUTE);
