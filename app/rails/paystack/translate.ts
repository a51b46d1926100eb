import type { Currency } from "../../core/currency.ts";
import { parseMinor } from "../../core/money.ts";
import { parseInstant } from "../../core/time.ts";
import type { Charge, Destination, DestinationKind, RailEvent, RailEventHeading } from "../../domain/ports.ts";
import { readDispute, readRefundReference } from "./translate-refunds.ts";
import { readTransfer } from "./translate-transfers.ts";

/** Paystack's transaction statuses in our words (paystack.md §2.4); `abandoned` is not final there. */
const CHARGE_STATUS: Readonly<Record<string, Charge["status"]>> = {
  success: "succeeded",
  failed: "failed",
  abandoned: "abandoned",
  ongoing: "pending",
  pending: "pending",
  processing: "pending",
  queued: "pending",
  reversed: "reversed",
};

/** What Paystack calls a country and, by our kinds, the accounts it pays there. */
export interface PayoutCountry {
  slug: string;
  currency: Currency;
  /** The `type` of a recipient, which is also the `type` of a row of GET /bank. */
  types: Readonly<Partial<Record<DestinationKind, string>>>;
  /** Whether it says for nothing whose account a number is. */
  hasNames: boolean;
}

/**
 * Where Paystack sends transfers (paystack.md §4, §4.2–4.4). Tills and paybills (`mobile_money_business`) belong to shops and
 * are left out. South Africa's name check costs ZAR 3 and wants an identity document, so it counts as none; Kenya has none.
 */
const PAYOUT_COUNTRIES: Readonly<Record<string, PayoutCountry>> = {
  NG: { slug: "nigeria", currency: "NGN", types: { bank: "nuban" }, hasNames: true },
  GH: { slug: "ghana", currency: "GHS", types: { bank: "ghipss", mobile_money: "mobile_money" }, hasNames: true },
  KE: { slug: "kenya", currency: "KES", types: { bank: "kepss", mobile_money: "mobile_money" }, hasNames: false },
  ZA: { slug: "south-africa", currency: "ZAR", types: { bank: "basa" }, hasNames: false },
};

/** The country by its ISO 3166 code; null when Paystack sends nothing there. */
export function payoutCountry(code: string): PayoutCountry | null {
  return (Object.hasOwn(PAYOUT_COUNTRIES, code) && PAYOUT_COUNTRIES[code]) || null;
}

type Json = Record<string, unknown>;

/** A row of GET /bank. Null for one that is no longer there, or that is no place for a guard's money. */
export function readDestination(row: unknown, { currency, types }: PayoutCountry): Destination | null {
  if (!isObject(row) || row["active"] === false || row["is_deleted"] === true || row["currency"] !== currency)
    return null;
  const code = readText(row["code"]);
  const name = readText(row["name"]);
  const type = readText(row["type"]);
  const kind = (["bank", "mobile_money"] as const).find((one) => type && types[one] === type);
  if (!code || !name || !kind) return null;
  return { code, name: name.trim(), kind, currency, supportsTransfer: row["supports_transfer"] !== false };
}

/** Where a list goes on, as query parameters: by cursor or, as some lists answer, by page (paystack.md §1). Null at its end. */
export function readNextPage(meta: Json): Record<string, string> | null {
  const next = readText(meta["next"]);
  if (next) return { next };
  const { page, pageCount } = meta;
  return typeof page === "number" && typeof pageCount === "number" && page < pageCount
    ? { page: String(page + 1) }
    : null;
}

/** The name on an account, as the bank writes it; null when it is none. */
export function readAccountName(data: Json): string | null {
  return readText(data["account_name"])?.trim().slice(0, 200) || null;
}

/** The code of a recipient; null when there is none to pay to. */
export function readRecipientCode(data: Json): string | null {
  const code = readText(data["recipient_code"]);
  return code && /^RCP_\w{1,60}$/.test(code) ? code : null;
}

/**
 * A transaction, as verify and charge.success carry it. Null when a field that money hangs on is missing or malformed.
 * `requested_amount` is absent from old payloads (paystack.md §3): null then, and the caller decides.
 */
export function readCharge(data: unknown): Charge | null {
  if (!isObject(data)) return null;
  const status = CHARGE_STATUS[String(data["status"])];
  const chargedMinor = parseMinor(data["amount"]);
  const { reference, currency } = data;
  const railTransactionId = readId(data["id"]);
  const environment = data["domain"];
  if (!status || chargedMinor === null || chargedMinor === 0n || !railTransactionId) return null;
  if (
    typeof reference !== "string" ||
    !/^[\x20-\x7e]{1,100}$/.test(reference) ||
    typeof currency !== "string" ||
    !/^[A-Z]{3}$/.test(currency)
  )
    return null;
  if (environment !== "test" && environment !== "live") return null;
  return {
    rail: "paystack",
    environment,
    reference,
    railTransactionId,
    status,
    currency,
    requestedMinor: parseMinor(data["requested_amount"]),
    chargedMinor,
    railFeeMinor: parseMinor(data["fees"]),
    channel: typeof data["channel"] === "string" ? clip(data["channel"]) : null,
    paidAt: parseInstant(data["paid_at"] ?? data["paidAt"]),
    metadata: readMetadata(data["metadata"]),
  };
}

/** The name of an event and of the object it speaks of, for the inbox's key. Never throws. */
export function readHeading(body: string): RailEventHeading {
  const event = parse(body);
  if (!event || typeof event["event"] !== "string") {
    return { event: "unreadable", concerns: "payment", objectId: "", reference: null };
  }
  const data = isObject(event["data"]) ? event["data"] : {};
  const disputed = isObject(data["transaction"]) ? readText(data["transaction"]["reference"]) : null;
  const reference = readText(data["reference"]) ?? readText(data["transaction_reference"]) ?? disputed;
  const objectId = readId(data["id"]) ?? readText(data["transfer_code"]) ?? reference ?? "";
  const concerns = event["event"].startsWith("transfer.") ? "payout" : "payment";
  return { event: clip(event["event"]), concerns, objectId: clip(objectId), reference: reference && clip(reference) };
}

/** An event in our words. What nothing reacts to yet waits, named, in the inbox. */
export function readEvent(body: string): RailEvent {
  const event = parse(body);
  if (!event || typeof event["event"] !== "string") return { kind: "unreadable", reason: "not a Paystack event" };
  if (event["event"].startsWith("transfer.")) {
    const transfer = readTransfer(event["data"]);
    if (!transfer) return { kind: "unreadable", reason: "a transfer event without the fields money hangs on" };
    return { kind: "transfer_moved", transfer };
  }
  if (event["event"].startsWith("refund.")) {
    const reference = readRefundReference(event["data"]);
    return reference ? { kind: "refund_moved", reference } : { kind: "unreadable", reason: "a refund of no payment" };
  }
  if (event["event"].startsWith("charge.dispute.")) {
    const dispute = readDispute(event["data"]);
    if (!dispute) return { kind: "unreadable", reason: "a dispute event without the fields money hangs on" };
    return { kind: "dispute_moved", dispute, isReminder: event["event"] === "charge.dispute.remind" };
  }
  if (event["event"] !== "charge.success") return { kind: "not_handled" };
  const charge = readCharge(event["data"]);
  if (!charge) return { kind: "unreadable", reason: "charge.success without the fields money hangs on" };
  return charge.status === "succeeded" ? { kind: "charge_succeeded", charge } : { kind: "not_handled" };
}

/** Metadata comes back as an object, a JSON string, "", 0 or null (paystack.md §8.7). */
function readMetadata(value: unknown): unknown {
  return typeof value === "string" ? (parse(value) ?? null) : value;
}

function parse(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readId(value: unknown): string | null {
  return Number.isSafeInteger(value) ? String(value) : readText(value);
}

/** Names are short and plain; another one is not Paystack's, and must neither fill an index nor fail an insert. */
function clip(text: string): string {
  return text.slice(0, 100).replaceAll(/[^\x20-\x7e]/g, "?");
}

function readText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
