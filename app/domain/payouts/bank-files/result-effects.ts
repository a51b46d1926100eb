import type { Instant } from "../../../core/time.ts";
import type { EffectRow } from "../answer-statement.ts";
import { effectOf, PAID_BY_ANOTHER } from "../effects.ts";
import { judgeAnswer, type KnownAttempt } from "../rules.ts";
import type { KnownLine } from "./known-files.ts";
import type { PlannedResult } from "./result-plan.ts";
import type { LineResult } from "./rules.ts";

const STATUSES = { paid: "succeeded", failed: "failed", returned: "reversed" } as const satisfies Record<
  LineResult,
  string
>;
/** The rail is asked nothing about a line of a file. */
const NEVER_ASKED = { moves_check: true, check_at: null, checks: 0 } as const;
const HEARD = { source: "file", trace: null, eventId: null } as const;

/**
 * What a bank's result writes: the same judgement and the same postings as a rail's answer, but from the bank. A line that
 * failed is a person's to look into; nothing sends it again by itself.
 */
export function effectOfResult({ line, result, feeMinor }: PlannedResult, alertId: string, at: Instant): EffectRow {
  const known = attemptOf(line);
  const transfer = {
    rail: known.rail,
    environment: null,
    reference: line.reference,
    transferCode: null,
    status: STATUSES[result],
    failure: result === "paid" ? null : ("rejected" as const),
    currency: line.currency,
    amountMinor: line.amountMinor,
    railFeeMinor: result === "paid" ? feeMinor : null,
    movedAt: null,
  };
  const answer = { status: "found", transfer } as const;
  const effect = effectOf(judgeAnswer(answer, known, "file"), known, { ...HEARD, answer }, at);
  return { ...effect, ...NEVER_ASKED, alert_id: alertId };
}

/** What giving a line up writes: its payout waits to be sent again, unless a rail has paid it meanwhile. */
export function effectOfVoid(line: KnownLine, alertId: string, at: Instant): EffectRow {
  const known = attemptOf(line);
  const effect = effectOf({ does: "nothing" }, known, { ...HEARD, answer: { status: "not_found" } }, at);
  const goesOn = { payout: "created", send_at: at, cause: "void" } as const;
  const change = line.othersPaid > 0 ? PAID_BY_ANOTHER : goesOn;
  return { ...effect, ...NEVER_ASKED, ...change, attempt: "failed", outcome: "given_up", alert_id: alertId };
}

function attemptOf(line: KnownLine): KnownAttempt {
  return {
    reference: line.reference,
    payoutId: line.payoutId,
    number: line.number,
    status: line.attemptStatus,
    payoutStatus: line.payoutStatus,
    inDoubt: false,
    isFeeKnown: line.isFeeKnown,
    othersPaid: line.othersPaid,
    checks: 0,
    amountMinor: line.amountMinor,
    currency: line.currency,
    rail: "bank-file",
    environment: "live",
  };
}
