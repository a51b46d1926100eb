import { z } from "zod";

export const REASON_MAX_CHARACTERS = 300;

/** A reason for the record, in a person's words. */
export const refundReason = z
  .string("Say why.")
  .trim()
  .min(3, "Say why, in a few words.")
  .max(REASON_MAX_CHARACTERS, `Use at most ${REASON_MAX_CHARACTERS} characters.`)
  .refine((text) => !/[\p{Cc}\p{Surrogate}]/u.test(text), "Leave out characters that cannot be printed.");

/** A refund as staff ask for it; the amount in minor units, null for all that is left. */
export interface RefundTip {
  tipId: string;
  amountMinor: bigint | null;
  cause: "staff" | "duplicate";
  reason: string;
}
