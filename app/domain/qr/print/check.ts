import jsQR from "jsqr";
import { type Code, encodeUrl, outerSize, QUIET_ZONE } from "./code.ts";
import type { Picture } from "./picture.ts";
import { readPng } from "./png.ts";
import { readPdf } from "./read-pdf.ts";
import { readSvg } from "./read-svg.ts";

export type ArtefactKind = "pdf" | "png" | "svg";

/** How much of the data a code must bear to lose. */
const BLOTTED = 0.2;
/**
 * Where it is lost, one blot after the other, in shares of the code: from the middle of each side inwards, so that between
 * them the blots hide most of the code once. Dirt is dark, a tear is light.
 */
const BLOTS = [
  { x: 0.5, y: 0, isDark: true },
  { x: 1, y: 0.5, isDark: false },
  { x: 0.5, y: 1, isDark: true },
  { x: 0, y: 0.5, isDark: false },
];
/** Enough for the decoder, and quick. */
const PIXELS_A_MODULE = 3;

/**
 * Reads the codes back out of an artefact's own bytes and decodes each with a fifth of its data area blotted, in several
 * places in turn. Returns the addresses whose code is missing, damaged or another: none, and the artefact may be
 * offered. `urls` are in the order they were printed. It never throws for what is in the bytes.
 */
export async function checkArtefact(bytes: Uint8Array, kind: ArtefactKind, urls: readonly string[]): Promise<string[]> {
  const pictures = await readPictures(bytes, kind).catch(() => []);
  if (pictures.length !== urls.length) return [...urls];
  return urls.filter((url, i) => !bearsBlots(pictures[i], url));
}

async function readPictures(bytes: Uint8Array, kind: ArtefactKind): Promise<Picture[]> {
  switch (kind) {
    case "pdf":
      return readPdf(bytes);
    case "png":
      return [readPng(bytes)];
    case "svg":
      return [readSvg(bytes)];
  }
}

function bearsBlots(picture: Picture | undefined, url: string): boolean {
  const code = encodeUrl(url);
  const side = outerSize(code) * PIXELS_A_MODULE;
  const bitmap = picture?.(side);
  return bitmap !== undefined && BLOTS.every((blot) => decode(blotted(bitmap, code, blot), side) === url.toUpperCase());
}

/** The bitmap with the data modules nearest to a place painted over. */
function blotted(bitmap: Uint8Array, code: Code, blot: (typeof BLOTS)[number]): Uint8Array {
  const modules: { row: number; column: number; distance: number }[] = [];
  for (let row = 0; row < code.size; row++) {
    for (let column = 0; column < code.size; column++) {
      const distance = (column + 0.5 - blot.x * code.size) ** 2 + (row + 0.5 - blot.y * code.size) ** 2;
      if (code.isData(row, column)) modules.push({ row, column, distance });
    }
  }
  modules.sort((one, other) => one.distance - other.distance);
  const side = outerSize(code) * PIXELS_A_MODULE;
  const painted = Uint8Array.from(bitmap);
  for (const { row, column } of modules.slice(0, Math.ceil(modules.length * BLOTTED))) {
    const left = (column + QUIET_ZONE) * PIXELS_A_MODULE;
    const top = (row + QUIET_ZONE) * PIXELS_A_MODULE;
    for (let y = top; y < top + PIXELS_A_MODULE; y++) {
      painted.fill(blot.isDark ? 1 : 0, y * side + left, y * side + left + PIXELS_A_MODULE);
    }
  }
  return painted;
}

function decode(bitmap: Uint8Array, side: number): string | undefined {
  const pixels = new Uint8ClampedArray(side * side * 4);
  bitmap.forEach((isDark, i) => {
    pixels.fill(isDark ? 0 : 255, i * 4, i * 4 + 4);
  });
  return jsQR(pixels, side, side, { inversionAttempts: "dontInvert" })?.data;
}
