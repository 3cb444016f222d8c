// What was written on this phone and what became of it. Every row belongs to the user who wrote it.
//
// States: saved → sent → counted; or held, refused, declined. A row moves on only by the server's word about that very row.

import { change, read, readAll } from "./store.js";

const WEEK = 7 * 24 * 3600 * 1000;
const STATE_OF_VERDICT = { accepted: "sent", duplicate: "sent", held: "held", refused: "refused" };
const STATE_OF_FATE = { sent: "sent", counted: "counted", held: "held", declined: "declined" };

/** Whether the portal does not have it yet. */
export const isUnsent = (row) => row.state === "saved" || row.state === "refused";

/** Put an item into the user's outbox, once for each id. Resolves when it is durable. Raises QuotaExceededError. */
export function add(user, item, at) {
  const row = { id: item.id, user, item, state: "saved", reason: "", field: "", message: "", url: "", saved_at: at, edition: 1 };
  return change("outbox", (rows) => {
    // The first one stands: a second tap brings the same id.
    rows.get(item.id).onsuccess = (event) => event.target.result ?? rows.put(row);
  });
}

/** All of the user's, newest first. */
export async function itemsOf(user) {
  const rows = await readAll("outbox", user);
  return rows.sort((one, other) => (one.saved_at < other.saved_at ? 1 : -1));
}

/** How many of the user's the portal does not have. */
export const unsentOf = async (user) => (await readAll("outbox", user)).filter(isUnsent).length;

/** What waits to be sent, oldest first. */
export async function waitingOf(user) {
  const rows = await readAll("outbox", user);
  return rows.filter((row) => row.state === "saved").sort((one, other) => (one.saved_at > other.saved_at ? 1 : -1));
}

/** A refused item, corrected: it waits to be sent again. What is not refused any more stays as it is. */
export function correct(user, id, item, at) {
  return change("outbox", (rows) => {
    rows.get(id).onsuccess = ({ target: { result: row } }) => {
      if (row?.user !== user || row.state !== "refused") return;
      const anew = { state: "saved", reason: "", field: "", message: "", corrected_at: at, edition: row.edition + 1 };
      rows.put({ ...row, item: { ...item, id }, ...anew });
    };
  });
}

/** Take a refused item away, because its author says so. */
export async function discard(user, id) {
  const row = await read("outbox", id);
  if (row?.user === user && row.state === "refused") await change("outbox", (rows) => void rows.delete(id));
}

/** Write down what the server said of items that were sent as `sent` (rows). Returns the ids it spoke of. */
export async function settle(sent, results, at) {
  const heard = new Set();
  await change("outbox", (rows) => {
    for (const { id, edition } of sent) {
      const result = results.find((one) => one?.id === id);
      const state = STATE_OF_VERDICT[result?.verdict];
      if (!state) continue;
      heard.add(id);
      rows.get(id).onsuccess = ({ target: { result: row } }) => {
        // Corrected meanwhile: the verdict was about what it said before.
        if (row?.edition === edition && row.state === "saved") rows.put({ ...row, ...told(result), state, told_at: at });
      };
    }
  });
  return heard;
}

/** Write down the fates of what was sent. Returns whether anything is other than before. */
export async function learn(user, fates, at) {
  let isNew = false;
  await change("outbox", (rows) => {
    for (const fate of fates) {
      const state = STATE_OF_FATE[fate?.fate];
      if (!state) continue;
      rows.get(fate.id).onsuccess = ({ target: { result: row } }) => {
        if (row?.user !== user || isUnsent(row) || row.state === state) return;
        isNew = true;
        rows.put({ ...row, state, message: String(fate.message ?? ""), told_at: at });
      };
    }
  });
  return isNew;
}

/** What is counted, or was decided against, is shown for a week and then forgotten. */
export async function tidy(user, at) {
  const isOver = (row) => ["counted", "declined"].includes(row.state) && at - Date.parse(row.told_at) > WEEK;
  const over = (await readAll("outbox", user)).filter(isOver);
  if (over.length) await change("outbox", (rows) => over.forEach((row) => rows.delete(row.id)));
}

function told(result) {
  const texts = ["reason", "field", "message", "url"].map((name) => [name, String(result[name] ?? "")]);
  return Object.fromEntries(texts);
}
