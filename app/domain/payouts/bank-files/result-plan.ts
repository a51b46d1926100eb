import type { KnownLine } from "./known-files.ts";
import type { ResultRow } from "./result-file.ts";
import type { LineResult } from "./rules.ts";

/** What a row would do to its line. */
export interface PlannedResult {
  row: number;
  line: KnownLine;
  result: LineResult;
  bankReference: string | null;
  reason: string | null;
  feeMinor: bigint;
}

/** What is wrong with a row, in words somebody can act on. */
export interface ResultError {
  row: number;
  reference: string;
  value: string;
  message: string;
}

export interface ResultPlan {
  results: PlannedResult[];
  errors: ResultError[];
  /** Rows that say what is recorded already. */
  unchanged: number;
  /** Rows that have no result yet. */
  pending: number;
}

/**
 * What a file of results would do, decided from the lines as they stand: each row that is not new, and right, is an error or
 * changes nothing. A line that was given up and yet was paid is a result: the money has left.
 */
export function planResults(rows: readonly ResultRow[], lines: ReadonlyMap<string, KnownLine>): ResultPlan {
  const plan: ResultPlan = { results: [], errors: [], unchanged: 0, pending: 0 };
  const firstRows = new Map<string, number>();
  for (const row of rows) {
    const line = lines.get(row.reference);
    const mistake = mistakeOf(row, line, firstRows.get(row.reference));
    firstRows.set(row.reference, firstRows.get(row.reference) ?? row.row);
    if (mistake !== null || !line || row.status === null || row.feeMinor === null) {
      plan.errors.push({ row: row.row, reference: row.reference, ...(mistake ?? { value: "", message: "" }) });
    } else if (row.status === "pending") plan.pending++;
    else if (isRecorded(row.status, line)) plan.unchanged++;
    else {
      const { bankReference, reason } = row;
      plan.results.push({
        row: row.row,
        line,
        result: row.status,
        bankReference,
        reason,
        feeMinor: BigInt(row.feeMinor),
      });
    }
  }
  return plan;
}

function mistakeOf(row: ResultRow, line: KnownLine | undefined, firstRow: number | undefined) {
  const { reference, amountMinor, amountText, status, statusText, feeText } = row;
  if (row.isBroken) return { value: "", message: "The quotation marks of this row do not match. Correct the row." };
  if (!line) return { value: reference, message: "No line of this file has this reference. Is it the right file?" };
  if (firstRow !== undefined)
    return { value: reference, message: `It is listed twice: also in row ${firstRow}. Keep one.` };
  if (amountMinor === null || BigInt(amountMinor) !== line.amountMinor) {
    return { value: amountText, message: "The amount is not the one that was exported. Ask the bank what it paid." };
  }
  if (status === null) return { value: statusText, message: "Say paid, failed, returned or pending." };
  if (row.feeMinor === null) return { value: feeText, message: "The fee is not an amount. Correct or empty it." };
  return contradiction(status, statusText, line);
}

/** What was decided stays, but for money that comes back after it was paid. */
function contradiction(status: LineResult | "pending", value: string, line: KnownLine) {
  if (status === "pending" || isRecorded(status, line)) return null;
  if (line.result === null) {
    const isLost = line.isReleased && status === "returned";
    return isLost ? { value, message: "This line was given up and not paid: nothing can come back." } : null;
  }
  if (line.result === "paid" && status === "returned") return null;
  return { value, message: `It was decided before: ${line.result}. If the bank says otherwise now, ask Asante.` };
}

/** A line that was given up has failed, as far as its money is concerned. */
function isRecorded(status: LineResult, { result, isReleased }: KnownLine): boolean {
  return result === status || (isReleased && result === null && status === "failed");
}
