// Handing over: this user's outbox in parcels. The visits stay here until the portal itself says that it has them.

import { deviceOf } from "./device.js";
import { waitingOf } from "./outbox.js";
import { seal } from "./parcel.js";
import { change, read } from "./store.js";
import { delivery } from "./sync.js";

const IN_ONE = 50;

/** Why nothing can be handed over yet: `nothing`, or `stranger` (the portal does not know this phone, so nobody could open it); else "". */
export async function obstacle(user) {
  if (!(await waitingOf(user)).length) return "nothing";
  return (await isKnown(user)) ? "" : "stranger";
}

/** Whether the portal knows this phone of the user's, so that it could open what it hands over. */
export async function isKnown(user) {
  const [key, device] = [await read("kept", "portal_key"), await deviceOf(user)];
  return Boolean(key && device.told);
}

/** Everything that waits to be sent, sealed. */
export async function parcelsOf(user) {
  const waiting = await waitingOf(user);
  return { parcels: await sealed(user, waiting.map((row) => row.item)), ids: waiting.map((row) => row.id) };
}

/** Items of the user's in parcels, whether they lie in the outbox or not. Writes nothing: a full phone can do it. */
export async function sealed(user, items) {
  const [key, device] = [await read("kept", "portal_key"), await deviceOf(user)];
  const parcels = [];
  for (let at = 0; at < items.length; at += IN_ONE) {
    const batch = items.slice(at, at + IN_ONE).map((item) => ({ item }));
    parcels.push(await seal(await delivery(user, device.id, batch), key, device));
  }
  return parcels;
}

/** They were handed over: their owner is reminded of it. */
export function markHanded(user, ids, at) {
  return change("outbox", (rows) => {
    for (const id of ids) {
      rows.get(id).onsuccess = ({ target: { result: row } }) => row?.user === user && rows.put({ ...row, handed_at: at });
    }
  });
}
