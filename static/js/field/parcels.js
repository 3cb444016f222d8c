// Parcels of colleagues that this phone carries: opaque here, delivered with the next sending.

import { ask } from "./net.js";
import { change, readAll } from "./store.js";

const AT_ONCE = 10;
const FIELDS = ["device", "key", "ephemeral", "iv", "sealed", "signature"];

/** Whether something that was read is a parcel. */
export const isParcel = (one) => one?.v === 1 && FIELDS.every((name) => typeof one[name] === "string");

/** Take parcels along. Returns how many of them are new here; the same parcel twice is one. */
export async function takeAlong(parcels, at) {
  let fresh = 0;
  await change("parcels", (rows) => {
    for (const parcel of parcels) {
      rows.get(parcel.signature).onsuccess = ({ target: { result: known } }) => {
        if (known) return;
        fresh += 1;
        rows.put({ id: parcel.signature, parcel, received_at: at, reason: "" });
      };
    }
  });
  return fresh;
}

/** Those that are still here, oldest first. */
export const carried = async () => (await readAll("parcels")).sort((one, other) => (one.received_at > other.received_at ? 1 : -1));

/** Give up one that the portal could not open. */
export const discardParcel = (id) => change("parcels", (rows) => void rows.delete(id));

/** Deliver them all; one goes from here only when the portal says that it opened it. `halted` makes the error of an answer without verdicts. */
export async function deliverParcels(me, device, halted) {
  const waiting = await carried();
  for (let at = 0; at < waiting.length; at += AT_ONCE) {
    const batch = waiting.slice(at, at + AT_ONCE);
    const body = { parcels: batch.map((row) => row.parcel) };
    const { status, body: answer } = await ask("/sync/v1/parcels", { device, csrf: me.csrf, body, timeout: 60_000 });
    if (status !== 200 || !Array.isArray(answer?.parcels)) throw halted(status, answer);
    await change("parcels", (rows) => {
      batch.forEach((row, place) => {
        const verdict = answer.parcels[place];
        if (verdict?.opened === true) rows.delete(row.id);
        else rows.put({ ...row, reason: String(verdict?.reason || "unknown") });
      });
    });
  }
}
