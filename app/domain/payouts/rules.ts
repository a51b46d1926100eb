import type { ATTEMPT_STATUSES, PAYOUT_STATUSES } from "#db/schema/index.ts";
import { hours, minutes, seconds } from "../../core/time.ts";
import type { Environment, FailureReason, TransferAnswer, TransferRefusal } from "../ports.ts";

export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/** Statuses in which money stands reserved; a guard has at most one such payout. */
export const LIVE: readonly PayoutStatus[] = ["created", "sending", "submitted", "unknown", "exported"];
/** Statuses of an attempt that may still become anything. Only the newest attempt of a payout has one. */
const OPEN: readonly AttemptStatus[] = ["sending", "held_back", "unknown", "submitted", "exported"];

/** The organisation's own time from which a business date is settled, and from which tonight's need is compared. */
export const SETTLES_AT = "17:00";
export const FORECASTS_AT = "15:00";
/** What is large: so many times the mean of the guard's last payouts. */
export const LARGE_TIMES = 3;
export const USUAL_PAYOUTS = 10;

/** How long one who claimed a payout may be at the rail with it; longer than any call. */
export const CLAIM_MS = minutes(2);
/** How long after a call without an answer the same reference may be sent again, if the rail does not know it. */
export const RESEND_AFTER_MS = minutes(2);
/** A payout in doubt for so long is shown to a person. */
export const DOUBT_MS = hours(24);
/** How long until a balance that was not enough is asked for again. */
export const TOP_UP_MS = minutes(5);

/** After a conclusive failure that may pass by itself, a new reference is sent so much later; then it is a person's. */
const BACKOFF_MS = [hours(1), hours(4), hours(24)];
/** What does not pass by itself: somebody must look at the account, or at who said no. */
const FOR_A_PERSON: readonly FailureReason[] = ["account_closed", "account_invalid", "name_mismatch", "rejected"];

/** The wait before the next reference after attempt `number` failed; null when a person must look. */
export function retryInMs(reason: FailureReason, number: number): number | null {
  return FOR_A_PERSON.includes(reason) ? null : (BACKOFF_MS[number - 1] ?? null);
}

/** When to ask about a transfer again. It never ends: what is live is asked about daily. */
const CHECK_LADDER_MS = [seconds(45), minutes(3), minutes(10), hours(1), hours(3), hours(6)];
export function nextCheckInMs(checks: number): number {
  return CHECK_LADDER_MS[checks] ?? hours(24);
}
/** How often a rail is asked about a transfer that has ended: for its fee, before a person is, or since an event contradicts it. */
export const CHECKS_OF_ENDED = CHECK_LADDER_MS.length;

/** One reference, and where it and its payout stand. */
export interface KnownAttempt {
  reference: string;
  payoutId: string;
  number: number;
  status: AttemptStatus;
  payoutStatus: PayoutStatus;
  inDoubt: boolean;
  isFeeKnown: boolean;
  /** How many other references of the same payout the rail has paid and not taken back. */
  othersPaid: number;
  checks: number;
  amountMinor: bigint;
  currency: string;
  rail: string;
  environment: Environment;
}

/** How we heard: the answer to sending, an event, because we asked, or from a bank's file of results. */
export type Source = "call" | "webhook" | "lookup" | "file" | "staff";

/**
 * What becomes of an answer. `ask`: an event that contradicts what was conclusive is only a hint to ask the rail.
 * `pay_extra`: the rail paid what it had called failed, and the reservation is gone.
 */
export type Judgement =
  | { does: "nothing" | "ask" | "submit" | "doubt" | "pay" | "pay_extra" | "book_fee" }
  | { does: "disagree"; about: "amount" | "currency" | "environment" }
  | { does: "hold_back"; refusal: TransferRefusal }
  | { does: "fail"; reason: FailureReason; wasReversed: boolean }
  | { does: "reverse"; reason: FailureReason };

const NOTHING: Judgement = { does: "nothing" };

/**
 * What an answer means (money.md §5). Conclusive are: success, and the final failures of a transfer that was found. A refusal
 * is conclusive only while no call with the same reference was left without an answer.
 */
export function judgeAnswer(answer: TransferAnswer, known: KnownAttempt, source: Source): Judgement {
  const isOpen = OPEN.includes(known.status);
  switch (answer.status) {
    case "found":
      return disagreement(answer.transfer, known) ?? judgeTransfer(answer.transfer, known, source);
    case "exists":
      return isOpen && known.status !== "submitted" ? { does: "doubt" } : NOTHING;
    case "not_found":
    case "unknown":
      return known.status === "sending" ? { does: "doubt" } : NOTHING;
    case "refused":
      if (known.status !== "sending") return NOTHING;
      if (known.inDoubt) return { does: "doubt" };
      if (answer.refusal === "order") return { does: "fail", reason: answer.failure, wasReversed: false };
      return { does: "hold_back", refusal: answer.refusal };
  }
}

type Found = Extract<TransferAnswer, { status: "found" }>["transfer"];

function disagreement(transfer: Found, known: KnownAttempt): Judgement | null {
  if (transfer.currency !== known.currency) return { does: "disagree", about: "currency" };
  if (transfer.amountMinor !== known.amountMinor) return { does: "disagree", about: "amount" };
  const isOurs = transfer.environment === null || transfer.environment === known.environment;
  return isOurs ? null : { does: "disagree", about: "environment" };
}

function judgeTransfer(transfer: Found, known: KnownAttempt, source: Source): Judgement {
  const isOpen = OPEN.includes(known.status);
  const isReserved = LIVE.includes(known.payoutStatus);
  // Another reference is at the rail, or with a bank: that one keeps what was reserved until it is decided.
  const isUnderWay = ["sending", "submitted", "unknown", "exported"].includes(known.payoutStatus);
  const reason = transfer.failure ?? "other";
  switch (transfer.status) {
    case "succeeded":
      if (isOpen) return { does: isReserved ? "pay" : "pay_extra" };
      if (known.status === "succeeded") {
        return known.isFeeKnown || transfer.railFeeMinor === null ? NOTHING : { does: "book_fee" };
      }
      // Money that went back stays back: a success after a reversal is an older word that came late.
      if (known.status === "reversed") return NOTHING;
      if (source === "webhook") return { does: "ask" };
      return { does: isReserved && !isUnderWay ? "pay" : "pay_extra" };
    case "failed":
      if (isOpen && !isReserved) return NOTHING;
      if (isOpen) return { does: "fail", reason, wasReversed: false };
      if (known.status !== "succeeded") return NOTHING;
      return source === "webhook" ? { does: "ask" } : { does: "reverse", reason };
    case "reversed":
      if (isOpen) return isReserved ? { does: "fail", reason, wasReversed: true } : NOTHING;
      return known.status === "succeeded" ? { does: "reverse", reason } : NOTHING;
    case "pending":
    case "waits_for_otp":
      return isOpen && isReserved && known.status !== "submitted" ? { does: "submit" } : NOTHING;
  }
}
