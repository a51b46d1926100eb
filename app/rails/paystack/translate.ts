import { parseMinor } from "../../core/money.ts";
import { parseInstant } from "../../core/time.ts";
import type { Charge, RailEvent, RailEventHeading } from "../../domain/ports.ts";

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

type Json = Record<string, unknown>;

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
  if (!event || typeof event["event"] !== "string") return { event: "unreadable", objectId: "", reference: null };
  const data = isObject(event["data"]) ? event["data"] : {};
  const reference = readText(data["reference"]) ?? readText(data["transaction_reference"]);
  const objectId = readId(data["id"]) ?? readText(data["transfer_code"]) ?? reference ?? "";
  return { event: clip(event["event"]), objectId: clip(objectId), reference: reference && clip(reference) };
}

/** An event in our words. Only charge.success moves money today; the others wait, named, in the inbox. */
export function readEvent(body: string): RailEvent {
  const event = parse(body);
  if (!event || typeof event["event"] !== "string") return { kind: "unreadable", reason: "not a Paystack event" };
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
