import { after, type Instant } from "../../core/time.ts";
import type { CallTrace, TransferAnswer } from "../ports.ts";
import {
  type AttemptStatus,
  CHECKS_OF_ENDED,
  type Judgement,
  type KnownAttempt,
  LIVE,
  nextCheckInMs,
  type PayoutStatus,
  retryInMs,
  type Source,
} from "./rules.ts";

/** Which movement of money.md §1 an answer causes. */
export type Movement = "none" | "paid" | "extra" | "fee" | "returned" | "reversed";

/** What one answer writes, as a row for jsonb_to_recordset. Null leaves a column as it is. */
export interface Effect {
  reference: string;
  payout_id: string;
  from_attempt: AttemptStatus;
  from_payout: PayoutStatus;
  from_others_paid: number;
  attempt: AttemptStatus | null;
  payout: PayoutStatus | null;
  movement: Movement;
  /** Minor units. */
  fee: string | null;
  doubt: boolean;
  alone: boolean;
  outcome: string;
  http_status: number | null;
  took_ms: number | null;
  transfer_code: string | null;
  paid_at: Instant;
  send_at: Instant | null;
  moves_check: boolean;
  check_at: Instant | null;
  checks: number;
  reason: string | null;
  cause: string;
  alert: string | null;
  event_id: string | null;
  event_status: "applied" | "suspended";
}

export interface Heard {
  answer: TransferAnswer;
  source: Source;
  trace: CallTrace | null;
  eventId: string | null;
}

/** What a judged answer writes: the statuses it moves to, the money, when to ask again, and who must look. */
export function effectOf(judgement: Judgement, known: KnownAttempt, heard: Heard, at: Instant): Effect {
  const transfer = heard.answer.status === "found" ? heard.answer.transfer : null;
  const unchanged: Effect = {
    reference: known.reference,
    payout_id: known.payoutId,
    from_attempt: known.status,
    from_payout: known.payoutStatus,
    from_others_paid: known.othersPaid,
    attempt: null,
    payout: null,
    movement: "none",
    fee: null,
    doubt: false,
    alone: false,
    outcome: transfer?.status ?? heard.answer.status,
    http_status: heard.trace?.httpStatus ?? null,
    took_ms: heard.trace ? Math.round(heard.trace.tookMs) : null,
    transfer_code: transfer?.transferCode ?? null,
    paid_at: transfer?.movedAt ?? at,
    send_at: null,
    // Whoever is told something asks no sooner for it; whoever asked has used up a rung.
    moves_check: heard.source === "lookup",
    check_at: checkAgain(known, at),
    checks: known.checks + 1,
    reason: null,
    cause: heard.source,
    alert: null,
    event_id: heard.eventId,
    event_status: judgement.does === "disagree" ? "suspended" : "applied",
  };
  return { ...unchanged, ...changeOf(judgement, known, heard, at) };
}

/** The rail need not be asked any more. */
const NEVER = { moves_check: true, check_at: null, checks: 0 } as const;

function changeOf(judgement: Judgement, known: KnownAttempt, heard: Heard, at: Instant): Partial<Effect> {
  const fee = heard.answer.status === "found" ? heard.answer.transfer.railFeeMinor : null;
  const first = { moves_check: true, check_at: after(at, nextCheckInMs(0)), checks: 0 };
  // A fee that was not named is asked for; until then none is booked.
  const paid = { attempt: "succeeded", payout: "paid", fee: text(fee), ...(fee === null ? first : NEVER) } as const;
  switch (judgement.does) {
    case "nothing":
      return { alert: feeIsMissing(known, heard) ? "payout.fee_unknown" : null };
    case "ask":
      return { moves_check: true, check_at: at, checks: 0 };
    case "disagree":
      return { alert: "payout.answer_disagrees" };
    case "submit":
      return { ...first, attempt: "submitted", payout: "submitted" };
    case "doubt": {
      const soon = heard.answer.status === "exists" ? { ...first, check_at: at } : first;
      return { ...soon, attempt: "unknown", payout: "unknown", doubt: true };
    }
    case "hold_back": {
      if (known.othersPaid > 0) return { ...NEVER, attempt: "failed", ...PAID_BY_ANOTHER };
      const { refusal } = judgement;
      const alone = refusal === "batch";
      return { ...NEVER, attempt: "held_back", payout: "created", send_at: at, alone, cause: refusal };
    }
    case "fail":
      return { ...NEVER, ...failure(judgement, known, heard.source, at) };
    case "pay":
      return { ...paid, movement: "paid" };
    case "pay_extra": {
      const alert = WHEN_PAID[known.payoutStatus] ?? "payout.paid_after_failure";
      return { ...paid, payout: LIVE.includes(known.payoutStatus) ? null : "paid", movement: "extra", alert };
    }
    case "book_fee":
      return { ...NEVER, movement: "fee", fee: text(fee) };
    case "reverse": {
      const { reason } = judgement;
      const payout = known.payoutStatus === "paid" && known.othersPaid === 0 ? "reversed" : null;
      return { ...NEVER, attempt: "reversed", payout, movement: "reversed", reason, alert: "payout.reversed" };
    }
  }
}

/** Which alert says that a rail paid what had been called failed, where the payout's own status makes that worse. */
const WHEN_PAID: Partial<Record<PayoutStatus, string>> = {
  cancelled: "payout.paid_after_cancel",
  exported: "payout.paid_while_exported",
};

/** The rail paid the payout under another reference: it is paid, nothing more is sent, and what was reserved is free. */
export const PAID_BY_ANOTHER = { payout: "paid", movement: "returned", cause: "paid_by_another" } as const;

type Failing = Judgement & { does: "fail" };

function failure({ reason, wasReversed }: Failing, known: KnownAttempt, source: Source, at: Instant) {
  const attempt: AttemptStatus = wasReversed ? "reversed" : "failed";
  if (known.othersPaid > 0) return { attempt, ...PAID_BY_ANOTHER } as const;
  // What people found out is looked into by people.
  const wait = wasReversed || source === "staff" ? null : retryInMs(reason, known.number);
  if (wait !== null) return { attempt, payout: "created", send_at: after(at, wait), reason } as const;
  const payout = wasReversed ? "reversed" : "failed";
  return { attempt, payout, movement: "returned", reason, alert: `payout.${payout}` } as const;
}

function checkAgain(known: KnownAttempt, at: Instant): Instant | null {
  const isOpen = known.status === "sending" || known.status === "unknown" || known.status === "submitted";
  // What has ended is asked about for its fee, or since an event contradicts it; a rail's answers may lag behind its events.
  const isAsked = (known.status === "succeeded" || known.status === "failed") && known.checks + 1 < CHECKS_OF_ENDED;
  return isOpen || isAsked ? after(at, nextCheckInMs(known.checks + 1)) : null;
}

function feeIsMissing(known: KnownAttempt, heard: Heard): boolean {
  const hasEnded = known.checks + 1 >= CHECKS_OF_ENDED;
  return heard.source === "lookup" && known.status === "succeeded" && !known.isFeeKnown && hasEnded;
}

const text = (minor: bigint | null): string | null => (minor === null ? null : String(minor));
