import { type Currency, isCurrency } from "../../../core/currency.ts";
import { parseAmount } from "../../../core/money.ts";
import { readCsv } from "../../guards/index.ts";
import type { LineResult } from "./rules.ts";

export const RESULTS_MAX_BYTES = 5 * 1024 * 1024;
/** A file of ours, and what a bank may add to it. */
const ROWS_AT_MOST = 20_000;
const REASON_CHARACTERS = 200;
const BANK_REFERENCE_CHARACTERS = 100;

const COLUMNS = {
  reference: {
    title: "Reference",
    also: ["reference", "ourreference", "ref", "transactionreference", "customerreference", "paymentreference"],
  },
  amount: { title: "Amount", also: ["amount", "value", "transactionamount", "paymentamount", "amountpaid"] },
  status: {
    title: "Status",
    also: ["status", "result", "state", "transactionstatus", "paymentstatus", "responsestatus"],
  },
  bankReference: {
    title: "Bank reference",
    also: ["bankreference", "bankref", "transactionid", "sessionid", "bankid", "traceid", "paymentid"],
  },
  reason: {
    title: "Reason",
    also: ["reason", "message", "remarks", "remark", "responsemessage", "failurereason", "comment", "description"],
  },
  fee: { title: "Fee", also: ["fee", "fees", "charge", "charges", "bankcharge", "bankcharges", "commission"] },
} as const;
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];
const REQUIRED: readonly Column[] = ["reference", "amount", "status"];

const WORDS: Readonly<Record<LineResult | "pending", readonly string[]>> = {
  paid: [
    "paid",
    "success",
    "successful",
    "succeeded",
    "completed",
    "complete",
    "processed",
    "approved",
    "settled",
    "ok",
    "00",
  ],
  failed: [
    "failed",
    "fail",
    "failure",
    "rejected",
    "declined",
    "unsuccessful",
    "cancelled",
    "canceled",
    "error",
    "notpaid",
  ],
  returned: ["returned", "return", "reversed", "reversal", "refunded"],
  pending: ["pending", "processing", "inprogress", "submitted", "queued", "new", "awaitingapproval"],
};

/** A row as the bank wrote it, read as far as it can be. What cannot is null; minor units as text. */
export interface ResultRow {
  /** As a spreadsheet counts. */
  row: number;
  isBroken: boolean;
  reference: string;
  amountMinor: string | null;
  amountText: string;
  status: LineResult | "pending" | null;
  statusText: string;
  bankReference: string | null;
  reason: string | null;
  feeMinor: string | null;
  feeText: string;
}

export type ResultReading = { status: "read"; rows: ResultRow[] } | { status: "unreadable"; message: string };

/** Reads a bank's file of results; its columns may stand in any order and be called as banks call them. */
export function readResultFile(bytes: Uint8Array, currency: string): ResultReading {
  if (bytes.length > RESULTS_MAX_BYTES) return unreadable("The file is larger than 5 MB. Split it into smaller ones.");
  if (!isCurrency(currency)) return unreadable("The currency of this file is not one that results can be read in.");
  const reading = readCsv(bytes);
  if (reading.status === "unreadable") return reading;
  const columns = reading.header.map(columnOf);
  const missing = REQUIRED.filter((name) => !columns.includes(name)).map((name) => `“${COLUMNS[name].title}”`);
  if (missing.length > 0) {
    const needs = missing.length === 1 ? "column is" : "columns are";
    return unreadable(`The ${needs} missing: ${missing.join(", ")}. The first row must name the columns.`);
  }
  const twice = columns.find((name, i) => name !== null && columns.indexOf(name) !== i);
  if (twice) return unreadable(`The column “${COLUMNS[twice].title}” is there twice. Keep the one that counts.`);
  if (reading.rows.length === 0) return unreadable("The file has a header and no rows.");
  if (reading.rows.length > ROWS_AT_MOST) return unreadable(`The file has more than ${ROWS_AT_MOST} rows. Split it.`);
  return { status: "read", rows: reading.rows.map((row) => rowOf(row, columns, currency)) };
}

function rowOf(
  { row, cells, isBroken }: { row: number; cells: readonly string[]; isBroken: boolean },
  columns: readonly (Column | null)[],
  currency: Currency,
): ResultRow {
  const text = (name: Column): string => printable(cells[columns.indexOf(name)] ?? "");
  const amountText = text("amount");
  const feeText = text("fee");
  return {
    row,
    isBroken,
    reference: text("reference").toLowerCase(),
    amountMinor: minorOf(amountText, currency),
    amountText,
    status: statusOf(text("status")),
    statusText: text("status"),
    bankReference: text("bankReference").slice(0, BANK_REFERENCE_CHARACTERS) || null,
    reason: text("reason").slice(0, REASON_CHARACTERS) || null,
    feeMinor: feeText === "" ? "0" : minorOf(feeText, currency),
    feeText,
  };
}

/** An amount as banks write it, with or without the currency's code: `NGN 1,000.00`. */
function minorOf(text: string, currency: Currency): string | null {
  const amount = parseAmount(text.toUpperCase().replace(currency, "").trim(), currency);
  return amount === null ? null : String(amount.minor);
}

function statusOf(text: string): ResultRow["status"] {
  const bare = text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const known = Object.entries(WORDS).find(([, words]) => words.includes(bare));
  return (known?.[0] as ResultRow["status"] | undefined) ?? null;
}

function columnOf(title: string): Column | null {
  const bare = title.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return NAMES.find((name) => (COLUMNS[name].also as readonly string[]).includes(bare)) ?? null;
}

/** What a database and a page take. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, "").trim();
}

function unreadable(message: string): ResultReading {
  return { status: "unreadable", message };
}
