// Sending. One sender at a time on the whole phone (tabs and worker); nothing is deleted or moved on because a request failed or went
// well, only by the portal's word about each item.

import { deviceOf, introduce } from "./device.js";
import { ask } from "./net.js";
import { isUnsent, itemsOf, learn, settle, tidy, waitingOf } from "./outbox.js";
import { arrive, owner, setClock } from "./owner.js";
import { deliverParcels } from "./parcels.js";
import { chosenBy, isStale, refresh } from "./slice.js";
import { change, keep, read, readAll } from "./store.js";

export const SCHEMA = 2;
const FIRST_BATCH = 20;
const BATCH = 200;
const SEND_MS = 30_000;
const LARGE_MS = 90_000;
const MOST_SKIPPED = 5;
const WAITS = [5, 15, 60, 180, 600];
const LOCK = "field-outbox";

/** Why sending stopped; `state` is what the person is told. */
class Halt extends Error {
  constructor(state, seconds = 0) {
    super(state);
    Object.assign(this, { state, seconds });
  }
}

/**
 * Send what waits, hear what became of what was sent, refresh the list. Resolves with {state, at, until}: `sent` when nothing stands
 * in the way. `terms` is asked when this sender's turn has come, and not before: waiting for it may take minutes, and somebody may
 * press the button meanwhile. Of what it returns, `force` (somebody pressed) does not wait out the pause after a failure, but always
 * one that the portal asked for; `fresh` asks for the list even when it is young.
 */
export function flush({ terms, told = () => {} }) {
  const run = () => sendAll(terms(), told);
  return navigator.locks ? navigator.locks.request(LOCK, run) : run();
}

async function sendAll({ force = false, fresh = false }, told) {
  const user = (await owner()) ?? (await newcomer());
  if (!user) return { state: "nobody" };
  const pause = (await read("kept", "pause")) ?? { tries: 0, until: 0, asked: false };
  if (Date.now() < pause.until && (pause.asked || !force)) return { ...pause.outcome, until: pause.until };
  told({ state: "sending" });
  try {
    await converse(user, fresh, told);
    return await rest({ state: "sent" }, 0, 0);
  } catch (error) {
    const state = error instanceof Halt ? error.state : failure(error);
    const tries = pause.tries + 1;
    const seconds = error.seconds || WAITS[Math.min(tries, WAITS.length) - 1];
    // With jitter: a district whose network comes back does not come back all at once.
    const until = Date.now() + seconds * 1000 * (1 + Math.random() / 2);
    return rest({ state }, tries, ["unreachable", "trouble", "slow_down"].includes(state) ? until : 0, Boolean(error.seconds));
  }
}

function failure(error) {
  if (error?.name === "QuotaExceededError") return "full";
  console.warn("sending stopped", error?.name);
  return "trouble";
}

async function rest(outcome, tries, until, asked = false) {
  const told = { ...outcome, at: Date.now() };
  await keep("kept", "pause", { tries, until, asked, outcome: told }).catch(() => {});
  return { ...told, until };
}

async function converse(user, fresh, told) {
  const me = await whoAmI(user);
  await introduce(user.id, me);
  const device = await deviceOf(user.id);
  await deliver(user, me, device, told);
  await deliverParcels(me, device.id, halted);
  const kept = await read("kept", "slice");
  if (fresh || kept?.user !== user.id || isStale(kept, await chosenBy(user.id), Date.now())) await refresh(user.id, device.id, Date.now());
  await hear(user, me, device);
  await tidy(user.id, Date.now());
}

/** Whoever is signed in on a phone that knows nobody yet. */
async function newcomer() {
  const { status, body: me } = await ask("/sync/v1/me");
  if (status !== 200 || !me?.signed_in) return null;
  await arrive({ ...me.user, may_log: me.may_log }, null);
  return owner();
}

/** Who is signed in, with a fresh token. Halts when it is nobody, or not the one whose items these are. */
async function whoAmI(user) {
  const began = Date.now();
  const device = await deviceOf(user.id);
  const { status, body: me } = await ask("/sync/v1/me", { device: device.id });
  if (status !== 200) throw halted(status, me);
  if (me.now) await setClock(me.now, began);
  // Kept apart from the list: what is handed over after weeks without a network is sealed with it.
  if (me.key) await keep("kept", "portal_key", me.key);
  if (me.device?.ended) await end(user);
  if (!me.signed_in) throw new Halt("signed_out");
  if (me.user.id !== user.id) {
    await arrive({ ...me.user, may_log: me.may_log }, user.id);
    throw new Halt("wrong_user");
  }
  await arrive({ ...me.user, may_log: me.may_log }, user.id);
  return me;
}

/** Somebody said that this phone is lost: its list goes, and its key; whoever signs in on it again gets another one. */
async function end(user) {
  await change(["kept", "drafts"], (kept, drafts) => {
    kept.delete("slice");
    kept.delete(`device/${user.id}`);
    drafts.clear();
  });
  throw new Halt("ended");
}

/** What an answer that brings no verdicts means. */
function halted(status, body) {
  if (status === 429) return new Halt("slow_down", Math.max(1, Number(body?.retry_after) || 30));
  const states = { 0: "unreachable", 401: "signed_out", 409: "wrong_user", 410: "ended" };
  if (status === 404 && body?.error) return new Halt("not_allowed");
  return new Halt(states[status] ?? (status >= 502 ? "unreachable" : "trouble"));
}

async function deliver(user, me, device, told) {
  const skipped = new Set();
  let [size, hasNewToken] = [FIRST_BATCH, false];
  for (;;) {
    const waiting = (await waitingOf(user.id)).filter((row) => !skipped.has(row.id));
    if (!waiting.length) break;
    const batch = waiting.slice(0, size);
    const { status, body } = await post(user, me, device, batch);
    if (status === 200 && Array.isArray(body?.results)) {
      const heard = await settle(batch, body.results, new Date().toISOString());
      batch.forEach((row) => heard.has(row.id) || skipped.add(row.id));
      size = BATCH;
      told({ state: "sending" });
    } else if (status === 403 && !hasNewToken) {
      hasNewToken = Object.assign(me, await whoAmI(user));
    } else if ([400, 413, 500].includes(status) && body?.error !== "schema") {
      // Something in it upsets the portal: halve it until the one is found, so that it stops no other.
      if (batch.length > 1) size = Math.ceil(batch.length / 2);
      else if (skipped.add(batch[0].id).size > MOST_SKIPPED) throw new Halt("trouble");
    } else if (status === 410) await end(user);
    else throw body?.error === "schema" ? new Halt("old_version") : halted(status, body);
  }
  if (skipped.size) throw new Halt("trouble");
}

async function post(user, me, device, batch) {
  const body = await delivery(user.id, device.id, batch);
  return ask("/sync/v1/visits", { device: device.id, csrf: me.csrf, body, timeout: batch.length > FIRST_BATCH ? LARGE_MS : SEND_MS });
}

/** The delivery of docs/sync.md: these rows, and how many wait in all. */
export async function delivery(user, device, batch) {
  const unsent = (await readAll("outbox", user)).filter(isUnsent);
  const oldest = unsent.reduce((least, row) => (row.saved_at < least ? row.saved_at : least), unsent[0]?.saved_at ?? null);
  const items = batch.map((row) => row.item);
  return { schema: SCHEMA, device, user, sent_at: new Date().toISOString(), unsent: unsent.length, oldest_unsent: oldest, items };
}

/** Ask what became of what was sent and is neither counted nor declined. */
async function hear(user, me, device) {
  const open = (await itemsOf(user.id)).filter((row) => row.state === "sent" || row.state === "held");
  for (let at = 0; at < open.length; at += BATCH) {
    const ids = open.slice(at, at + BATCH).map((row) => row.id);
    const { status, body } = await ask("/sync/v1/fates", { device: device.id, csrf: me.csrf, body: { ids } });
    if (status !== 200 || !Array.isArray(body?.fates)) throw halted(status, body);
    await learn(user.id, body.fates, new Date().toISOString());
  }
}
