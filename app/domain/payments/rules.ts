import type { TIP_STATUSES } from "#db/schema/index.ts";
import { hours, minutes, seconds } from "../../core/time.ts";
import type { Charge, Environment } from "../ports.ts";

export type TipStatus = (typeof TIP_STATUSES)[number];

/** Which statuses may still become `succeeded`. A rail may succeed late, after we had given up (paystack.md §2.4). */
export const MAY_SUCCEED: readonly TipStatus[] = ["initiated", "pending", "failed", "abandoned"];

/** Which statuses a conclusive “no” may still move. */
export const MAY_FAIL: readonly TipStatus[] = ["initiated", "pending", "abandoned"];
export const MAY_BE_ABANDONED: readonly TipStatus[] = ["initiated", "pending"];

/** What we asked of the rail, and where the tip stands. Amounts in minor units. */
export interface KnownTip {
  id: string;
  organisationId: string;
  status: TipStatus;
  environment: Environment;
  currency: string;
  /** What the rail was asked to charge; null when its answer was never recorded. */
  chargeMinor: bigint | null;
  platformFeeMinor: bigint;
  railFeeBearer: "guard" | "organisation";
  /** The rail's transaction that was booked, once one was. */
  bookedTransactionId: string | null;
}

export type SuspenseReason =
  | "unknown_reference"
  | "wrong_environment"
  | "wrong_currency"
  | "wrong_amount"
  | "second_charge"
  | "fees_exceed_amount"
  | "fee_unknown";

export type Verdict =
  | { verdict: "book"; chargedMinor: bigint; railFeeMinor: bigint }
  | { verdict: "counted_before" }
  | { verdict: "suspend"; reason: SuspenseReason }
  | { verdict: "ask_rail" };

/**
 * What becomes of a successful charge (money.md §3, “what must agree before money is booked”): the reference is known,
 * the environment, the currency and the requested amount are ours, and at least that amount arrived.
 * A webhook that does not name the rail's fee is only a hint to ask; the rail's own answer without one is suspended.
 */
export function judgeCharge(charge: Charge, tip: KnownTip | null, source: "webhook" | "lookup"): Verdict {
  if (!tip || charge.reference !== tip.id) return suspend("unknown_reference");
  if (charge.environment !== tip.environment) return suspend("wrong_environment");
  if (charge.currency !== tip.currency) return suspend("wrong_currency");
  const requested = charge.requestedMinor ?? charge.chargedMinor;
  if (requested !== tip.chargeMinor || charge.chargedMinor < requested) return suspend("wrong_amount");
  if (!MAY_SUCCEED.includes(tip.status)) {
    return tip.bookedTransactionId === charge.railTransactionId
      ? { verdict: "counted_before" }
      : suspend("second_charge");
  }
  if (charge.railFeeMinor === null) return source === "webhook" ? { verdict: "ask_rail" } : suspend("fee_unknown");
  const borne = tip.railFeeBearer === "guard" ? charge.railFeeMinor : 0n;
  if (borne + tip.platformFeeMinor > charge.chargedMinor) return suspend("fees_exceed_amount");
  return {
    verdict: "book",
    chargedMinor: charge.chargedMinor,
    railFeeMinor: charge.railFeeMinor,
  };
}

function suspend(reason: SuspenseReason): Verdict {
  return { verdict: "suspend", reason };
}

/** When to ask the rail again about an undecided tip; failed charges produce no webhook at all (paystack.md §3). */
const CHECK_LADDER_MS = [seconds(45), minutes(3), minutes(10), hours(1), hours(6), hours(24)];

/** The wait before check number `checks` + 1, or null when the ladder has ended and the tip is given up. */
export function nextCheckInMs(checks: number): number | null {
  return CHECK_LADDER_MS[checks] ?? null;
}

/** A charge that the rail still works on, or holds as paid while we hold it in suspense, is never given up. */
const ASK_DAILY_MS = hours(24);

/** How long after an inconclusive answer to ask again; it does not use up a rung. */
export const ASK_AGAIN_MS = minutes(5);

/** What the rail said of a charge when it was asked, `unknown` when it could not be. */
export type LookupResult = Charge["status"] | "not_found" | "unknown";

/**
 * What a lookup moves, and when to ask again (null: not any more). Only `failed` is conclusive before the ladder ends;
 * `abandoned` at the rail is where every charge begins (paystack.md §2.4).
 */
export function afterLookup(
  result: LookupResult,
  checks: number,
): { becomes: "failed" | "abandoned" | null; checks: number; waitMs: number | null } {
  if (result === "unknown") return { becomes: null, checks, waitMs: ASK_AGAIN_MS };
  const waitMs = nextCheckInMs(checks + 1);
  if (result === "failed") return { becomes: "failed", checks: checks + 1, waitMs };
  if (waitMs !== null) return { becomes: null, checks: checks + 1, waitMs };
  if (result === "abandoned" || result === "not_found") return { becomes: "abandoned", checks: checks + 1, waitMs };
  return { becomes: null, checks, waitMs: ASK_DAILY_MS };
}

/** When an event that could not be applied is tried again; after the last, it waits for a person. */
const EVENT_LADDER_MS = [seconds(10), minutes(1), minutes(10), hours(1), hours(6)];

export function nextAttemptInMs(attempts: number): number | null {
  return EVENT_LADDER_MS[attempts] ?? null;
}
