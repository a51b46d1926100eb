import type { TransferStatus } from "./records.ts";

export type TransferOutcome =
  | "success"
  | "pending_then_success"
  | "pending_then_failed"
  | "success_then_reversed"
  | "failed_then_success"
  | "otp"
  | "received"
  | "rejected"
  | "blocked"
  | "abandoned"
  | "pending_forever";

/** The last four digits of the recipient's account number choose what becomes of a transfer. Any others: success at once. */
export const outcomeByAccountSuffix: Readonly<Record<string, TransferOutcome>> = {
  "9001": "pending_then_success",
  "9002": "pending_then_failed",
  "9003": "success_then_reversed",
  "9004": "otp",
  "9005": "received",
  "9006": "rejected",
  "9007": "blocked",
  "9008": "abandoned",
  "9009": "pending_forever",
  "9010": "failed_then_success",
};

const course: Readonly<Record<TransferOutcome, readonly [TransferStatus, ...TransferStatus[]]>> = {
  success: ["success"],
  pending_then_success: ["pending", "success"],
  pending_then_failed: ["pending", "failed"],
  success_then_reversed: ["success", "reversed"],
  // The reference calls `failed` final; a processor that reports success afterwards is what nobody may be paid twice by.
  failed_then_success: ["pending", "failed", "success"],
  otp: ["otp"],
  received: ["received", "pending", "success"],
  rejected: ["received", "rejected"],
  blocked: ["received", "blocked"],
  abandoned: ["otp", "abandoned"],
  pending_forever: ["pending"],
};

/** The statuses a transfer goes through, the first at creation. */
export function courseOf(outcome: TransferOutcome): readonly [TransferStatus, ...TransferStatus[]] {
  return course[outcome];
}

export function outcomeForAccount(accountNumber: string | null): TransferOutcome {
  return outcomeByAccountSuffix[accountNumber?.slice(-4) ?? ""] ?? "success";
}
