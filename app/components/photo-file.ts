/** A picture as it is sent: upright, at most 1,600 pixels on its longer side, some 200 kB instead of a phone's 8 MB. */
export type ReadyPhoto =
  | { status: "ready"; file: File; width: number; height: number }
  /** The browser cannot open it; whether the server can, the server says. */
  | { status: "as_it_is"; file: File }
  | { status: "refused"; message: string };

const SIDE_PIXELS = 1_600;
const QUALITY = 0.85;
const UPLOAD_MAX_BYTES = 10 * 1024 * 1024;
const SENT_KINDS = ["image/jpeg", "image/png", "image/webp"];

/** Makes a chosen file small before it travels. What the browser opens (Safari opens HEIC) is sent as JPEG. */
export async function readyPhoto(file: File): Promise<ReadyPhoto> {
  const opened = await createImageBitmap(file).catch(() => null);
  if (opened) {
    const small = await drawSmall(opened, file.name);
    if (small) return small;
  }
  if (await isHeic(file))
    return { status: "refused", message: "This is an HEIC photo. Save it as JPEG and choose that." };
  if (!SENT_KINDS.includes(file.type)) {
    return { status: "refused", message: "This file is not a picture that we can open. Choose a JPEG, PNG or WebP." };
  }
  if (file.size > UPLOAD_MAX_BYTES) {
    return { status: "refused", message: "The picture is larger than 10 MB. Choose a smaller one." };
  }
  if (!opened) {
    return { status: "refused", message: "The picture is damaged. Save it again as JPEG and choose that." };
  }
  return { status: "as_it_is", file };
}

async function drawSmall(opened: ImageBitmap, name: string): Promise<ReadyPhoto | null> {
  const scale = Math.min(1, SIDE_PIXELS / Math.max(opened.width, opened.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(opened.width * scale));
  canvas.height = Math.max(1, Math.round(opened.height * scale));
  const drawing = canvas.getContext("2d");
  if (!drawing) return null;
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(opened, 0, 0, canvas.width, canvas.height);
  opened.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!blob) return null;
  const file = new File([blob], `${name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
  return { status: "ready", file, width: canvas.width, height: canvas.height };
}

async function isHeic(file: File): Promise<boolean> {
  const head = await file.slice(0, 32).text();
  return head.slice(4, 8) === "ftyp" && /hei[cxms]|hev[cxms]|mif1|msf1/.test(head);
}
