import { z } from "zod";

/** Where a payout stands, as finance speaks of it: what somebody must do comes first. */
export const PAYOUT_GROUPS = [
  "to_approve",
  "failed",
  "in_doubt",
  "retrying",
  "waiting",
  "sending",
  "exported",
  "paid",
  "investigated",
  "cancelled",
] as const;
export type PayoutGroup = (typeof PAYOUT_GROUPS)[number];

/** Why a payout wants a checker, and why one failed: what a list can be narrowed to. */
export const PAYOUT_REASONS = [
  "first",
  "large",
  "manual",
  "account_closed",
  "account_invalid",
  "name_mismatch",
  "limit",
  "bank_down",
  "rejected",
  "blocked",
  "otp_abandoned",
  "other",
  "account_changed",
] as const;
export type PayoutReason = (typeof PAYOUT_REASONS)[number];

const id = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .nullable()
  .catch(null);

/** What a list of payouts is narrowed to, out of an address: what is not understood counts as not said. */
const payoutFilters = z.object({
  /** Words of the guard's name, an employee id, a payout's id or one of its references. */
  q: z.string().max(200).nullable().catch(null),
  status: z.enum(PAYOUT_GROUPS).nullable().catch(null),
  reason: z.enum(PAYOUT_REASONS).nullable().catch(null),
  run: id,
  guard: id,
  /** `created`, `amount` or `guard`, with a minus for the other direction; the newest first unless it says so. */
  sort: z.string().max(20).nullable().catch(null),
});
export type PayoutFilters = z.infer<typeof payoutFilters>;

/** The filters that an address says. */
export function readPayoutFilters(params: URLSearchParams): PayoutFilters {
  return payoutFilters.parse(
    Object.fromEntries(Object.keys(payoutFilters.shape).map((name) => [name, params.get(name)])),
  );
}

/** More are approved in several steps. */
export const PAYOUTS_AT_ONCE = 500;
export const REASON_MAX_CHARACTERS = 200;
export const NOTE_MAX_CHARACTERS = 300;
