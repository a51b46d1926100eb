import type { PixelArea } from "#app/domain/imaging.ts";
import { bitReader, type HuffmanTable, huffmanTable, PictureFault } from "./jpeg-bits.ts";
import { paintArea } from "./jpeg-pixels.ts";
import { type Band, type Component, decodeScan, type Frame, type ScanPart } from "./jpeg-scan.ts";
import type { Raster } from "./raster.ts";

/** A file with more scans than this is made to keep us busy; cameras and editors write about ten. */
const SCANS_AT_MOST = 64;
/** 16-bit coefficients held at once: 48 MB of a Worker's 128 MB. */
const COEFFICIENTS_AT_MOST = 24_000_000;

interface State {
  bytes: Uint8Array;
  quantization: (Uint16Array | undefined)[];
  dc: (HuffmanTable | undefined)[];
  ac: (HuffmanTable | undefined)[];
  /** Eighths of the full size at which the picture is decoded. */
  eighths: number;
  frame: Frame | undefined;
  interval: number;
  scans: number;
  /** What an Adobe program says of the colours: 0 is RGB, 1 is YCbCr. */
  adobeTransform: number | undefined;
}

/**
 * Decodes `area` of a JPEG (ITU-T T.81: sequential or progressive, Huffman, 8 bits, grey or three colours) at the
 * smallest scale of 1, 2, 4 or 8 eighths that leaves its longer side at least `side` long. What the scale does not need
 * is never kept, so a photo of 50 megapixels takes a few megabytes. Throws PictureFault.
 */
export function decodeJpeg(bytes: Uint8Array, area: PixelArea, side: number): Raster {
  const longer = Math.max(area.width, area.height);
  const eighths = [1, 2, 4].find((scale) => (longer * scale) / 8 >= side) ?? 8;
  const state: State = {
    ...{ bytes, eighths, quantization: [], dc: [], ac: [] },
    ...{ frame: undefined, interval: 0, scans: 0, adobeTransform: undefined },
  };
  let at = 2;
  while (at < bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) throw new PictureFault("a marker is missing");
    if (marker === 0xd9) break;
    at = marker === 0xff ? at + 1 : readSegment(state, marker, at + 2);
  }
  const { frame, scans } = state;
  if (!frame || scans === 0 || (frame.isProgressive && at >= bytes.length)) {
    throw new PictureFault("the picture ends too early");
  }
  return paintArea(frame, state.quantization, { area, eighths: state.eighths, isRgb: isRgb(state, frame) });
}

/** Gives where the next marker is. */
function readSegment(state: State, marker: number, at: number): number {
  if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) return at;
  const length = ((state.bytes[at] ?? 0) << 8) | (state.bytes[at + 1] ?? 0);
  const segment = state.bytes.subarray(at + 2, at + length);
  if (length < 2 || segment.length !== length - 2) throw new PictureFault("a segment is cut off");
  if (marker === 0xdb) readQuantization(state, segment);
  else if (marker === 0xc4) readHuffman(state, segment);
  else if (marker === 0xdd) state.interval = word(segment, 0);
  else if (marker === 0xee) readAdobe(state, segment);
  else if (marker === 0xda) return readScan(state, segment, at + length);
  else if (marker >= 0xc0 && marker <= 0xcf) readFrame(state, marker, segment);
  return at + length;
}

function readQuantization(state: State, segment: Uint8Array): void {
  for (let at = 0; at < segment.length; ) {
    const head = byte(segment, at);
    const bytesEach = head >> 4 === 0 ? 1 : 2;
    const start = at + 1;
    state.quantization[head & 15] = Uint16Array.from({ length: 64 }, (_, k) =>
      bytesEach === 1 ? byte(segment, start + k) : word(segment, start + 2 * k),
    );
    at = start + 64 * bytesEach;
  }
}

function readHuffman(state: State, segment: Uint8Array): void {
  for (let at = 0; at < segment.length; ) {
    const head = byte(segment, at);
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const symbols = segment.subarray(at + 17, at + 17 + total);
    if (symbols.length !== total) throw new PictureFault("a Huffman table is cut off");
    (head >> 4 === 0 ? state.dc : state.ac)[head & 15] = huffmanTable(counts, symbols);
    at += 17 + total;
  }
}

function readAdobe(state: State, segment: Uint8Array): void {
  if (segment.length >= 12 && String.fromCharCode(...segment.subarray(0, 5)) === "Adobe") {
    state.adobeTransform = byte(segment, 11);
  }
}

function isRgb({ adobeTransform }: State, { components }: Frame): boolean {
  if (adobeTransform !== undefined) return adobeTransform === 0;
  return String.fromCharCode(...components.map(({ id }) => id)) === "RGB";
}

function readFrame(state: State, marker: number, segment: Uint8Array): void {
  const [precision, count] = [byte(segment, 0), byte(segment, 5)];
  const [height, width] = [word(segment, 1), word(segment, 3)];
  const isSupported = marker <= 0xc2 && precision === 8 && (count === 1 || count === 3);
  if (state.frame || !isSupported || width === 0 || height === 0) throw new PictureFault("a frame of another kind");
  const parts = Array.from({ length: count }, (_, i) => {
    const factors = byte(segment, 7 + 3 * i);
    const isAlone = count === 1;
    const [h, v] = isAlone ? [1, 1] : [factors >> 4, factors & 15];
    if (h < 1 || h > 4 || v < 1 || v > 4) throw new PictureFault("a sampling factor is out of range");
    return { id: byte(segment, 6 + 3 * i), h, v, quantization: byte(segment, 8 + 3 * i) };
  });
  const hMax = Math.max(...parts.map(({ h }) => h));
  const vMax = Math.max(...parts.map(({ v }) => v));
  const unitsWide = Math.ceil(width / (8 * hMax));
  const unitsHigh = Math.ceil(height / (8 * vMax));
  const outline = { isProgressive: marker === 0xc2, width, height, hMax, vMax, unitsWide, unitsHigh };
  const plan = () => parts.map((part) => planComponent(part, outline, state.eighths));
  let plans = plan();
  while (sizeOf(plans) > COEFFICIENTS_AT_MOST && !outline.isProgressive && state.eighths > 1) {
    state.eighths /= 2;
    plans = plan();
  }
  if (sizeOf(plans) > COEFFICIENTS_AT_MOST) throw new PictureFault("the picture is too large to be held");
  const components = plans.map((part) => ({ ...part, coefficients: new Int16Array(part.stored * part.kept) }));
  state.frame = { ...outline, components };
}

interface Plan extends Omit<Component, "coefficients"> {
  /** Blocks. */
  stored: number;
}

function sizeOf(plans: readonly Plan[]): number {
  return plans.reduce((sum, { stored, kept }) => sum + stored * kept, 0);
}

/** A colour at half the resolution is decoded at twice the scale, so that both end up alike. */
function planComponent(
  part: Pick<Component, "id" | "h" | "v" | "quantization">,
  { width, height, hMax, vMax, unitsWide, unitsHigh, isProgressive }: Omit<Frame, "components">,
  eighths: number,
): Plan {
  const nx = Math.min(8, Math.floor((eighths * hMax) / part.h));
  const ny = Math.min(8, Math.floor((eighths * vMax) / part.v));
  const pitch = isProgressive ? 8 : nx;
  const slots = Int8Array.from(ZIGZAG, (place) => {
    const [u, v] = [place & 7, place >> 3];
    return isProgressive || (u < nx && v < ny) ? v * pitch + u : -1;
  });
  const storedWide = unitsWide * part.h;
  return {
    ...part,
    ...{ nx, ny, slots, storedWide, stored: storedWide * unitsHigh * part.v, kept: isProgressive ? 64 : nx * ny },
    blocksWide: Math.ceil(Math.ceil((width * part.h) / hMax) / 8),
    blocksHigh: Math.ceil(Math.ceil((height * part.v) / vMax) / 8),
  };
}

function readScan(state: State, segment: Uint8Array, at: number): number {
  const { frame, bytes } = state;
  const count = byte(segment, 0);
  if (!frame || ++state.scans > SCANS_AT_MOST) throw new PictureFault("a scan without a frame, or one too many");
  const packed = byte(segment, 3 + 2 * count);
  const band: Band = frame.isProgressive
    ? { first: byte(segment, 1 + 2 * count), last: byte(segment, 2 + 2 * count), high: packed >> 4, low: packed & 15 }
    : { first: 0, last: 63, high: 0, low: 0 };
  const isMixed = frame.isProgressive && band.first === 0 && band.last > 0;
  if (band.first > band.last || band.last > 63 || band.low > 13 || isMixed || (band.first > 0 && count !== 1)) {
    throw new PictureFault("a scan brings what it may not");
  }
  const parts = Array.from({ length: count }, (_, i): ScanPart => {
    const component = frame.components.find(({ id }) => id === byte(segment, 1 + 2 * i));
    const tables = byte(segment, 2 + 2 * i);
    const [dc, ac] = [state.dc[tables >> 4], state.ac[tables & 15]];
    const needsDc = band.first === 0 && band.high === 0;
    const needsAc = band.last > 0;
    if (!component || (needsDc && !dc) || (needsAc && !ac)) throw new PictureFault("a scan lacks its tables");
    return { component, dc, ac, predicted: 0 };
  });
  if (parts.length === 0) throw new PictureFault("a scan of nothing");
  const reader = bitReader(bytes, at);
  decodeScan(frame, parts, band, state.interval, reader);
  return nextMarker(bytes, reader.position());
}

function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] === 0xff && bytes[at + 1] !== 0 && bytes[at + 1] !== 0xff) return at;
  }
  return bytes.length;
}

function byte(segment: Uint8Array, at: number): number {
  const value = segment[at];
  if (value === undefined) throw new PictureFault("a segment is too short");
  return value;
}

function word(segment: Uint8Array, at: number): number {
  return (byte(segment, at) << 8) | byte(segment, at + 1);
}

/** Row and column (8 × row + column) of the coefficients, in the order in which they are sent. */
const ZIGZAG = [
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21],
  ...[28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61],
  ...[54, 47, 55, 62, 63],
];
