import { unzlibSync, zlibSync } from "fflate";
import { darkRuns, encodeUrl, outerSize } from "./code.ts";
import type { Picture } from "./picture.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** About 1,000 pixels a side: 85 mm at 300 dpi. */
const PIXELS_A_MODULE = 24;

/** The code alone as a PNG of one bit a pixel: black on white, with its quiet zone. */
export function printPng(url: string): Uint8Array<ArrayBuffer> {
  const code = encodeUrl(url);
  const side = outerSize(code) * PIXELS_A_MODULE;
  /** A row is a filter (0: none) and a bit a pixel. */
  const stride = 1 + Math.ceil(side / 8);
  const rows = new Uint8Array(stride * side).fill(0xff);
  for (let y = 0; y < side; y++) rows[y * stride] = 0;
  for (const run of darkRuns(code)) {
    for (let y = run.y * PIXELS_A_MODULE; y < (run.y + 1) * PIXELS_A_MODULE; y++) {
      for (let x = run.x * PIXELS_A_MODULE; x < (run.x + run.width) * PIXELS_A_MODULE; x++) {
        const at = y * stride + 1 + (x >> 3);
        rows[at] = (rows[at] ?? 0) & ~(0x80 >> (x & 7));
      }
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, side);
  view.setUint32(4, side);
  view.setUint8(8, 1);
  return join([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("IDAT", zlibSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** Reads what `printPng` wrote; throws for any other PNG, and for one whose sums do not agree. */
export function readPng(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (SIGNATURE.some((byte, at) => bytes[at] !== byte)) throw new Error("not a PNG");
  const parts = new Map<string, Uint8Array>();
  for (let at = SIGNATURE.length; at < bytes.length; ) {
    const length = view.getUint32(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    if (view.getUint32(at + 8 + length) !== crc32(body)) throw new Error("a damaged PNG");
    parts.set(String.fromCharCode(...body.subarray(0, 4)), body.subarray(4));
    at += 12 + length;
  }
  const header = parts.get("IHDR") ?? new Uint8Array(13);
  const side = new DataView(header.buffer, header.byteOffset).getUint32(0);
  const rows = unzlibSync(parts.get("IDAT") ?? new Uint8Array(0));
  const stride = 1 + Math.ceil(side / 8);
  if (rows.length !== stride * side) throw new Error("a PNG of another shape");
  return (shownSide) => {
    const at = (shown: number) => Math.floor(((shown + 0.5) * side) / shownSide);
    const bitmap = new Uint8Array(shownSide * shownSide);
    for (let y = 0; y < shownSide; y++) {
      for (let x = 0; x < shownSide; x++) {
        const byte = rows[at(y) * stride + 1 + (at(x) >> 3)] ?? 0xff;
        bitmap[y * shownSide + x] = (byte & (0x80 >> (at(x) & 7))) === 0 ? 1 : 0;
      }
    }
    return bitmap;
  };
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = join([new TextEncoder().encode(type), data]);
  const framed = new Uint8Array(body.length + 8);
  framed.set(body, 4);
  const view = new DataView(framed.buffer);
  view.setUint32(0, data.length);
  view.setUint32(body.length + 4, crc32(body));
  return framed;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The check sum of PNG's chunks (RFC 2083, 15). */
function crc32(bytes: Uint8Array): number {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
