// IndexedDB in promises. A change has happened when its promise resolves, and not before: on the disk where the browser lets us ask for that.

const NAME = "field";
const VERSION = 1;
let opened = null;

function upgrade(event) {
  const db = event.target.result;
  db.createObjectStore("kept");
  db.createObjectStore("drafts");
  db.createObjectStore("outbox", { keyPath: "id" }).createIndex("user", "user");
  db.createObjectStore("parcels", { keyPath: "id" });
}

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = upgrade;
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const db = asked.result;
      // Another tab brings a newer version, or the browser throws the storage away: the next call opens anew.
      db.onversionchange = () => (db.close(), (opened = null));
      db.onclose = () => (opened = null);
      resolve(db);
    };
  });
  opened.catch(() => (opened = null));
  return opened;
}

const answerOf = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

/** One value by its key, or undefined. */
export async function read(store, key) {
  return answerOf((await open()).transaction(store).objectStore(store).get(key));
}

/** All rows of a store, in order of their keys; with `user`, those of that user (outbox only). */
export async function readAll(store, user) {
  const rows = (await open()).transaction(store).objectStore(store);
  return answerOf(user === undefined ? rows.getAll() : rows.index("user").getAll(user));
}

/** How many rows, of one user if given. */
export async function count(store, user) {
  const rows = (await open()).transaction(store).objectStore(store);
  return answerOf(user === undefined ? rows.count() : rows.index("user").count(user));
}

/**
 * One transaction over the named stores: `work` gets them in that order and must only chain requests, not await.
 * Resolves with what `work` returned once all is durable; rejects, with nothing changed, when anything failed
 * (`QuotaExceededError` when the phone is full).
 */
export async function change(stores, work) {
  const transaction = (await open()).transaction(stores, "readwrite", { durability: "strict" });
  return new Promise((resolve, reject) => {
    let made;
    transaction.oncomplete = () => resolve(made);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    try {
      made = work(...[stores].flat().map((name) => transaction.objectStore(name)));
    } catch (error) {
      transaction.abort();
      reject(error);
    }
  });
}

/** Put one value under a key. */
export const keep = (store, key, value) => change(store, (rows) => void rows.put(value, key));

/** Delete one value. */
export const drop = (store, key) => change(store, (rows) => void rows.delete(key));
