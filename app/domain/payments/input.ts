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
  /** The refund's own id, made with the form: sent twice, it is one refund. */
  refundId?: string;
  tipId: string;
  amountMinor: bigint | null;
  cause: "staff" | "duplicate";
  reason: string;
}

/** A refund as its form sends it. The amount is what the page showed, so that nothing else goes back than was read there. */
export const refundWish = z.object({
  refundId: z.string("Reload the page.").regex(/^rf-[0-9a-hjkmnp-tv-z]{26}$/, "Reload the page."),
  amountMinor: z
    .string("Choose how much goes back.")
    .regex(/^[1-9]\d{0,14}$/, "Choose how much goes back.")
    .transform(BigInt),
  cause: z.enum(["staff", "duplicate"], "Choose why it goes back."),
  reason: refundReason,
});

export type RefundWish = z.infer<typeof refundWish>;

/** What a bank reads of our answer to a dispute. */
export const DISPUTE_MESSAGE_MAX_CHARACTERS = 1_000;
export const disputeMessage = z
  .string("Say what the bank should read.")
  .trim()
  .min(10, "Say in a sentence or two what the bank should read.")
  .max(DISPUTE_MESSAGE_MAX_CHARACTERS, `Use at most ${DISPUTE_MESSAGE_MAX_CHARACTERS} characters.`)
  .refine((text) => !/[^\P{Cc}\n\r]|\p{Surrogate}/u.test(text), "Leave out characters that cannot be printed.");
