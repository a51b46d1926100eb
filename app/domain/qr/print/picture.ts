import type { Run } from "./code.ts";

/** A code read back from a file: drawn as a square of so many pixels a side, row by row, 1 where it is dark. */
export type Picture = (side: number) => Uint8Array;

/** The picture of bars of height 1 on a white ground of so many units a side. */
export function pictureOf(bars: readonly Run[], units: number): Picture {
  return (side) => {
    const bitmap = new Uint8Array(side * side);
    const pixel = (unit: number) => Math.max(0, Math.min(side, Math.round((unit * side) / units)));
    for (const { x, y, width } of bars) {
      for (let row = pixel(y); row < pixel(y + 1); row++) {
        bitmap.fill(1, row * side + pixel(x), row * side + pixel(x + width));
      }
    }
    return bitmap;
  };
}
