// The one object that screens talk to: who, the list, drafts, the outbox, texts. Screens ask nothing else of storage or network.

import * as outbox from "./outbox.js";
import * as owners from "./owner.js";
import { ageInDays, choose, chosenBy, isOf, keptFor } from "./slice.js";
import { keep, read } from "./store.js";
import { flush } from "./sync.js";
import { day, dayIn, moment, number, t } from "./words.js";

const EVERY = 60_000;
const FATES_AFTER = [2_000, 4_000, 8_000, 16_000, 30_000];

/** A UUIDv7, as the server makes them: in order of time. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let at = 0; at < 6; at++) bytes[at] = Math.floor(now / 2 ** (40 - 8 * at)) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/** The field of this page, with what the phone holds at the moment. */
export async function makeField() {
  const listeners = new Map();
  const channel = globalThis.BroadcastChannel ? new BroadcastChannel("field") : null;
  let [offset, asked, listening, reading, next, pause] = [0, null, 0, null, null, 0];

  const field = {
    user: null, slice: null, sliceAge: null, choice: { codes: [], isFetched: true }, defaults: {}, status: { state: "idle" },
    t, day, moment, number, newId,

    /** Now and today by the portal's clock, as far as it is known: a phone's clock may be days wrong. */
    now: () => new Date(Date.now() + offset),
    today: () => dayIn(Date.now() + offset),
    get clockOffset() { return offset; },

    go: (hash) => void (location.hash = hash),
    /** Called whenever anything changed, here or in another tab, until the next screen is shown (or for good). */
    onChange(listener, { forever = false } = {}) {
      listeners.set(listener, forever);
      return () => listeners.delete(listener);
    },
    /** The router shows another screen: the listeners of the last one go. */
    newScreen: () => listeners.forEach((forever, listener) => forever || listeners.delete(listener)),

    draft: async (key) => field.user && owners.draft(field.user.id, key),
    saveDraft: (key, value) => owners.saveDraft(owner().id, key, value),
    dropDraft: (key) => owners.dropDraft(owner().id, key),
    async remember(values) {
      field.defaults = { ...field.defaults, ...values };
      await owners.remember(owner().id, field.defaults);
    },

    /** Take the villages of these codes along from now on, besides those of one's own teams; resolves when the portal was asked. */
    async choose(codes) {
      await choose(owner().id, codes);
      await changed();
      return field.send({ force: true, fresh: true });
    },

    /** Resolves when the item is durable on this phone. Raises QuotaExceededError when the phone is full. */
    async add(item) {
      await outbox.add(owner().id, item, new Date().toISOString());
      void askToPersist();
      void askForBackground();
      await changed();
      void field.send({ force: true });
    },
    items: async () => (field.user ? outbox.itemsOf(field.user.id) : []),
    unsent: async () => (field.user ? outbox.unsentOf(field.user.id) : 0),
    async correct(id, item) {
      await outbox.correct(owner().id, id, item, new Date().toISOString());
      await changed();
      void field.send({ force: true });
    },
    async discard(id) {
      await outbox.discard(owner().id, id);
      await changed();
    },

    /** Send what waits. Calls that come while one waits for its turn are answered by that one. */
    send({ force = false, fresh = false } = {}) {
      asked ??= begin();
      asked.force ||= force;
      asked.fresh ||= fresh;
      return asked.done;
    },

    /** Read again what the phone holds. Calls that come while it reads are answered by one more reading. */
    reload() {
      if (reading) return (next ??= reading.catch(() => {}).then(() => ((next = null), field.reload())));
      reading = readAgain().finally(() => (reading = null));
      return reading;
    },
  };

  async function readAgain() {
    offset = await owners.clockOffset();
    field.user = await owners.owner();
    const kept = field.user && (await keptFor(field.user.id, Date.now() + offset));
    field.slice = kept?.slice ?? null;
    const codes = field.user ? await chosenBy(field.user.id) : [];
    field.choice = { codes, isFetched: !kept || isOf(kept, codes) };
    field.sliceAge = kept ? { checked_at: kept.checked_at, days: ageInDays(kept, Date.now()) } : null;
    field.defaults = field.user ? { ...field.slice?.defaults, ...(await owners.defaults(field.user.id)) } : {};
    for (const listener of [...listeners.keys()]) await listener(field);
  }

  function owner() {
    if (!field.user) throw new Error("nobody has signed in on this phone");
    return field.user;
  }

  async function changed() {
    channel?.postMessage("changed");
    await field.reload();
  }

  function begin() {
    const turn = { force: false, fresh: false };
    // Once the terms are told, whoever asks has come too late for this turn and gets the next.
    const terms = () => {
      if (asked === turn) asked = null;
      return turn;
    };
    turn.done = Promise.resolve().then(async () => {
      const outcome = await flush({ terms, told: (status) => void show(status) });
      await show(outcome);
      await changed();
      void listen();
      tryAgain(outcome.until);
      return outcome;
    });
    return turn;
  }

  async function show(status) {
    field.status = status;
    for (const listener of [...listeners.keys()]) await listener(field);
  }

  // What was sent is asked after until it is counted: at once, then ever more seldom.
  async function listen() {
    const isOpen = (await field.items()).some((row) => row.state === "sent");
    if (!isOpen || field.status.state !== "sent") return void (listening = 0);
    const wait = FATES_AFTER[Math.min(listening++, FATES_AFTER.length - 1)];
    setTimeout(() => document.visibilityState === "visible" && field.send(), wait);
  }

  // Once the pause after a failure is over: a network that comes and goes tells the page nothing.
  function tryAgain(until) {
    clearTimeout(pause);
    if (until) pause = setTimeout(() => document.visibilityState === "visible" && field.send(), until - Date.now() + 100);
  }

  // With the page closed, too, where the browser can.
  async function askForBackground() {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register("outbox").catch(() => {});
  }

  async function askToPersist() {
    if (!(await read("kept", "persisted"))) await keep("kept", "persisted", (await navigator.storage?.persist?.()) ? "yes" : "no");
  }

  channel?.addEventListener("message", () => void field.reload());
  globalThis.addEventListener("online", () => void field.send({ force: true }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void field.send());
  setInterval(() => document.visibilityState === "visible" && void field.send(), EVERY);
  await field.reload();
  return field;
}
