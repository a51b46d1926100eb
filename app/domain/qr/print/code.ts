import { create } from "qrcode";

/** White modules around a code, as ISO/IEC 18004 asks. */
export const QUIET_ZONE = 4;

/** A QR code as a square of modules, without its quiet zone. */
export interface Code {
  version: number;
  /** Modules a side. */
  size: number;
  isDark: (row: number, column: number) => boolean;
  /** Does this module carry data or its correction, rather than a pattern that finds and times the code? */
  isData: (row: number, column: number) => boolean;
}

/**
 * The code of an address. Upper case makes it alphanumeric, the densest mode that holds an address, and leaves room for
 * correction level H: a third of the code may be lost. Hosts, `/G/` and tokens are read in any case.
 */
export function encodeUrl(url: string): Code {
  const { version, modules } = create([{ data: url.toUpperCase(), mode: "alphanumeric" }], {
    errorCorrectionLevel: "H",
  });
  return {
    version,
    size: modules.size,
    isDark: (row, column) => modules.get(row, column) === 1,
    isData: (row, column) => modules.isReserved(row, column) === 0,
  };
}

/** A run of dark modules, in modules from the outer edge of the quiet zone. */
export interface Run {
  x: number;
  y: number;
  width: number;
}

/** The dark modules, row by row, each unbroken run of them as one rectangle of height 1. */
export function darkRuns(code: Code): Run[] {
  const runs: Run[] = [];
  for (let row = 0; row < code.size; row++) {
    let start = -1;
    for (let column = 0; column <= code.size; column++) {
      const isDark = column < code.size && code.isDark(row, column);
      if (isDark && start < 0) start = column;
      if (!isDark && start >= 0) {
        runs.push({ x: start + QUIET_ZONE, y: row + QUIET_ZONE, width: column - start });
        start = -1;
      }
    }
  }
  return runs;
}

/** Modules a side with the quiet zone. */
export function outerSize(code: Code): number {
  return code.size + 2 * QUIET_ZONE;
}
