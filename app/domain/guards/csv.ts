import Papa from "papaparse";

/** What a spreadsheet would take for a formula, and what an earlier export put before it. */
const FORMULA = /^'*[=+\-@\t\r]/;
const ESCAPED_FORMULA = /^'+[=+\-@\t\r]/;

/** A file's rows of cells, with the number that a spreadsheet gives each row. */
export interface CsvRow {
  row: number;
  cells: string[];
  /** The row's quotation marks do not match. */
  isBroken: boolean;
}

export type CsvReading =
  | { status: "read"; header: string[]; rows: CsvRow[] }
  | { status: "unreadable"; message: string };

/**
 * Writes rows of cells. A cell that a spreadsheet would run as a formula is made text by an apostrophe. `isQuoted` puts every
 * cell between quotation marks, for readers that then take it as text and keep its leading zeros.
 */
export function csvOf(rows: readonly (readonly string[])[], { isQuoted = false } = {}): string {
  return rows.length === 0
    ? ""
    : `${Papa.unparse(
        rows.map((row) => row.map(escapeFormula)),
        { newline: "\r\n", quotes: isQuoted },
      )}\r\n`;
}

/**
 * Reads a table of comma, semicolon or tab separated values as spreadsheets write it: with or without a byte order mark,
 * in UTF-8, in UTF-16 or as Windows writes Western letters. Empty rows are left out, and row numbers stay as they were.
 */
export function readCsv(bytes: Uint8Array): CsvReading {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    return {
      status: "unreadable",
      message: "This is a workbook. Save it as CSV in your spreadsheet and choose that file.",
    };
  }
  const text = decode(bytes);
  if (text.includes("\0")) {
    return { status: "unreadable", message: "This is not a CSV file. Save your sheet as CSV and choose that file." };
  }
  const { data, errors } = Papa.parse<string[]>(text, { delimitersToGuess: [",", ";", "\t"] });
  const broken = new Set(errors.filter(({ type }) => type === "Quotes").map(({ row }) => row));
  const rows = data
    .map((cells, i) => ({ row: i + 1, cells: cells.map(readCell), isBroken: broken.has(i) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const [header, ...rest] = rows;
  return header
    ? { status: "read", header: header.cells, rows: rest }
    : { status: "unreadable", message: "The file is empty. Choose one with a header row and rows below it." };
}

function escapeFormula(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

function readCell(cell: string): string {
  const trimmed = cell.trim().replaceAll(/\s+/g, " ");
  return ESCAPED_FORMULA.test(trimmed) ? trimmed.slice(1) : trimmed;
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
