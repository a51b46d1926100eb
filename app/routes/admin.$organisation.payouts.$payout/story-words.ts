import type { PayoutStatus, PayoutTry } from "#app/domain/payouts/index.ts";

const STATUSES: Record<PayoutStatus, string> = {
  created: "Waiting to be sent",
  sending: "Being sent",
  submitted: "Taken by the payment service",
  unknown: "In doubt",
  exported: "In a bank file",
  paid: "Paid",
  failed: "Failed",
  reversed: "Sent back by the bank",
  cancelled: "Cancelled",
};

/** A status of the payout's history. The first is its making. */
export function moveWords({ number, status }: { number: number; status: PayoutStatus }): string {
  return number === 1 && status === "created" ? "Made, its money set aside" : STATUSES[status];
}

const HEARD: Record<string, string> = {
  export: "put into a bank file",
  file: "by the bank’s results",
  void: "given up with its bank file",
  send: "sent",
  call: "by the answer to sending",
  webhook: "told by the payment service",
  staff: "said by one of your staff and confirmed by another",
  lookup: "by asking the payment service",
  insufficient_balance: "not taken: too small a balance",
  otp_required: "not taken: a one-time password is asked for",
  not_allowed: "not taken: the account may send nothing",
  batch: "not taken: another payout of the batch was refused",
};

const CAUSES: Record<string, string> = {
  settlement: "By the settlement",
  staff: "By one of your staff",
  account_changed: "The payout account was changed",
  opening: "Before Asante’s own records",
};

/** What moved a payout: its history says `2:webhook`, for the second attempt. */
export function causeWords(cause: string): string {
  const [, attempt, heard = ""] = /^(\d+):(.+)$/.exec(cause) ?? [];
  if (attempt === undefined) return CAUSES[cause] ?? spaced(cause);
  return `Attempt ${attempt}, ${HEARD[heard] ?? spaced(heard)}`;
}

export const TRIES: Record<PayoutTry["status"], string> = {
  sending: "Being sent",
  held_back: "Not taken; goes again under the same reference",
  unknown: "No answer",
  submitted: "Taken, not final",
  exported: "In a bank file",
  succeeded: "Paid",
  failed: "Failed",
  reversed: "Sent back",
};

const OUTCOMES: Record<string, string> = {
  pending: "pending",
  waits_for_otp: "waits for a one-time password",
  succeeded: "paid",
  failed: "failed",
  reversed: "sent back",
  refused: "refused",
  exists: "the reference exists already",
  not_found: "not known there",
  given_up: "given up with its bank file",
  unknown: "no answer that can be read",
};

/** The last thing the rail said of an attempt. */
export function outcomeWords(outcome: string | null): string {
  return outcome === null ? "Nothing yet" : (OUTCOMES[outcome] ?? spaced(outcome));
}

const ADVICE: Record<string, string> = {
  account_closed: "Ask the guard for another account. Once it is approved, mark this as investigated.",
  account_invalid: "Compare the number with the guard and ask for the right account. Then mark this as investigated.",
  name_mismatch: "Find out whose account it is before anything is paid to it. Then mark this as investigated.",
  limit: "The guard may raise the limit at their bank, or give another account. Then mark this as investigated.",
  bank_down:
    "It was tried several times. When the bank is up again, mark this as investigated and it is paid with the next settlement.",
};

/** What to do about a failure that needs a person. */
export function adviceFor(reason: string | null): string {
  const other = "Find out why with the guard or with Asante. Then mark this as investigated.";
  return (reason === null ? undefined : ADVICE[reason]) ?? other;
}

function spaced(code: string): string {
  return code.replaceAll(/[._]/g, " ");
}
