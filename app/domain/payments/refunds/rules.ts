import type { REFUND_STATUSES } from "#db/schema/index.ts";
import { after, days, hours, type Instant, minutes, seconds } from "../../../core/time.ts";
import type { RailRefund } from "../../ports.ts";
import type { TipStatus } from "../rules.ts";

export type RefundStatus = (typeof REFUND_STATUSES)[number];
export type RefundCause = "patron" | "staff" | "duplicate";

/** How long a patron may take a payment back without asking anybody; nothing of it is paid out before (issue 4). */
export const PATRON_MAY_CANCEL_MS = minutes(30);

/** How a tip and the accounts behind it stand. Amounts in minor units. */
export interface Standing {
  status: TipStatus;
  paidAt: Instant | null;
  /** What the rail took of the patron. */
  chargedMinor: bigint;
  /** What the rail kept of it, where that was taken from the guard. */
  guardBorneFeeMinor: bigint;
  /** What is promised or given back already: refunds that have not failed, and lost disputes. */
  givenBackMinor: bigint;
  /** What of the rail's fee earlier refunds have had borne by the organisation. */
  feeGivenBackMinor: bigint;
  isDisputed: boolean;
  /** What of the tip is the guard's by the ledger, after fees and refunds. */
  leftByTipMinor: bigint;
  /** What the guard is owed now. */
  payableMinor: bigint;
  /** What of that came in after this tip: payouts take the oldest first, so it is not this tip's. */
  laterMinor: bigint;
  reserveMinor: bigint;
  feeBearer: "reserve" | "organisation";
  /** A refund by staff of more than this wants a checker. */
  checkAboveMinor: bigint;
}

export interface RefundWish {
  cause: RefundCause;
  /** Null: all that is left of it. */
  amountMinor: bigint | null;
}

/** Who gives what of a refund. */
export interface RefundParts {
  guardMinor: bigint;
  railFeeMinor: bigint;
  reserveMinor: bigint;
  lossMinor: bigint;
}

export type RefundRefusal = "not_paid" | "too_late" | "disputed" | "refunded_before" | "too_much";

export type RefundVerdict =
  | { verdict: "refund"; amountMinor: bigint; parts: RefundParts; needsApproval: boolean }
  | { verdict: "refuse"; reason: RefundRefusal; leftMinor: bigint };

const MAY_BE_REFUNDED: readonly TipStatus[] = ["succeeded", "partially_refunded"];

const least = (one: bigint, other: bigint) => (one < other ? one : other);
const positive = (minor: bigint) => (minor > 0n ? minor : 0n);

/** Whether money goes back, and whose (money.md §§1, 9). */
export function judgeRefund(standing: Standing, wish: RefundWish, now: Instant): RefundVerdict {
  const leftMinor = positive(standing.chargedMinor - standing.givenBackMinor);
  const refuse = (reason: RefundRefusal): RefundVerdict => ({ verdict: "refuse", reason, leftMinor });
  if (standing.isDisputed) return refuse("disputed");
  if (leftMinor === 0n && standing.chargedMinor > 0n) return refuse("refunded_before");
  if (!MAY_BE_REFUNDED.includes(standing.status)) return refuse("not_paid");
  if (wish.cause === "patron" && !patronMayCancel(standing, now)) return refuse("too_late");
  const amountMinor = wish.amountMinor ?? leftMinor;
  if (amountMinor <= 0n || amountMinor > leftMinor) return refuse("too_much");
  const needsApproval = wish.cause !== "patron" && amountMinor > standing.checkAboveMinor;
  return { verdict: "refund", amountMinor, parts: splitRefund(amountMinor, standing), needsApproval };
}

/** Until when the patron may cancel by themselves; null when nobody paid. */
export function patronMayCancelUntil(paidAt: Instant | null): Instant | null {
  return paidAt && after(paidAt, PATRON_MAY_CANCEL_MS);
}

function patronMayCancel({ status, paidAt, givenBackMinor }: Standing, now: Instant): boolean {
  const until = patronMayCancelUntil(paidAt);
  return status === "succeeded" && givenBackMinor === 0n && until !== null && now < until;
}

/**
 * The guard gives what this tip left with them and no payout has taken (the oldest first), never another tip's money. The
 * rest is the reserve's or, for the rail's fee and where the policy says so, the organisation's. What the reserve does not
 * have the organisation loses: the rail has given the money back whether or not there was a reserve.
 */
export function splitRefund(amountMinor: bigint, standing: Standing): RefundParts {
  const unpaid = positive(standing.payableMinor - standing.laterMinor);
  const guardMinor = least(amountMinor, least(positive(standing.leftByTipMinor), unpaid));
  const fee = standing.feeBearer === "organisation" ? standing.guardBorneFeeMinor - standing.feeGivenBackMinor : 0n;
  const railFeeMinor = least(amountMinor - guardMinor, positive(fee));
  const rest = amountMinor - guardMinor - railFeeMinor;
  const reserveMinor = least(rest, positive(standing.reserveMinor));
  return { guardMinor, railFeeMinor, reserveMinor, lossMinor: rest - reserveMinor };
}

/** Which statuses an answer of the rail may move. */
export const AT_THE_RAIL: readonly RefundStatus[] = ["sending", "unknown", "pending", "processing", "needs_attention"];

/** When the rail is asked again; a refund takes up to ten business days and is then asked about daily. */
const CHECK_LADDER_MS = [minutes(1), minutes(10), hours(1), hours(6), hours(12)];
export const nextRefundCheckMs = (checks: number): number => CHECK_LADDER_MS[checks] ?? days(1);

/** How soon an answer that was lost is looked for; the wait before asking anew is longer than any call takes. */
export const LOOK_AGAIN_MS = seconds(30);
export const ASK_ANEW_AFTER_MS = minutes(10);
/** As often as one refund is asked for; after that a person looks. */
export const CALLS_AT_MOST = 3;
/** Why it is held back will not be over sooner. */
export const HELD_BACK_MS = hours(1);

/** A refund that is at the rail, or may be. */
export interface SentRefund {
  id: string;
  status: RefundStatus;
  amountMinor: bigint;
  currency: string;
  railRefundId: string | null;
  calls: number;
  lastCallAt: Instant | null;
  refusal: string | null;
}

export type LookupVerdict =
  | { verdict: "found"; refund: RailRefund }
  | { verdict: "ask_anew" }
  | { verdict: "wait"; waitMs: number }
  | { verdict: "failed"; reason: string }
  | { verdict: "person" };

/**
 * What the rail's own list says about one of ours. It is ours by its number, else by our note, else (where no note came
 * back) by its amount if nobody else has it: a stranger's refund taken for ours costs a question, ours taken for a
 * stranger's costs the money twice.
 */
export function judgeLookup(
  ours: SentRefund,
  listed: readonly RailRefund[],
  taken: ReadonlySet<string>,
  now: Instant,
): LookupVerdict {
  const free = listed.filter(({ railRefundId }) => railRefundId === ours.railRefundId || !taken.has(railRefundId));
  const refund =
    free.find(({ railRefundId }) => railRefundId === ours.railRefundId) ??
    free.find(({ id }) => id === ours.id) ??
    free.find((one) => one.id === null && one.amountMinor === ours.amountMinor && one.currency === ours.currency);
  if (refund) return { verdict: "found", refund };
  if (ours.railRefundId !== null) return { verdict: "wait", waitMs: hours(1) };
  if (ours.refusal !== null) return { verdict: "failed", reason: ours.refusal };
  const silentMs = ours.lastCallAt ? now.getTime() - ours.lastCallAt.getTime() : 0;
  if (silentMs < ASK_ANEW_AFTER_MS)
    return { verdict: "wait", waitMs: Math.max(LOOK_AGAIN_MS, ASK_ANEW_AFTER_MS - silentMs) };
  return ours.calls < CALLS_AT_MOST ? { verdict: "ask_anew" } : { verdict: "person" };
}
