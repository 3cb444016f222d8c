// Asking the portal. An answer is one only when it is JSON from the portal itself: not a redirect, not the page of a hotel's network.

const READ_MS = 15_000;

/** Ask; resolves with {status, body, headers}, or with status 0 when nothing that is the portal's came in time. */
export async function ask(path, { device, csrf, body, etag, timeout = READ_MS } = {}) {
  const headers = { Accept: "application/json" };
  // What the portal says of an item is read on this page, in its language.
  if (globalThis.document) headers["Accept-Language"] = document.documentElement.lang;
  if (device) headers["X-Device"] = device;
  if (csrf) headers["X-CSRFToken"] = csrf;
  if (etag) headers["If-None-Match"] = etag;
  if (body) headers["Content-Type"] = "application/json";
  const asked = { method: body ? "POST" : "GET", headers, redirect: "error", cache: "no-store", credentials: "same-origin" };
  try {
    const answer = await fetch(path, { ...asked, body: body && JSON.stringify(body), signal: AbortSignal.timeout(timeout) });
    return { status: answer.status, headers: answer.headers, body: answer.status === 304 ? null : await json(answer) };
  } catch {
    return { status: 0, body: null };
  }
}

async function json(answer) {
  const isOurs = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (isOurs) return answer.json();
  // A proxy's own page tells that the portal is down, whatever its status; a page with status 200 is nobody's answer.
  if (answer.ok) throw new TypeError("not an answer of the portal");
  return null;
}
