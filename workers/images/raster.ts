import type { Orientation, PixelArea } from "#app/domain/imaging.ts";
import { toStored } from "#app/domain/picture-header.ts";

/** Red, green, blue and opacity, a byte each, row by row. */
export interface Raster {
  pixels: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
}

/**
 * Makes `area` of a picture as small as `side` on its longer side (and never larger than it is), every new pixel the mean
 * of what it covers, laid on white where it can be seen through.
 */
export function shrink(source: Raster, area: PixelArea, side: number): Raster {
  const scale = Math.min(1, side / Math.max(area.width, area.height));
  const width = Math.max(1, Math.round(area.width * scale));
  const height = Math.max(1, Math.round(area.height * scale));
  const columns = spans(area.x, area.width, width);
  const rows = spans(area.y, area.height, height);
  const pixels = new Uint8ClampedArray(width * height * 4);
  const sum = new Float64Array(3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const weight = addUp(source, columns[x] as Span, rows[y] as Span, sum);
      for (let i = 0; i < 3; i++) pixels[at + i] = (sum[i] as number) / weight;
      pixels[at + 3] = 255;
    }
  }
  return { pixels, width, height };
}

/** From `start` to `end`, where a pixel at the edge may count in part. */
interface Span {
  start: number;
  end: number;
}

function spans(from: number, length: number, count: number): Span[] {
  return Array.from({ length: count }, (_, i) => ({
    start: from + (i * length) / count,
    end: from + ((i + 1) * length) / count,
  }));
}

function addUp({ pixels, width }: Raster, columns: Span, rows: Span, sum: Float64Array): number {
  let total = 0;
  sum.fill(0);
  for (let y = Math.floor(rows.start); y < rows.end; y++) {
    const tall = Math.min(y + 1, rows.end) - Math.max(y, rows.start);
    for (let x = Math.floor(columns.start); x < columns.end; x++) {
      const weight = tall * (Math.min(x + 1, columns.end) - Math.max(x, columns.start));
      const at = (y * width + x) * 4;
      const opacity = (pixels[at + 3] as number) / 255;
      const white = 255 * (1 - opacity);
      for (let i = 0; i < 3; i++) sum[i] = (sum[i] as number) + weight * ((pixels[at + i] as number) * opacity + white);
      total += weight;
    }
  }
  return total;
}

/** Turns and mirrors a picture until it stands upright. */
export function turnUpright(source: Raster, orientation: Orientation): Raster {
  if (orientation === 1) return source;
  const isTurned = orientation >= 5;
  const width = isTurned ? source.height : source.width;
  const height = isTurned ? source.width : source.height;
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const [u, v] = toStored(orientation, (x + 0.5) / width, (y + 0.5) / height);
      const from = (Math.floor(v * source.height) * source.width + Math.floor(u * source.width)) * 4;
      for (let i = 0; i < 4; i++) pixels[at + i] = source.pixels[from + i] as number;
    }
  }
  return { pixels, width, height };
}
