// Whose phone this is at the moment: the last who signed in on it. Lists and drafts go with them; what they wrote stays theirs.

import { change, drop, keep, read } from "./store.js";

const CLOCK_JUMP = 60 * 1000;

/** Who signed in last, {id, name, may_log}, or null. */
export const owner = async () => (await read("kept", "user")) ?? null;

/**
 * Somebody is signed in: whoever was before leaves no list and no draft. With `expected` (an id, or null for nobody) only while that is
 * still whom the phone knows: somebody may have signed out while the portal's answer was on its way.
 */
export function arrive(user, expected) {
  return change(["kept", "drafts"], (kept, drafts) => {
    kept.get("user").onsuccess = ({ target: { result: before } }) => {
      if (expected !== undefined && (before?.id ?? null) !== expected) return;
      kept.put({ id: user.id, name: user.name ?? "", may_log: user.may_log ?? true }, "user");
      if (before?.id !== user.id) forget(kept, drafts);
    };
  });
}

/** Signing out: the list, the drafts and the name go; unsent visits stay for their owner. */
export function leave() {
  return change(["kept", "drafts"], (kept, drafts) => {
    kept.delete("user");
    forget(kept, drafts);
  });
}

function forget(kept, drafts) {
  kept.delete("slice");
  drafts.clear();
}

/** A draft of the user's, under a key of the screen's own; undefined if there is none. */
export const draft = (user, key) => read("drafts", `${user}/${key}`);
export const saveDraft = (user, key, value) => keep("drafts", `${user}/${key}`, value);
export const dropDraft = (user, key) => drop("drafts", `${user}/${key}`);

/** What a screen remembers from last time. */
export const defaults = async (user) => (await read("kept", `defaults/${user}`)) ?? {};
export const remember = (user, values) => keep("kept", `defaults/${user}`, values);

/** How far the portal's clock is ahead of this phone's, in milliseconds, as last heard; 0 when not known. */
export async function clockOffset() {
  const clock = await read("kept", "clock");
  // A clock that goes backwards has been set: what was known of it is worth nothing.
  return clock && Date.now() >= clock.at - CLOCK_JUMP ? clock.offset : 0;
}

/** The portal told the time: half of the way there and back is taken off. */
export const setClock = (now, began) => keep("kept", "clock", { offset: Date.parse(now) - (began + Date.now()) / 2, at: Date.now() });
