// The service worker: keeps what is the same for everybody, opens it without a network, and sends in the background. Never a page with
// a name in it, never a token.

import { read } from "./store.js";
import { flush } from "./sync.js";

const PREFIX = "field-";
const LANGUAGES = ["vi", "en", "fr"];

/** Make `scope` (the worker) serve `files` of this version. `later` are large and rarely needed: missing, they are fetched when asked for. */
export function serve(scope, { version, files, later }) {
  const name = `${PREFIX}${version}`;

  scope.addEventListener("install", (event) => event.waitUntil(fill(name, files)));
  scope.addEventListener("activate", (event) => event.waitUntil(begin(scope, name, later)));
  scope.addEventListener("message", (event) => {
    if (event.data === "take over") void scope.skipWaiting();
    if (event.data === "complete") event.waitUntil(complete(name, later));
  });
  scope.addEventListener("sync", (event) => event.tag === "outbox" && event.waitUntil(sendOrFail()));
  scope.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== scope.location.origin) return;
    if (request.mode === "navigate") event.respondWith(navigate(name, url.pathname, event));
    else if (files.includes(url.pathname) || later.includes(url.pathname)) event.respondWith(keptOrFetched(name, request));
  });
}

async function fill(name, files) {
  const cache = await caches.open(name);
  // Past the browser's own cache: a version is whole or it is not there.
  await cache.addAll(files.map((path) => new Request(path, { cache: "reload", credentials: "omit" })));
}

async function begin(scope, name, later) {
  const old = (await caches.keys()).filter((one) => one.startsWith(PREFIX) && one !== name);
  await Promise.all(old.map((one) => caches.delete(one)));
  await scope.registration.navigationPreload?.enable();
  await scope.clients.claim();
  // Not waited for: a failure here takes nothing away, and the next page that opens asks for it again.
  void complete(name, later);
}

async function complete(name, later) {
  const cache = await caches.open(name);
  await Promise.allSettled(later.map(async (path) => (await cache.match(path)) ?? cache.add(path)));
}

async function keptOrFetched(name, request) {
  return (await (await caches.open(name)).match(request.url)) ?? fetch(request);
}

/** The shell from here, everything else from the network; without one, the page that says so. */
async function navigate(name, path, event) {
  const cache = await caches.open(name);
  const mine = `/field/${await language()}/`;
  if (path === "/field/" && (await cache.match(mine))) return Response.redirect(mine);
  const shell = path.startsWith("/field/") && (await cache.match(path));
  if (shell) return shell;
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await cache.match(`/offline/${await language()}/`)) ?? Response.error();
  }
}

async function language() {
  const kept = await read("kept", "language").catch(() => null);
  return LANGUAGES.includes(kept) ? kept : LANGUAGES[0];
}

/** What failed is tried again by the browser: few times and with pauses of its own, so none is wasted on waiting out ours. */
async function sendOrFail() {
  const { state } = await flush({ terms: () => ({ force: true }) });
  new BroadcastChannel("field").postMessage("changed");
  if (["unreachable", "trouble", "slow_down"].includes(state)) throw new Error(state);
}
