// The list of one's own villages that the phone keeps: refreshed quietly, honest about its age, dropped when it is too old.

import { ask } from "./net.js";
import { change, drop, read } from "./store.js";
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

/** Whether it is time to ask again. */
export const isStale = (kept, now) => !kept || Math.abs(now - kept.checked_at) > HOUR;

/** How old it is, in days. */
export const ageInDays = (kept, now) => Math.max(0, Math.floor((now - kept.checked_at) / DAY));

/** Ask the portal for it. Returns whether another one is kept now. */
export async function refresh(user, device, now) {
  const before = await read("kept", "slice");
  const etag = before?.user === user ? before.etag : "";
  const { status, body, headers } = await ask("/sync/v1/slice", { device, etag, timeout: 60_000 });
  if (status === 304 && etag) {
    await write(user, { ...before, checked_at: now });
    return false;
  }
  if (status === 404 || status === 410) {
    await drop("kept", "slice");
    return Boolean(before);
  }
  if (status !== 200 || body?.user !== user) return false;
  await write(user, { user, etag: headers.get("ETag") ?? "", checked_at: now, slice: body });
  return true;
}

// Only while the same user still owns the phone: somebody may have signed out while the answer was on its way.
function write(user, value) {
  return change("kept", (kept) => {
    kept.get("user").onsuccess = ({ target: { result: owner } }) => {
      if (owner?.id === user) kept.put(value, "slice");
    };
  });
}
