// Sealing one's outbox into parcels that a colleague's phone can carry and only the portal can open (docs/sync.md), as a file or as a
// chain of pictures.

const INFO = new TextEncoder().encode("literacy-portal parcel 1");
const AGREED = { name: "ECDH", namedCurve: "P-256" };
const MARK = "BDHV1";
const CHUNK = 480;

/** Seal one delivery under the portal's key {id, spki}, signed by the phone's {id, pair}. */
export async function seal(delivery, key, device) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const portal = await crypto.subtle.importKey("spki", fromBase64(key.spki), AGREED, false, []);
  const own = await crypto.subtle.generateKey(AGREED, false, ["deriveBits"]);
  const aes = await secret(own.privateKey, portal, iv);
  const packed = await gzip(new TextEncoder().encode(JSON.stringify(delivery)));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, aes, packed);
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, device.pair.privateKey, sealed);
  const ephemeral = await crypto.subtle.exportKey("spki", own.publicKey);
  const parts = Object.entries({ ephemeral, iv, sealed, signature }).map(([name, bytes]) => [name, base64url(bytes)]);
  return { v: 1, device: device.id, key: key.id, ...Object.fromEntries(parts) };
}

async function secret(mine, theirs, salt) {
  const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine, 256);
  const shared = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: INFO };
  return crypto.subtle.deriveKey(how, shared, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}

const gzip = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();

const base64url = (bytes) => {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};
const fromBase64 = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

/** The text of a file that holds parcels. */
export const fileOf = (parcels) => JSON.stringify({ bdhv: 1, parcels });

/** The parcels in the text of a file; none if it is something else. */
export function parcelsIn(text) {
  try {
    const read = JSON.parse(text);
    return read?.bdhv === 1 && Array.isArray(read.parcels) ? read.parcels : [];
  } catch {
    return [];
  }
}

/** Cut parcels into the texts of a chain of pictures, each with its number and how many there are. */
export function framesOf(parcels) {
  const text = fileOf(parcels);
  const total = Math.ceil(text.length / CHUNK);
  const chain = Math.random().toString(36).slice(2, 8);
  const frame = (at) => [MARK, chain, at + 1, total, text.slice(at * CHUNK, (at + 1) * CHUNK)].join(".");
  return Array.from({ length: total }, (_, at) => frame(at));
}

/** Puts a chain together again, from pictures in any order and as often as they are seen. */
export class Chain {
  #id = "";
  #chunks = new Map();
  total = 0;

  /** Take the text of a picture. Returns the parcels once the last one is there, else null. A picture of another chain starts anew. */
  take(text) {
    const [, id, number, total, chunk] = new RegExp(`^${MARK}\\.(\\w+)\\.(\\d+)\\.(\\d+)\\.(.+)$`, "s").exec(text) ?? [];
    if (!id) return null;
    if (id !== this.#id) [this.#id, this.#chunks, this.total] = [id, new Map(), Number(total)];
    this.#chunks.set(Number(number), chunk);
    if (this.#chunks.size < this.total) return null;
    return parcelsIn(Array.from({ length: this.total }, (_, at) => this.#chunks.get(at + 1)).join(""));
  }

  /** How many different pictures were seen. */
  get seen() {
    return this.#chunks.size;
  }
}
