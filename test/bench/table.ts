import type { Line } from "./bench.ts";

const HEADINGS = ["what", "bare", "ours", "ratio", "target", "", "CPU bare", "CPU ours", "CPU behind"];

/** The results as a table of Markdown. */
export function table(lines: readonly Line[]): string {
  const rows = [HEADINGS, HEADINGS.map((_, i) => (i === 0 ? ":--" : "--:")), ...lines.map(cells)];
  const widths = HEADINGS.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) => `| ${row.map((cell, i) => pad(cell, widths[i] ?? 0, i === 0)).join(" | ")} |`).join("\n");
}

function cells(line: Line): string[] {
  const { what, bare, ours, ratio, unit = "×", target, cpuBare, cpuOurs, cpuBehind } = line;
  const [sign, bound, isMet] =
    "least" in target ? ["≥", target.least, ratio >= target.least] : ["≤", target.most, ratio <= target.most];
  const written = `${ratio.toFixed(2)} ${unit}`;
  return [
    what,
    bare,
    ours,
    written,
    `${sign} ${bound}`,
    isMet ? "ok" : "missed",
    ...[cpuBare, cpuOurs, cpuBehind].map(ms),
  ];
}

function ms(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? "–" : `${value.toFixed(3)} ms`;
}

function pad(text: string, width: number, isFirst: boolean): string {
  return isFirst ? text.padEnd(width) : text.padStart(width);
}
