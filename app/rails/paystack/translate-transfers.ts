import { parseMinor } from "../../core/money.ts";
import { parseInstant } from "../../core/time.ts";
import type { FailureReason, Transfer, TransferQuestion } from "../../domain/ports.ts";

type Json = Record<string, unknown>;

/** All nine statuses of a transfer in our words (paystack.md §4.5). The last six are final. */
const TRANSFER_STATUS: Readonly<Record<string, Transfer["status"]>> = {
  pending: "pending",
  received: "pending",
  otp: "waits_for_otp",
  success: "succeeded",
  failed: "failed",
  reversed: "reversed",
  abandoned: "failed",
  blocked: "failed",
  rejected: "failed",
};

/** What some final statuses say by themselves. */
const STATUS_FAILURE: Readonly<Record<string, FailureReason>> = {
  abandoned: "otp_abandoned",
  blocked: "blocked",
  rejected: "rejected",
};

const FAILURE_WORDS: readonly [FailureReason, RegExp][] = [
  ["account_closed", /clos|dormant|inactive|frozen/i],
  ["name_mismatch", /name.*(match|differ)|mismatch/i],
  ["limit", /limit|exceed|maximum/i],
  [
    "account_invalid",
    /recipient specified|invalid.*(account|recipient)|account.*(invalid|not found|not exist)|bank code/i,
  ],
  ["bank_down", /at the moment|unavailable|time.?out|try again|could not be reached|down\b|system malfunction|issuer/i],
];

/** Why the money did not arrive, read from the bank's words: they are no code, and what they do not say is `other`. */
export function classifyFailure(words: unknown, code: unknown = ""): FailureReason {
  if (code === "invalid_transfer_recipient") return "account_invalid";
  const text = typeof words === "string" ? words : "";
  return FAILURE_WORDS.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
}

/**
 * A transfer, as create, bulk, verify, list and webhooks carry it: amounts as numbers or strings, the recipient as a number,
 * a code or an object. Null when a field that money hangs on is missing or malformed.
 */
export function readTransfer(data: unknown): Transfer | null {
  if (!isObject(data)) return null;
  const named = String(data["status"]);
  const status = TRANSFER_STATUS[named];
  const amountMinor = parseMinor(data["amount"]);
  const { reference, currency, domain } = data;
  if (!status || !amountMinor || typeof reference !== "string" || !/^[a-zA-Z0-9_-]{1,100}$/.test(reference))
    return null;
  if (typeof currency !== "string" || !/^[A-Z]{3}$/.test(currency)) return null;
  if (domain !== undefined && domain !== "test" && domain !== "live") return null;
  const words = data["gateway_response"] ?? data["message"] ?? data["failures"];
  const hasFailed = status === "failed" || status === "reversed";
  return {
    rail: "paystack",
    environment: domain ?? null,
    reference,
    transferCode: typeof data["transfer_code"] === "string" ? data["transfer_code"].slice(0, 60) : null,
    status,
    failure: hasFailed ? (STATUS_FAILURE[named] ?? classifyFailure(words)) : null,
    currency,
    amountMinor,
    railFeeMinor: parseMinor(data["fee_charged"]),
    movedAt: parseInstant(data["transferred_at"] ?? data["updatedAt"] ?? data["updated_at"]),
  };
}

/** Rows of GET /balance; null when it is no list of them. */
export function readBalances(data: unknown): Map<string, bigint> | null {
  if (!Array.isArray(data)) return null;
  return new Map(
    data.flatMap((row: unknown) => {
      const minor = isObject(row) ? parseMinor(row["balance"]) : null;
      return isObject(row) && typeof row["currency"] === "string" && minor !== null ? [[row["currency"], minor]] : [];
    }),
  );
}

/**
 * What Paystack asks before a transfer goes on (paystack.md §4.5, “Approval URL”). The body is UNCONFIRMED: “the transfer's
 * initiation payload”, by itself or as `data`; the recipient as a code or as an object with one.
 */
export function readTransferQuestion(body: string): TransferQuestion | null {
  const parsed = parse(body);
  const data = isObject(parsed?.["data"]) ? parsed["data"] : parsed;
  const amountMinor = parseMinor(data?.["amount"]);
  const reference = data?.["reference"];
  if (!data || !amountMinor || typeof reference !== "string") return null;
  const recipient = isObject(data["recipient"]) ? data["recipient"]["recipient_code"] : data["recipient"];
  return {
    reference,
    amountMinor,
    currency: typeof data["currency"] === "string" ? data["currency"] : null,
    recipientCode: typeof recipient === "string" ? recipient : null,
  };
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
