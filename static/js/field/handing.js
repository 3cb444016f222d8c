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
  const [key, device] = [await read("kept", "portal_key"), await deviceOf(user)];
  return key && device.told ? "" : "stranger";
}

/** Everything that waits to be sent, sealed. */
export async function parcelsOf(user) {
  const [key, device, waiting] = [await read("kept", "portal_key"), await deviceOf(user), await waitingOf(user)];
  const parcels = [];
  for (let at = 0; at < waiting.length; at += IN_ONE) {
    parcels.push(await seal(await delivery(user, device.id, waiting.slice(at, at + IN_ONE)), key, device));
  }
  return { parcels, ids: waiting.map((row) => row.id) };
}

/** They were handed over: their owner is reminded of it. */
export function markHanded(user, ids, at) {
  return change("outbox", (rows) => {
    for (const id of ids) {
      rows.get(id).onsuccess = ({ target: { result: row } }) => row?.user === user && rows.put({ ...row, handed_at: at });
    }
  });
}
