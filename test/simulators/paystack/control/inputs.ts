import { z } from "zod";
import { operations } from "../faults.ts";

/** What the control API accepts. The client's types are drawn from here. */
const minor = z.number().int();

export const faultInput = z.object({
  operation: z.enum(["*", ...operations]),
  kind: z.enum([
    "timeout_before",
    "timeout_after",
    "timeout_validating",
    "status",
    "reset_mid_body",
    "truncated_json",
    "delay_ms",
    "lagging",
  ]),
  times: z.number().int().positive().optional(),
  skip: z.number().int().nonnegative().optional(),
  reference: z.string().optional(),
  status: z.number().int().optional(),
  when: z.enum(["before", "after"]).optional(),
  body: z.record(z.string(), z.unknown()).optional(),
  delayMs: z.number().nonnegative().optional(),
});

export const faultsInput = z
  .object({ faults: z.array(faultInput) })
  .or(faultInput.transform((fault) => ({ faults: [fault] })));

export const webhookPolicyInput = z.object({
  mode: z.enum(["auto", "hold", "drop"]).optional(),
  duplicate: z.number().int().nonnegative().optional(),
  reorder: z.boolean().optional(),
  delayMs: z.number().nonnegative().optional(),
  timeoutMs: z.number().positive().optional(),
  /** Where webhooks go from now on; null: nowhere. */
  url: z.string().nullable().optional(),
});

export const deliverInput = z.object({
  references: z.array(z.string()).optional(),
  ids: z.array(z.number()).optional(),
  events: z.array(z.string()).optional(),
  order: z.enum(["fifo", "lifo"]).optional(),
  duplicate: z.number().int().nonnegative().optional(),
  concurrent: z.boolean().optional(),
  redeliver: z.boolean().optional(),
});

export const forgeInput = z.object({
  event: z.string().default("charge.success"),
  /** The transaction or transfer that the event is drawn from; may be unknown. */
  reference: z.string().default("unknown-reference-0001"),
  /** Fields of `data` that are set otherwise: amount, requested_amount, currency, domain, reference, status … */
  changes: z.record(z.string(), z.unknown()).default({}),
  /** Sent as it is instead of an event, signed by the same rule. */
  rawBody: z.string().optional(),
  /** valid: signed with our key; wrong: with another; missing: no header; altered: signed, then the body was changed. */
  signature: z.enum(["valid", "wrong", "missing", "altered"]).default("valid"),
  times: z.number().int().positive().default(1),
});

export const clockInput = z.object({ advanceMs: z.number().nonnegative() });

export const payInput = z.object({
  channel: z.string().optional(),
  international: z.boolean().optional(),
  amountMinor: minor.optional(),
  requestedAmountMinor: minor.optional(),
  currency: z.string().optional(),
  feesNull: z.boolean().optional(),
});

export const disputeInput = z.object({
  event: z.enum(["create", "remind", "resolve"]).default("create"),
  resolution: z.enum(["merchant-accepted", "declined", "auto-accepted"]).default("merchant-accepted"),
  refundAmountMinor: minor.optional(),
});

export const transferMoveInput = z.object({
  status: z
    .enum(["pending", "otp", "received", "success", "failed", "reversed", "abandoned", "blocked", "rejected"])
    .optional(),
  reason: z.string().optional(),
});

export const refundMoveInput = z.object({
  status: z.enum(["processing", "needs-attention", "processed", "failed"]),
});

export const balanceInput = z.object({
  currency: z.string(),
  /** Adds to the balance. */
  creditMinor: minor.optional(),
  /** Sets the balance. */
  setMinor: minor.optional(),
});

export const accountNameInput = z.object({
  bankCode: z.string(),
  accountNumber: z.string(),
  accountName: z.string(),
});

const outcomes = [
  "success",
  "pending_then_success",
  "pending_then_failed",
  "success_then_reversed",
  "failed_then_success",
  "otp",
  "received",
  "rejected",
  "blocked",
  "abandoned",
  "pending_forever",
] as const;

export const settingsInput = z
  .object({
    currencies: z.array(z.string()),
    passFees: z.boolean(),
    callbackUrl: z.string().nullable(),
    settleToBalance: z.boolean(),
    refundsNeedBalance: z.boolean(),
    otpRequired: z.boolean(),
    starterBusiness: z.boolean(),
    transferOutcome: z.enum(outcomes).nullable(),
    transferSettleAfterMs: z.number().nullable(),
    refundSettleAfterMs: z.number().nullable(),
    bulkIntervalMs: z.number(),
    resolveDailyCap: z.number().nullable(),
    banksPerPage: z.int().positive(),
    paymentSessionTimeoutSeconds: z.number(),
    listMeta: z.enum(["offset", "cursor"]),
    metadataShape: z.enum(["natural", "json_string", "empty_string", "null", "zero"]),
    timestampSpelling: z.enum(["camel", "snake"]),
    latencyMs: z.number(),
  })
  .partial();
