/** A number as PDF and SVG write it: never an exponent, and no finer than a press can print. */
export function number(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}
