// A phone that meets no network: give the outbox to a colleague's phone, and carry a colleague's.

import { callout, h, icon } from "../dom.js";
import { giveFile } from "../giving.js";
import { markHanded, obstacle, parcelsOf } from "../handing.js";
import { Chain, framesOf, parcelsIn } from "../parcel.js";
import { carried, discardParcel, isParcel, takeAlong } from "../parcels.js";
import { draw, reader } from "../pictures.js";

const SHOW_MS = 700;
const LOOK_MS = 120;

const button = (look, name, words, onclick) => h("button", { class: `btn ${look}`, type: "button", onclick }, icon(name), words);
const gone = (element) => !element.isConnected;

async function giving(field, place) {
  const { t } = field;
  const why = field.user ? await obstacle(field.user.id) : "nothing";
  if (why === "nothing") return [h("p", { class: "muted" }, t("Nothing waits to be sent."))];
  if (why === "stranger") {
    return [callout("warn", t("The portal does not know this phone yet."), h("p", {}, t("Nobody could open what it hands over. It must reach the portal once.")))];
  }
  const waiting = (await field.items()).filter((row) => row.state === "saved").length;
  return [
    h("p", {}, t("Not sent yet: {n}. It is kept on this phone.", { n: field.number(waiting) }), " ",
      t("A colleague’s phone can carry it: only the portal can read it, and it is counted once, whoever sends it first.")),
    h("div", { class: "actions" },
      button("", "download", t("As a file"), () => giveAsFile(field, place)),
      button("secondary", "phone", t("As pictures"), () => givePictures(field, place))),
  ];
}

async function handed(field) {
  const { parcels, ids } = await parcelsOf(field.user.id);
  return { parcels, done: () => markHanded(field.user.id, ids, new Date().toISOString()) };
}

async function giveAsFile(field, place) {
  const { parcels, done } = await handed(field);
  if (!(await giveFile(parcels, field.today()))) return;
  await done();
  place.replaceChildren(callout("good", field.t("The file is made."), h("p", {}, field.t("Give it to your colleague. Your visits stay here until the portal has them."))));
}

async function givePictures(field, place) {
  const { t } = field;
  const { parcels, done } = await handed(field);
  const frames = framesOf(parcels);
  const canvas = h("canvas", { class: "qr", role: "img", "aria-label": t("QR picture") });
  const told = h("p", { class: "num", role: "status" });
  let [at, isRunning, timer] = [0, true, 0];
  const show = async (next) => {
    at = (next + frames.length) % frames.length;
    await draw(canvas, frames[at]);
    canvas.dataset.frame = frames[at];
    told.textContent = t("Picture {n} of {total}", { n: at + 1, total: frames.length });
  };
  const run = () => {
    clearInterval(timer);
    if (isRunning) timer = setInterval(() => (gone(canvas) ? clearInterval(timer) : show(at + 1)), SHOW_MS);
    pause.textContent = isRunning ? t("Pause") : t("Go on");
  };
  const step = (way) => () => {
    isRunning = false;
    run();
    void show(at + way);
  };
  const pause = h("button", { class: "btn secondary", type: "button", onclick: () => ((isRunning = !isRunning), run()) });
  try {
    await draw(canvas, frames[0]);
  } catch {
    return place.replaceChildren(callout("warn", t("What draws and reads pictures is not on this phone yet. Take the file instead.")));
  }
  place.replaceChildren(h("p", {}, t("Let your colleague’s phone look at the pictures until it has them all.")), canvas, told,
    h("div", { class: "actions" }, button("quiet", "previous", t("Back"), step(-1)), pause, button("quiet", "next", t("Next"), step(1))));
  await show(0);
  run();
  await done();
}

async function receive(field, parcels, place) {
  const good = parcels.filter(isParcel);
  if (!good.length) return place.replaceChildren(callout("bad", field.t("There is no visit in it. Ask for the file or the pictures once more.")));
  try {
    const fresh = await takeAlong(good, new Date().toISOString());
    const about = fresh ? field.t("This phone carries it and delivers it with its own visits.") : field.t("This phone had it already.");
    place.replaceChildren(callout("good", field.t("Received."), h("p", {}, about)));
  } catch {
    place.replaceChildren(callout("bad", field.t("This phone’s memory is full.")));
  }
  void field.send({ force: true });
}

async function lookThrough(field, place) {
  const { t } = field;
  const video = h("video", { class: "camera", playsinline: true, muted: true, "aria-label": t("Camera") });
  const told = h("p", { class: "num", role: "status" }, t("Hold the camera before the pictures."));
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch {
    return place.replaceChildren(callout("warn", t("The camera cannot be used. Take the file instead.")));
  }
  place.replaceChildren(video, told);
  await video.play();
  const stop = () => video.srcObject.getTracks().forEach((track) => track.stop());
  const [look, chain] = [await reader().catch(() => null), new Chain()];
  if (!look) {
    stop();
    return place.replaceChildren(callout("warn", t("What draws and reads pictures is not on this phone yet. Take the file instead.")));
  }
  for (;;) {
    if (gone(video)) return stop();
    const parcels = chain.take(await look(video));
    if (chain.total) told.textContent = t("Picture {n} of {total}", { n: chain.seen, total: chain.total });
    if (parcels) {
      stop();
      return receive(field, parcels, place);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function receiving(field, place) {
  const { t } = field;
  const files = h("input", { type: "file", id: "parcels", multiple: true });
  files.addEventListener("change", async () => {
    const texts = await Promise.all([...files.files].map((file) => file.text()));
    files.value = "";
    await receive(field, texts.flatMap(parcelsIn), place);
  });
  return [
    h("div", { class: "field" }, h("label", { for: "parcels" }, t("File of a colleague")), files),
    navigator.mediaDevices && h("div", { class: "actions" }, button("secondary", "phone", t("Read pictures with the camera"), () => lookThrough(field, place))),
  ].filter(Boolean);
}

async function carrying(field) {
  const { t } = field;
  const rows = await carried();
  if (!rows.length) return [h("p", { class: "muted" }, t("This phone carries nothing of others."))];
  const closed = rows.filter((row) => row.reason);
  return [
    h("p", {}, t("Parcels of colleagues on this phone: {n}. They go with the next sending.", { n: field.number(rows.length) })),
    closed.length > 0 && callout("warn", t("The portal could not open {n} of them.", { n: field.number(closed.length) }),
      h("p", {}, t("Their owners’ phones still hold what is in them.")),
      button("danger", "close", t("Throw away"), async () => {
        for (const row of closed) await discardParcel(row.id);
        await field.reload();
      })),
  ].filter(Boolean);
}

/** The screen `#/handover`. */
export async function show(root, args, field) {
  const { t } = field;
  const [give, take, mine] = [h("div", { class: "flow" }), h("div", { class: "flow", role: "status" }), h("div", { class: "flow" })];
  const shown = h("div", { class: "flow" });
  root.append(h("h1", {}, t("Hand over")), give, shown, h("h2", {}, t("Carry for a colleague")), ...receiving(field, take), take, mine);
  const redraw = async () => {
    give.replaceChildren(...(await giving(field, shown)));
    mine.replaceChildren(...(await carrying(field)));
  };
  field.onChange(redraw);
  await redraw();
}
