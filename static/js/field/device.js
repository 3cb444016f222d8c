// This phone's name before the portal: one key pair for each user on it, whose private half never leaves the browser.

import { ask } from "./net.js";
import { change, drop, keep, read } from "./store.js";

const SIGNING = { name: "ECDSA", namedCurve: "P-256" };

/** The user's device {id, pair, spki, told}, made once. */
export async function deviceOf(user) {
  const known = await read("kept", `device/${user}`);
  if (known) return known;
  const pair = await crypto.subtle.generateKey(SIGNING, false, ["sign", "verify"]);
  const spki = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey))));
  const fresh = { id: crypto.randomUUID(), pair, spki, told: false };
  // Two tabs may come at once: the first one's keys stand.
  await change("kept", (kept) => {
    kept.get(`device/${user}`).onsuccess = (event) => event.target.result ?? kept.put(fresh, `device/${user}`);
  });
  return read("kept", `device/${user}`);
}

/** Tell the portal of the phone, once; quietly again later if it was not heard. */
export async function introduce(user, me) {
  const device = await deviceOf(user);
  if (me.device?.known && device.told) return;
  const body = { device: device.id, label: label(navigator.userAgent), public_key: device.spki };
  const { status, body: said } = await ask("/sync/v1/device", { device: device.id, csrf: me.csrf, body });
  // Somebody else's, another key's or an ended one: this phone makes itself a new one.
  if ([404, 410].includes(status) || said?.error === "other_key") await drop("kept", `device/${user}`);
  if (status === 200) await keep("kept", `device/${user}`, { ...device, told: true });
}

/** What people call such a phone: "Chrome · Android". */
export function label(agent) {
  const browsers = [["SamsungBrowser", "Samsung Internet"], ["coc_coc", "Cốc Cốc"], ["Edg", "Edge"], ["Firefox", "Firefox"]];
  browsers.push(["CriOS", "Chrome"], ["Chrome", "Chrome"], ["Safari", "Safari"]);
  const systems = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "Mac"]];
  systems.push(["Linux", "Linux"]);
  const named = (list) => list.find(([mark]) => agent.includes(mark))?.[1];
  return [named(browsers), named(systems)].filter(Boolean).join(" · ").slice(0, 80);
}
