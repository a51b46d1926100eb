import { type BitReader, type HuffmanTable, PictureFault } from "./jpeg-bits.ts";

/** One colour of the picture. */
export interface Component {
  id: number;
  /** Sampling factors. */
  h: number;
  v: number;
  quantization: number;
  /** Blocks that hold picture, and blocks that are stored: whole minimum coded units. */
  blocksWide: number;
  blocksHigh: number;
  storedWide: number;
  /** Points a block becomes, across and down: 8 × 8 at full size. */
  nx: number;
  ny: number;
  /** Coefficients kept of a block, and where the one at each place of the zigzag is kept; −1 when it is not. */
  kept: number;
  slots: Int8Array;
  coefficients: Int16Array;
}

export interface Frame {
  isProgressive: boolean;
  width: number;
  height: number;
  hMax: number;
  vMax: number;
  unitsWide: number;
  unitsHigh: number;
  components: Component[];
}

export interface ScanPart {
  component: Component;
  dc: HuffmanTable | undefined;
  ac: HuffmanTable | undefined;
  predicted: number;
}

/** Which coefficients a scan brings, and to which bit (ITU-T T.81, annex G). A sequential scan brings all, whole. */
export interface Band {
  first: number;
  last: number;
  high: number;
  low: number;
}

interface Scan {
  reader: BitReader;
  band: Band;
  /** Blocks still to come without a coefficient in this band. */
  emptyRun: number;
}

type DecodeBlock = (scan: Scan, part: ScanPart, at: number) => void;

/** Decodes a scan into the coefficients of its components. */
export function decodeScan(frame: Frame, parts: ScanPart[], band: Band, interval: number, reader: BitReader): void {
  const scan: Scan = { reader, band, emptyRun: 0 };
  const decodeBlock = blockDecoder(frame, band);
  const [only] = parts;
  const units =
    parts.length === 1 && only
      ? only.component.blocksWide * only.component.blocksHigh
      : frame.unitsWide * frame.unitsHigh;
  for (let unit = 0; unit < units; unit++) {
    if (interval > 0 && unit > 0 && unit % interval === 0) {
      reader.restart();
      scan.emptyRun = 0;
      for (const part of parts) part.predicted = 0;
    }
    if (parts.length === 1 && only) decodeAlone(scan, only, unit, decodeBlock);
    else decodeUnit(scan, frame, parts, unit, decodeBlock);
  }
}

function decodeAlone(scan: Scan, part: ScanPart, unit: number, decodeBlock: DecodeBlock): void {
  const { blocksWide, storedWide, kept } = part.component;
  const row = Math.floor(unit / blocksWide);
  decodeBlock(scan, part, (row * storedWide + (unit % blocksWide)) * kept);
}

function decodeUnit(scan: Scan, frame: Frame, parts: ScanPart[], unit: number, decodeBlock: DecodeBlock): void {
  const row = Math.floor(unit / frame.unitsWide);
  const column = unit % frame.unitsWide;
  for (const part of parts) {
    const { h, v, storedWide, kept } = part.component;
    for (let y = 0; y < v; y++) {
      for (let x = 0; x < h; x++) decodeBlock(scan, part, ((row * v + y) * storedWide + column * h + x) * kept);
    }
  }
}

function blockDecoder(frame: Frame, band: Band): DecodeBlock {
  if (!frame.isProgressive) return decodeWhole;
  if (band.first === 0) return band.high === 0 ? decodeDcFirst : decodeDcNext;
  return band.high === 0 ? decodeAcFirst : decodeAcNext;
}

function decodeWhole({ reader }: Scan, part: ScanPart, at: number): void {
  const { coefficients, slots } = part.component;
  const ac = part.ac as HuffmanTable;
  coefficients[at] = nextDc(reader, part);
  for (let k = 1; k < 64; k++) {
    const symbol = reader.symbol(ac);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0 && run < 15) return;
    k += run;
    if (k > 63) throw new PictureFault("a block has too many coefficients");
    if (size === 0) continue;
    const value = extend(reader.bits(size), size);
    const slot = slots[k] as number;
    if (slot >= 0) coefficients[at + slot] = value;
  }
}

function decodeDcFirst({ reader, band }: Scan, part: ScanPart, at: number): void {
  part.component.coefficients[at] = nextDc(reader, part) << band.low;
}

function decodeDcNext({ reader, band }: Scan, part: ScanPart, at: number): void {
  if (reader.bit() === 1) (part.component.coefficients[at] as number) |= 1 << band.low;
}

function decodeAcFirst(scan: Scan, part: ScanPart, at: number): void {
  if (scan.emptyRun > 0) {
    scan.emptyRun -= 1;
    return;
  }
  const { reader, band } = scan;
  const { coefficients, slots } = part.component;
  for (let k = band.first; k <= band.last; k++) {
    const symbol = reader.symbol(part.ac as HuffmanTable);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0 && run < 15) {
      scan.emptyRun = (1 << run) - 1 + reader.bits(run);
      return;
    }
    k += run;
    if (k > 63) throw new PictureFault("a block has too many coefficients");
    if (size > 0) coefficients[at + (slots[k] as number)] = extend(reader.bits(size), size) * (1 << band.low);
  }
}

/** Brings one more bit of coefficients that are there, and new ones of a single bit between them. */
function decodeAcNext(scan: Scan, part: ScanPart, at: number): void {
  const { reader, band } = scan;
  const { coefficients, slots } = part.component;
  const step = 1 << band.low;
  const refine = (place: number) => {
    const value = coefficients[place] as number;
    if (reader.bit() === 1) coefficients[place] = value + (value > 0 ? step : -step);
  };
  let k = band.first;
  while (scan.emptyRun === 0 && k <= band.last) {
    const symbol = reader.symbol(part.ac as HuffmanTable);
    let run = symbol >> 4;
    let fresh = 0;
    if ((symbol & 15) > 0) fresh = reader.bit() === 1 ? step : -step;
    else if (run < 15) {
      scan.emptyRun = (1 << run) + reader.bits(run);
      break;
    }
    for (; k <= band.last; k++) {
      const place = at + (slots[k] as number);
      if (coefficients[place] !== 0) refine(place);
      else if (run-- === 0) {
        coefficients[place] = fresh;
        break;
      }
    }
    k += 1;
  }
  if (scan.emptyRun === 0) return;
  scan.emptyRun -= 1;
  for (; k <= band.last; k++) {
    const place = at + (slots[k] as number);
    if (coefficients[place] !== 0) refine(place);
  }
}

function nextDc(reader: BitReader, part: ScanPart): number {
  const size = reader.symbol(part.dc as HuffmanTable);
  if (size > 15) throw new PictureFault("a difference has too many bits");
  if (size > 0) part.predicted += extend(reader.bits(size), size);
  return part.predicted;
}

/** A number of `size` bits whose first bit is its sign (ITU-T T.81, F.2.2.1). */
function extend(value: number, size: number): number {
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}
