import { newId, type Randomness } from "../../../core/ids.ts";
import { after, type Instant, parseInstant, seconds } from "../../../core/time.ts";
import type { RailName, RailRefund, RefundOutcome } from "../../ports.ts";
import type { RefundMove } from "./refund-statement.ts";
import {
  HELD_BACK_MS,
  LOOK_AGAIN_MS,
  type LookupVerdict,
  nextRefundCheckMs,
  type RefundStatus,
  type SentRefund,
} from "./rules.ts";

/** A refund at the rail, as it was read; bigints arrive as text. */
export interface SentRow {
  id: string;
  organisation_id: string;
  tip_id: string;
  rail: RailName;
  currency: string;
  amount_minor: string;
  status: RefundStatus;
  rail_refund_id: string | null;
  calls: number;
  last_call_at: string | null;
  refusal: string | null;
  checks: number;
  moves: number;
}

/** The columns of `refunds r` for a SentRow. */
export const SENT_COLUMNS = `r.id, r.organisation_id, r.tip_id, r.rail, r.currency, r.amount_minor::text, r.status,
  r.rail_refund_id, r.calls, r.last_call_at, r.refusal, r.checks, r.moves`;

export function readSent(row: SentRow): SentRefund {
  const { id, status, currency, calls, refusal } = row;
  const amountMinor = BigInt(row.amount_minor);
  return {
    ...{ id, status, currency, calls, refusal, amountMinor },
    railRefundId: row.rail_refund_id,
    lastCallAt: parseInstant(row.last_call_at),
  };
}

interface Writing {
  at: Instant;
  randomness: Randomness;
}

type Step = Partial<RefundMove> & { status: RefundStatus; cause: string; waitMs: number | null };

/** A row's next state; what a step does not say stays. */
function stepOf(row: SentRow, { waitMs, ...step }: Step, { at, randomness }: Writing): RefundMove {
  return {
    refund_id: row.id,
    tip_id: row.tip_id,
    moves: row.moves,
    changes: step.status !== row.status,
    rail_refund_id: null,
    calls: row.calls,
    refusal: null,
    failure: null,
    next_check_at: waitMs === null ? null : after(at, waitMs),
    checks: row.checks,
    alert_id: newId("alt", at, randomness),
    alert: null,
    ...step,
  };
}

/** What came of asking the rail for a refund. A refusal counts only if no earlier call may have made it. */
export function afterCall(row: SentRow, outcome: RefundOutcome, writing: Writing): RefundMove {
  const isFirst = row.calls <= 1;
  switch (outcome.status) {
    case "started":
      return asTold(row, outcome.refund, "rail", writing);
    case "refused":
      if (isFirst) return failed(row, outcome.reason, writing);
      return stepOf(row, { status: "unknown", cause: "rail", refusal: outcome.reason, waitMs: LOOK_AGAIN_MS }, writing);
    case "held_back": {
      const alert = { refusal: outcome.reason, alert: "refund.held_back", waitMs: HELD_BACK_MS, cause: "rail" };
      // Nothing was made by this call: after a first one nothing can be there, and it is simply sent later.
      if (isFirst) return stepOf(row, { ...alert, status: "approved", calls: 0 }, writing);
      return stepOf(row, { ...alert, refusal: null, status: "unknown" }, writing);
    }
    case "unknown":
      return stepOf(row, { status: "unknown", cause: "rail", waitMs: LOOK_AGAIN_MS }, writing);
  }
}

/** What the rail's own list made of it; null when nothing is to be written. */
export function afterLookup(row: SentRow, verdict: LookupVerdict, cause: string, writing: Writing): RefundMove {
  switch (verdict.verdict) {
    case "found":
      return asTold(row, verdict.refund, cause, writing);
    case "ask_anew":
      return stepOf(row, { status: "approved", cause: "seen not to be there", waitMs: 0 }, writing);
    case "failed":
      return failed(row, verdict.reason, writing);
    case "wait": {
      // A worker that died at the rail leaves “sending” behind: whether its call took effect is not known.
      const status = row.status === "sending" ? "unknown" : row.status;
      return stepOf(row, { status, cause, refusal: row.refusal, waitMs: verdict.waitMs }, writing);
    }
    case "person":
      return stepOf(row, { status: "unknown", cause, alert: "refund.unknown", waitMs: nextRefundCheckMs(9) }, writing);
  }
}

/** A rail that cannot be asked has said nothing. */
export function afterNoAnswer(row: SentRow, writing: Writing): RefundMove {
  const status = row.status === "sending" ? "unknown" : row.status;
  return stepOf(row, { status, cause: "rail", refusal: row.refusal, waitMs: seconds(90) }, writing);
}

function asTold(row: SentRow, refund: RailRefund, cause: string, writing: Writing): RefundMove {
  const told = { cause, rail_refund_id: refund.railRefundId };
  if (refund.status === "failed") return { ...failed(row, "the rail could not give it back", writing), ...told };
  const isDone = refund.status === "processed";
  const waitMs = isDone ? null : nextRefundCheckMs(row.checks);
  const alert = refund.status === "needs_attention" ? "refund.needs_attention" : null;
  return stepOf(row, { ...told, status: refund.status, checks: row.checks + 1, alert, waitMs }, writing);
}

function failed(row: SentRow, failure: string, writing: Writing): RefundMove {
  return stepOf(row, { status: "failed", cause: "rail", failure, alert: "refund.failed", waitMs: null }, writing);
}
