import type { Rig } from "./rig.ts";

/** One line of the table. `bare` and `ours` are written out with their unit; a target is what `ratio` must reach. */
export type Line = {
  what: string;
  bare: string;
  ours: string;
  ratio: number;
  /** Written before the ratio, such as `×` or `+ ms`. */
  unit?: string;
  target: { least: number } | { most: number };
  /** CPU of workerd, in milliseconds a request (or a tip). */
  cpuBare?: number;
  cpuOurs?: number;
  /** The same of PostgreSQL and of the bridge, for information. */
  cpuBehind?: number;
};

export type Bench = (rig: Rig) => Promise<Line[]>;

/** How often the bare Worker and ours take turns. The ratio is the median of the turns: neighbours on the machine come and go. */
export const TURNS = 5;

/** Turns before those that count: the engine compiles what it finds busy. */
export const WARM_UPS = 2;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString("en")} /s`;
}
