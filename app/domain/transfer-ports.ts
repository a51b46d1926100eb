import type { Instant } from "../core/time.ts";
import type { CallTrace, Environment } from "./ports.ts";

/** One transfer to somebody. `reference` is ours, is kept through retries, and names one transfer for ever. */
export interface TransferOrder {
  reference: string;
  recipientCode: string;
  /** Minor units. */
  amountMinor: bigint;
  currency: string;
  /** What the receiver reads. */
  reason: string;
}

/** Why a transfer ended without the money arriving. */
export const FAILURE_REASONS = [
  "account_closed",
  "account_invalid",
  "name_mismatch",
  "limit",
  "bank_down",
  "rejected",
  "blocked",
  "otp_abandoned",
  "other",
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** What a rail says about one transfer, in our words. Amounts in minor units. */
export interface Transfer {
  rail: string;
  /** Null where the rail's answer does not say. */
  environment: Environment | null;
  reference: string;
  transferCode: string | null;
  /** `waits_for_otp`: a person at the rail must confirm it. `failed` and `reversed` are conclusive: the money is back. */
  status: "pending" | "waits_for_otp" | "succeeded" | "failed" | "reversed";
  failure: FailureReason | null;
  currency: string;
  amountMinor: bigint;
  /** What the rail kept on top; null when it does not say. */
  railFeeMinor: bigint | null;
  movedAt: Instant | null;
}

/**
 * Why the rail took nothing of a call. `insufficient_balance`, `otp_required` and `not_allowed` are about us and hold for
 * every transfer; `batch` is about some other one in the same call; `order` is about this one.
 */
export type TransferRefusal = "insufficient_balance" | "otp_required" | "not_allowed" | "batch" | "order";

/**
 * What came of asking for, or after, a transfer. `refused`: this call made nothing. `exists`: its reference was used before,
 * so ask what became of that. `not_found` is no proof that it never will be there (paystack.md §4.5).
 */
export type TransferAnswer =
  | { status: "found"; transfer: Transfer }
  | { status: "refused"; refusal: TransferRefusal; failure: FailureReason }
  | { status: "exists" }
  | { status: "not_found" }
  | { status: "unknown"; reason: string };

/** An answer a transfer, in the order of the call. */
export interface TransferAnswers extends CallTrace {
  answers: readonly TransferAnswer[];
}

/** Which transfers to list: those made between two instants, a page at a time, from 1. */
export interface TransferListQuestion {
  from: Instant;
  to: Instant;
  page: number;
}

/** Rows that cannot be read are left out: they are asked about by their references. */
export type TransferList =
  | ({ status: "found"; transfers: readonly Transfer[]; isLast: boolean } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

export type BalanceLookup =
  | ({ status: "found"; balances: ReadonlyMap<string, bigint> } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

/** What a rail tells of a transfer when it asks whether to let it go on. */
export interface TransferQuestion {
  reference: string;
  amountMinor: bigint;
  /** Null where it does not say. */
  currency: string | null;
  recipientCode: string | null;
}
