import { parseMinor } from "../../core/money.ts";
import { parseInstant } from "../../core/time.ts";
import type { Dispute, RailRefund } from "../../domain/ports.ts";

/** Paystack's refund statuses in our words (paystack.md §5, “Refunds”). */
const REFUND_STATUS: Readonly<Record<string, RailRefund["status"]>> = {
  pending: "pending",
  processing: "processing",
  "needs-attention": "needs_attention",
  processed: "processed",
  failed: "failed",
};

/** How Paystack says that a dispute ended (paystack.md §3): who did not give in has won. */
const RESOLUTIONS: Readonly<Record<string, "won" | "lost">> = {
  declined: "won",
  "merchant-accepted": "lost",
  "auto-accepted": "lost",
};

/** Where a dispute stands while nobody has decided it. */
const OPEN_STATUS: Readonly<Record<string, "open" | "answered">> = {
  "awaiting-merchant-feedback": "open",
  "awaiting-bank-feedback": "answered",
  pending: "answered",
};

type Json = Record<string, unknown>;

/** Begins the note that names our refund, so that no other words of a note are taken for it. */
export const NOTE_PREFIX = "asante ";

/**
 * A refund, as POST and GET /refund carry it; null when it is not readable. Amounts are numbers there and strings in most
 * events. That `merchant_note` comes back is seen in samples, not promised: UNCONFIRMED, and so it may be null here.
 */
export function readRefund(row: unknown): RailRefund | null {
  if (!isObject(row)) return null;
  const status = REFUND_STATUS[String(row["status"])];
  const amountMinor = parseMinor(row["amount"]);
  const railRefundId = readId(row["id"]);
  const { currency } = row;
  if (!status || !amountMinor || !railRefundId || typeof currency !== "string") return null;
  return { railRefundId, id: readNote(row["merchant_note"]), status, amountMinor, currency };
}

/** The transaction a row of GET /refund is of: a number there, an object where it was just made (paystack.md §5). */
export function readRefundTransaction(row: unknown): string | null {
  if (!isObject(row)) return null;
  const transaction = row["transaction"];
  return isObject(transaction) ? readId(transaction["id"]) : readId(transaction);
}

/** Which payment a refund event speaks of; most of them name no refund (paystack.md §3). */
export function readRefundReference(data: unknown): string | null {
  return isObject(data) ? readReference(data["transaction_reference"]) : null;
}

/** A dispute, as its events and GET /dispute carry it; null when a field that money hangs on is missing. */
export function readDispute(data: unknown): Dispute | null {
  if (!isObject(data)) return null;
  const transaction = isObject(data["transaction"]) ? data["transaction"] : {};
  const reference = readReference(transaction["reference"]) ?? readReference(data["transaction_reference"]);
  const railDisputeId = readId(data["id"]);
  const environment = data["domain"];
  const resolution = typeof data["resolution"] === "string" ? data["resolution"] : null;
  const status = data["status"] === "resolved" ? RESOLUTIONS[resolution ?? ""] : OPEN_STATUS[String(data["status"])];
  const currency = data["currency"] ?? transaction["currency"];
  if (!reference || !railDisputeId || !status || typeof currency !== "string") return null;
  if (environment !== "test" && environment !== "live") return null;
  return {
    rail: "paystack",
    environment,
    railDisputeId,
    reference,
    status,
    resolution,
    currency,
    amountMinor: parseMinor(data["refund_amount"]) || null,
    category: typeof data["category"] === "string" ? data["category"].slice(0, 60) : null,
    dueAt: parseInstant(data["dueAt"] ?? data["due_at"]),
  };
}

function readNote(note: unknown): string | null {
  const id = typeof note === "string" && note.startsWith(NOTE_PREFIX) ? note.slice(NOTE_PREFIX.length).trim() : "";
  return /^[a-z0-9-]{16,50}$/.test(id) ? id : null;
}

function readReference(value: unknown): string | null {
  return typeof value === "string" && /^[\x20-\x7e]{1,100}$/.test(value) ? value : null;
}

function readId(value: unknown): string | null {
  if (Number.isSafeInteger(value)) return String(value);
  return typeof value === "string" && /^\w{1,40}$/.test(value) ? value : null;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
