// Parcels leave the phone as a file: through the phone's own way of sharing where it has one, else into its downloads.

import { h } from "./dom.js";
import { fileOf } from "./parcel.js";

const KIND = "text/plain";

/** Give `parcels` away as the file of `day`. Resolves with whether it was done: somebody may think better of it. */
export async function giveFile(parcels, day) {
  const name = `visits-${day}.bdhv.txt`;
  const file = new File([fileOf(parcels)], name, { type: KIND });
  if (navigator.canShare?.({ files: [file] }) && /Android|iPhone|iPad/.test(navigator.userAgent)) {
    return navigator.share({ files: [file] }).then(() => true, () => false);
  }
  const url = URL.createObjectURL(file);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return true;
}
