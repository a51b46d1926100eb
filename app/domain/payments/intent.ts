import { z } from "zod";
import type { Charge } from "../ports.ts";
import type { TipStatus } from "./rules.ts";

const minorText = z.string().regex(/^\d{1,15}$/);

/**
 * Everything needed to enter a tip into the books. It travels in the rail's metadata, so that a tip taken while the
 * database was down is never lost; amounts are strings of minor units. Nothing personal: no message, no address.
 */
const intentSchema = z.object({
  v: z.literal(1),
  tipId: z.string().max(50),
  organisationId: z.string().max(50),
  guardId: z.string().max(50),
  codeId: z.string().max(50),
  currency: z.string().length(3),
  amountMinor: minorText,
  chargeMinor: minorText,
  coversFee: z.boolean(),
  policyVersion: z.number().int(),
  platformFeeMinor: minorText,
  railFeeBearer: z.enum(["guard", "organisation"]),
  rail: z.string().max(20),
  environment: z.enum(["test", "live"]),
  createdAt: z.iso.datetime(),
});

export type Intent = z.infer<typeof intentSchema>;

/** What our own store keeps beside the intent: the answer given for its idempotency key, and the patron's words. */
export interface TakenIntent {
  intent: Intent;
  keyHash?: string;
  fingerprint?: string;
  message?: string | null;
  /** Absent while the rail is being asked. */
  answer?: { status: TipStatus; checkoutUrl: string | null; body: object };
}

/** The name our intent has inside the rail's metadata. */
export const INTENT_FIELD = "asante";

/** Reads our intent out of a rail's metadata; null when it is not there or not whole. */
export function readIntent(metadata: unknown): Intent | null {
  if (typeof metadata !== "object" || metadata === null) return null;
  const parsed = intentSchema.safeParse((metadata as Record<string, unknown>)[INTENT_FIELD]);
  return parsed.success ? parsed.data : null;
}

/** What the rail gives back of a tip that our books do not hold, or whose checkout they do not know of yet. */
export function intentBehind(charge: Charge, tip: { chargeMinor: bigint | null } | null): TakenIntent[] {
  if (tip !== null && tip.chargeMinor !== null) return [];
  const intent = readIntent(charge.metadata);
  return intent && intent.tipId === charge.reference ? [{ intent }] : [];
}
