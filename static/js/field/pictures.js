// Drawing and reading QR pictures, with two libraries that are fetched only here.

const AT_MOST = 900;

function load(name, global) {
  return globalThis[global] ?? new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.body.dataset[name];
    script.onload = () => resolve(globalThis[global]);
    script.onerror = () => reject(new Error("not here"));
    document.head.append(script);
  });
}

/** Draw a text as a QR picture on a canvas, black on white with a quiet edge, in whole dots. */
export async function draw(canvas, text) {
  const qrcode = await load("draw", "qrcode");
  const code = qrcode(0, "L");
  code.addData(text, "Byte");
  code.make();
  const count = code.getModuleCount() + 8;
  const dot = Math.max(2, Math.floor(720 / count));
  canvas.width = canvas.height = count * dot;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  for (let row = 0; row < count - 8; row++) {
    for (let column = 0; column < count - 8; column++) {
      if (code.isDark(row, column)) pen.fillRect((column + 4) * dot, (row + 4) * dot, dot, dot);
    }
  }
}

/** A function that reads the text in a picture (canvas, video or image), or "". The browser's own reader where there is one. */
export async function reader() {
  const own = await ownReader();
  if (own) return async (source) => (await own.detect(source).catch(() => []))[0]?.rawValue ?? "";
  const jsQR = await load("read", "jsQR");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (source) => {
    const [width, height] = [source.videoWidth || source.naturalWidth || source.width, source.videoHeight || source.naturalHeight || source.height];
    if (!width) return "";
    const scale = Math.min(1, AT_MOST / Math.max(width, height));
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    pen.drawImage(source, 0, 0, canvas.width, canvas.height);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" })?.data ?? "";
  };
}

async function ownReader() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}
