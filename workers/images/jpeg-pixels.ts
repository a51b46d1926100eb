import type { PixelArea } from "#app/domain/imaging.ts";
import { PictureFault } from "./jpeg-bits.ts";
import type { Component, Frame } from "./jpeg-scan.ts";
import type { Raster } from "./raster.ts";

interface View {
  area: PixelArea;
  eighths: number;
  isRgb: boolean;
}

/** One colour's samples of the blocks under an area. */
interface Plane {
  samples: Uint8ClampedArray;
  width: number;
  /** For each column and row of the picture made, where its sample stands. */
  columns: Uint32Array;
  rows: Uint32Array;
}

/** Turns the coefficients under `area` into pixels, `eighths` of the full size. */
export function paintArea(frame: Frame, tables: readonly (Uint16Array | undefined)[], view: View): Raster {
  const { area, eighths, isRgb } = view;
  const width = Math.max(1, Math.round((area.width * eighths) / 8));
  const height = Math.max(1, Math.round((area.height * eighths) / 8));
  const [first, second, third] = frame.components.map((component) => {
    const table = tables[component.quantization];
    if (!table) throw new PictureFault("a quantization table is missing");
    return paintPlane(frame, component, table, area, { width, height });
  });
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const a = sampleOf(first as Plane, x, y);
      const b = second ? sampleOf(second, x, y) : 128;
      const c = third ? sampleOf(third, x, y) : 128;
      const isPlain = isRgb && second !== undefined;
      pixels[at] = isPlain ? a : a + 1.402 * (c - 128);
      pixels[at + 1] = isPlain ? b : a - 0.344136 * (b - 128) - 0.714136 * (c - 128);
      pixels[at + 2] = isPlain ? c : a + 1.772 * (b - 128);
      pixels[at + 3] = 255;
    }
  }
  return { pixels, width, height };
}

function sampleOf({ samples, width, columns, rows }: Plane, x: number, y: number): number {
  return samples[(rows[y] as number) * width + (columns[x] as number)] as number;
}

function paintPlane(
  { hMax, vMax }: Frame,
  component: Component,
  table: Uint16Array,
  area: PixelArea,
  size: { width: number; height: number },
): Plane {
  const across = axis(component.h / hMax, component.nx, component.blocksWide, area.x, area.width, size.width);
  const down = axis(component.v / vMax, component.ny, component.blocksHigh, area.y, area.height, size.height);
  const width = across.blocks * component.nx;
  const samples = new Uint8ClampedArray(width * down.blocks * component.ny);
  const paintBlock = blockPainter(component, table);
  for (let row = 0; row < down.blocks; row++) {
    for (let column = 0; column < across.blocks; column++) {
      const block = (down.firstBlock + row) * component.storedWide + across.firstBlock + column;
      paintBlock(block * component.kept, samples, row * component.ny * width + column * component.nx, width);
    }
  }
  return { samples, width, columns: across.places, rows: down.places };
}

/** Along one axis: the blocks under the area, and the sample under the middle of each pixel to be made. */
function axis(ratio: number, points: number, blocksAtMost: number, start: number, length: number, made: number) {
  const firstBlock = Math.min(blocksAtMost - 1, Math.floor((start * ratio) / 8));
  const afterLast = Math.min(blocksAtMost, Math.ceil(((start + length) * ratio) / 8));
  const blocks = Math.max(1, afterLast - firstBlock);
  const places = Uint32Array.from({ length: made }, (_, i) => {
    const stored = start + ((i + 0.5) * length) / made;
    const sample = Math.floor((stored * ratio * points) / 8) - firstBlock * points;
    return Math.min(Math.max(sample, 0), blocks * points - 1);
  });
  return { firstBlock, blocks, places };
}

type PaintBlock = (from: number, to: Uint8ClampedArray, at: number, pitch: number) => void;

/**
 * The inverse cosine transform of a block's lowest nx × ny coefficients: nx × ny points, a smaller picture of the same
 * block. With 8 × 8 it is the transform of ITU-T T.81, A.3.3.
 */
function blockPainter({ nx, ny, slots, kept, coefficients }: Component, table: Uint16Array): PaintBlock {
  const pitch = kept === 64 ? 8 : nx;
  const weights = new Float32Array(kept);
  for (const [k, slot] of slots.entries()) if (slot >= 0) weights[slot] = table[k] ?? 0;
  const [cosinesX, cosinesY] = [cosines(nx), cosines(ny)];
  const half = new Float32Array(nx * ny);
  return (from, to, at, width) => {
    for (let v = 0; v < ny; v++) {
      for (let x = 0; x < nx; x++) {
        let sum = 0;
        for (let u = 0; u < nx; u++) {
          const slot = v * pitch + u;
          sum += (coefficients[from + slot] as number) * (weights[slot] as number) * (cosinesX[x * nx + u] as number);
        }
        half[v * nx + x] = sum;
      }
    }
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        let sum = 128;
        for (let v = 0; v < ny; v++) sum += (half[v * nx + x] as number) * (cosinesY[y * ny + v] as number);
        to[at + y * width + x] = sum;
      }
    }
  };
}

/** Of n points, at [point × n + frequency]. The factor is the same for every n: the mean of a block stays what it is. */
function cosines(n: number): Float32Array {
  return Float32Array.from({ length: n * n }, (_, i) => {
    const [point, frequency] = [Math.floor(i / n), i % n];
    const factor = frequency === 0 ? Math.SQRT1_2 : 1;
    return (factor / 2) * Math.cos(((2 * point + 1) * frequency * Math.PI) / (2 * n));
  });
}
