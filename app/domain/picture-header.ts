import type { Orientation, PictureKind } from "./imaging.ts";

/** What a picture's file says of itself, read without decoding it. */
export interface PictureHeader {
  kind: PictureKind;
  /** As stored, before it is turned upright. */
  width: number;
  height: number;
  /** EXIF tag 0x0112: how the stored pixels are turned to stand upright. */
  orientation: Orientation;
  /** The most pixels that can be decoded of a picture stored in this way. */
  pixelLimit: number;
}

export type UnreadableReason =
  | "heic"
  | "avif"
  | "gif"
  | "svg"
  | "pdf"
  | "animation"
  | "cmyk"
  | "not_a_picture"
  | "damaged";

export type HeaderReading =
  | { status: "read"; header: PictureHeader }
  | { status: "unreadable"; reason: UnreadableReason };

/**
 * A Worker has 128 MB. A JPEG is decoded at the scale that is needed, so its size hardly matters; but a progressive one
 * is held whole as 2-byte coefficients (48 MB). PNG and WebP take up to 15 bytes a pixel while they are decoded (63 MB).
 */
const SEQUENTIAL_JPEG_PIXELS = 50_000_000;
const PROGRESSIVE_JPEG_COEFFICIENTS = 24_000_000;
const PNG_AND_WEBP_PIXELS = 2_048 * 2_048;

const UPRIGHT: Orientation = 1;
const DAMAGED: HeaderReading = { status: "unreadable", reason: "damaged" };

/** Reads kind, size and orientation of a JPEG, PNG or WebP, or names what the file is instead. Never throws. */
export function readPicture(bytes: Uint8Array): HeaderReading {
  const head = latin1(bytes, 0, 1_024);
  if (head.startsWith("\xff\xd8\xff")) return readJpeg(bytes);
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return readPng(bytes);
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return readWebp(bytes);
  return { status: "unreadable", reason: nameOther(head) };
}

function nameOther(head: string): UnreadableReason {
  if (head.slice(4, 8) === "ftyp") {
    const brands = head.slice(8, 64);
    if (/avif|avis/.test(brands)) return "avif";
    if (/hei[cxms]|hev[cxms]|mif1|msf1/.test(brands)) return "heic";
  }
  if (/^GIF8[79]a/.test(head)) return "gif";
  if (head.startsWith("%PDF")) return "pdf";
  if (/<svg[\s>]/i.test(head)) return "svg";
  return "not_a_picture";
}

function readJpeg(bytes: Uint8Array): HeaderReading {
  const view = viewOf(bytes);
  let orientation = UPRIGHT;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return DAMAGED;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > bytes.length || marker === 0xda) return DAMAGED;
    if (marker === 0xe1 && latin1(bytes, at + 4, 6) === "Exif\0\0") {
      orientation = readOrientation(bytes.subarray(at + 10, at + 2 + length));
    }
    if (isStartOfFrame(marker)) return readFrame(view, at, length, orientation);
    at += 2 + length;
  }
  return DAMAGED;
}

/** SOF0 to SOF15 without the tables that share their numbers: DHT, JPG and DAC. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(view: DataView, at: number, length: number, orientation: Orientation): HeaderReading {
  const marker = view.getUint8(at + 1);
  const components = length >= 8 ? view.getUint8(at + 9) : 0;
  if (components === 0 || length < 8 + 3 * components) return DAMAGED;
  if (components === 4) return { status: "unreadable", reason: "cmyk" };
  const factors = Array.from({ length: components }, (_, i) => {
    const packed = view.getUint8(at + 11 + 3 * i);
    return (packed >> 4) * (packed & 15);
  });
  const samplesAPixel = factors.reduce((sum, factor) => sum + factor, 0) / Math.max(1, ...factors);
  const isProgressive = marker === 0xc2;
  const pixelLimit = isProgressive
    ? Math.floor(PROGRESSIVE_JPEG_COEFFICIENTS / Math.max(1, samplesAPixel))
    : SEQUENTIAL_JPEG_PIXELS;
  return read({ kind: "jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5), orientation, pixelLimit });
}

function readPng(bytes: Uint8Array): HeaderReading {
  if (bytes.length < 33 || latin1(bytes, 12, 4) !== "IHDR") return DAMAGED;
  const view = viewOf(bytes);
  let orientation = UPRIGHT;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (latin1(bytes, at + 4, 4) !== "eXIf") continue;
    orientation = readOrientation(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  return read({ kind: "png", ...size, orientation, pixelLimit: PNG_AND_WEBP_PIXELS });
}

const WEBP_ANIMATION = 0x02;

/** The first chunk gives the size: `VP8X` (extended), `VP8L` (lossless) or `VP8 ` (lossy). */
function readWebp(bytes: Uint8Array): HeaderReading {
  if (bytes.length < 30) return DAMAGED;
  const view = viewOf(bytes);
  const first = latin1(bytes, 12, 4);
  if (first === "VP8X" && (view.getUint8(20) & WEBP_ANIMATION) !== 0) {
    return { status: "unreadable", reason: "animation" };
  }
  const size = webpSize(view, first);
  if (!size) return DAMAGED;
  let orientation = UPRIGHT;
  for (
    let at = 12;
    at + 8 <= bytes.length;
    at += 8 + view.getUint32(at + 4, true) + (view.getUint32(at + 4, true) & 1)
  ) {
    const kind = latin1(bytes, at, 4);
    if (isFrame(kind) && !isSameSize(frameSize(bytes, at, kind), size)) return DAMAGED;
    if (kind !== "EXIF") continue;
    const exif = bytes.subarray(at + 8, at + 8 + view.getUint32(at + 4, true));
    orientation = readOrientation(latin1(exif, 0, 6) === "Exif\0\0" ? exif.subarray(6) : exif);
  }
  return read({ kind: "webp", ...size, orientation, pixelLimit: PNG_AND_WEBP_PIXELS });
}

/** The pixels stand in a chunk of their own, which names their size again: a small canvas may hide a huge frame. */
const isFrame = (kind: string) => kind === "VP8L" || kind === "VP8 ";

interface PixelSize {
  width: number;
  height: number;
}

function isSameSize(one: PixelSize | null, other: PixelSize): boolean {
  return one?.width === other.width && one.height === other.height;
}

/** The size that a frame's own chunk, at `at`, names; `webpSize` reads chunks that begin twelve bytes into a file. */
function frameSize(bytes: Uint8Array, at: number, kind: string): PixelSize | null {
  return at + 18 <= bytes.length ? webpSize(viewOf(bytes.subarray(at - 12)), kind) : null;
}

function webpSize(view: DataView, chunk: string): { width: number; height: number } | null {
  if (chunk === "VP8X") {
    return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) };
  }
  if (chunk === "VP8L") {
    const packed = view.getUint32(21, true);
    return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
  }
  if (chunk !== "VP8 ") return null;
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** Orientation of a TIFF block's first directory; upright when there is none or it makes no sense. */
function readOrientation(tiff: Uint8Array): Orientation {
  if (tiff.length < 14) return UPRIGHT;
  const view = viewOf(tiff);
  const isLittle = latin1(tiff, 0, 2) === "II";
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > tiff.length) return UPRIGHT;
  const entries = view.getUint16(directory, isLittle);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > tiff.length) break;
    if (view.getUint16(at, isLittle) !== 0x0112) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? (value as Orientation) : UPRIGHT;
  }
  return UPRIGHT;
}

/** Where a point of the upright picture is stored; both in fractions of width and height. */
export function toStored(orientation: Orientation, x: number, y: number): readonly [x: number, y: number] {
  switch (orientation) {
    case 1:
      return [x, y];
    case 2:
      return [1 - x, y];
    case 3:
      return [1 - x, 1 - y];
    case 4:
      return [x, 1 - y];
    case 5:
      return [y, x];
    case 6:
      return [y, 1 - x];
    case 7:
      return [1 - y, 1 - x];
    case 8:
      return [1 - y, x];
  }
}

function read(header: PictureHeader): HeaderReading {
  return header.width > 0 && header.height > 0 ? { status: "read", header } : DAMAGED;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function latin1(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
