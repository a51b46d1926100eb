import type { DISPUTE_STATUSES } from "#db/schema/index.ts";
import { after, hours, type Instant, minutes } from "../../../core/time.ts";
import type { Dispute, Environment } from "../../ports.ts";

export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

/** A dispute as our books have it. Amounts in minor units. */
export interface KnownDispute {
  id: string;
  status: DisputeStatus;
  amountMinor: bigint;
  moves: number;
  checks: number;
}

/** The payment it is about. */
export interface DisputedPayment {
  tipId: string;
  organisationId: string;
  environment: Environment;
  currency: string;
  chargedMinor: bigint;
}

export type DisputeVerdict =
  /** What is told does not fit the payment: a person must look. */
  | { verdict: "suspend"; reason: string }
  /** It is over in our books, and the rail now says otherwise. */
  | { verdict: "contradiction" }
  | { verdict: "record"; status: DisputeStatus; amountMinor: bigint; isNew: boolean; changes: boolean };

/**
 * What becomes of what a rail says about a dispute, in any order and any number. A decision is final. An older event that says
 * “open” moves nothing back; asked itself, the rail may say so of an answer that it did not keep.
 */
export function judgeDispute(
  told: Dispute,
  known: KnownDispute | null,
  payment: DisputedPayment | null,
  source: "webhook" | "lookup",
): DisputeVerdict {
  if (!payment) return { verdict: "suspend", reason: "a dispute about a payment that is not in the books" };
  if (told.environment !== payment.environment)
    return { verdict: "suspend", reason: "a dispute of another environment" };
  if (told.currency !== payment.currency) return { verdict: "suspend", reason: "a dispute in another currency" };
  const amountMinor = told.amountMinor ?? known?.amountMinor ?? payment.chargedMinor;
  if (!known) return { verdict: "record", status: told.status, amountMinor, isNew: true, changes: true };
  if (isOver(known.status)) {
    if (isOver(told.status) && told.status !== known.status) return { verdict: "contradiction" };
    return { verdict: "record", status: known.status, amountMinor: known.amountMinor, isNew: false, changes: false };
  }
  const status = told.status === "open" && source === "webhook" ? known.status : next(known.status, told.status);
  return { verdict: "record", status, amountMinor, isNew: false, changes: status !== known.status };
}

/** While our answer is on its way, the rail still calls it open. */
function next(known: DisputeStatus, told: Dispute["status"]): DisputeStatus {
  return known === "answering" && told === "open" ? "answering" : told;
}

/** How long before its deadline an unanswered dispute is called urgent. */
export const DUE_SOON_MS = hours(4);

export function isOver(status: DisputeStatus): boolean {
  return status === "won" || status === "lost";
}

/** When to ask again: right after the deadline, and every few hours; a bank takes weeks and is asked about twice a day. */
export function nextDisputeCheck(status: DisputeStatus, dueAt: Instant | null, now: Instant): Instant | null {
  if (isOver(status)) return null;
  if (status === "answering") return after(now, minutes(1));
  if (status === "answered") return after(now, hours(12));
  const soon = after(now, hours(4));
  const afterDeadline = dueAt && after(dueAt, minutes(5));
  return afterDeadline && afterDeadline > now && afterDeadline < soon ? afterDeadline : soon;
}
