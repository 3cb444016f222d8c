// The list of one's own villages that the phone keeps: refreshed quietly, honest about its age, dropped when it is too old.

import { ask } from "./net.js";
import { change, drop, keep, read } from "./store.js";
import { dayIn } from "./words.js";

const DAY = 24 * 3600 * 1000;
const KEEPS = 14 * DAY;
const HOUR = 3600 * 1000;

/** What is kept for the user: {user, etag, checked_at, slice}, or null; what is too old is dropped now. */
export async function keptFor(user, now) {
  const kept = await read("kept", "slice");
  if (!kept || kept.user !== user) return null;
  if (dayIn(now) > dropDay(kept)) {
    await drop("kept", "slice");
    return null;
  }
  return kept;
}

// The portal's word, moved on by every time it said that nothing has changed.
function dropDay(kept) {
  const heard = dayIn(kept.checked_at + KEEPS);
  return heard > kept.slice.drop_after ? heard : kept.slice.drop_after;
}

/** Codes of the villages that the user takes along besides those of the own teams. Each user's own choice stays on the phone. */
export const chosenBy = async (user) => (await read("kept", `villages/${user}`)) ?? [];
export const choose = (user, codes) => keep("kept", `villages/${user}`, [...codes].sort());

/** Whether the list that is kept was asked for with this choice. */
export const isOf = (kept, chosen) => (kept?.chosen ?? []).join() === chosen.join();

/** Whether it is time to ask again. */
export const isStale = (kept, chosen, now) => !kept || !isOf(kept, chosen) || Math.abs(now - kept.checked_at) > HOUR;

/** How old it is, in days. */
export const ageInDays = (kept, now) => Math.max(0, Math.floor((now - kept.checked_at) / DAY));

/** Ask the portal for it. Returns whether another one is kept now. */
export async function refresh(user, device, now) {
  const before = await read("kept", "slice");
  const etag = before?.user === user ? before.etag : "";
  const chosen = await chosenBy(user);
  const named = chosen.length ? `?${chosen.map((code) => `village=${code}`).join("&")}` : "";
  const { status, body, headers } = await ask(`/sync/v1/slice${named}`, { device, etag, timeout: 60_000 });
  if (status === 304 && etag) {
    await write(user, { ...before, chosen, checked_at: now });
    return false;
  }
  // None of the villages chosen is there for the user any more: the own ones may be.
  if (status === 404 && named && body?.error) {
    await forget(user, chosen);
    return refresh(user, device, now);
  }
  if (status === 404 || status === 410) {
    await drop("kept", "slice");
    return Boolean(before);
  }
  if (status !== 200 || body?.user !== user) return false;
  await write(user, { user, etag: headers.get("ETag") ?? "", chosen, checked_at: now, slice: body });
  return true;
}

// Only if nothing else was chosen meanwhile.
function forget(user, chosen) {
  const key = `villages/${user}`;
  return change("kept", (kept) => {
    kept.get(key).onsuccess = ({ target: { result: now } }) => {
      if (now?.join() === chosen.join()) kept.delete(key);
    };
  });
}

// Only while the same user still owns the phone: somebody may have signed out while the answer was on its way.
function write(user, value) {
  return change("kept", (kept) => {
    kept.get("user").onsuccess = ({ target: { result: owner } }) => {
      if (owner?.id === user) kept.put(value, "slice");
    };
  });
}
