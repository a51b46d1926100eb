import { z } from "zod";
import type { Charge } from "../ports.ts";
import { sameText, signText } from "../signing.ts";
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

const PURPOSE = "asante intent v1:";
const signedSchema = z.object({ intent: z.string().max(2_000), signature: z.string().max(100) });

/** The intent as the rail's metadata carries it: signed, since a rail's public key lets anyone start payments with any metadata. */
export async function signIntent(intent: Intent, signingKeys: readonly string[]) {
  const text = JSON.stringify(intent);
  return { intent: text, signature: await signText(PURPOSE + text, signingKeys[0] ?? "") };
}

/** What the rail gives back of a tip that our books do not hold, or whose checkout they do not know of yet. */
export async function intentBehind(
  charge: Charge,
  tip: { chargeMinor: bigint | null } | null,
  signingKeys: readonly string[],
): Promise<TakenIntent[]> {
  if (tip !== null && tip.chargeMinor !== null) return [];
  const intent = await readIntent(charge.metadata, signingKeys);
  if (!intent || intent.tipId !== charge.reference) return [];
  return intent.rail === charge.rail && intent.environment === charge.environment ? [{ intent }] : [];
}

/** Reads our own intent out of a rail's metadata; null when it is not there, not whole or not signed by us. */
async function readIntent(metadata: unknown, signingKeys: readonly string[]): Promise<Intent | null> {
  if (typeof metadata !== "object" || metadata === null) return null;
  const signed = signedSchema.safeParse((metadata as Record<string, unknown>)[INTENT_FIELD]);
  if (!signed.success) return null;
  for (const key of signingKeys) {
    if (!sameText(await signText(PURPOSE + signed.data.intent, key), signed.data.signature)) continue;
    const parsed = intentSchema.safeParse(JSON.parse(signed.data.intent));
    return parsed.success ? parsed.data : null;
  }
  return null;
}
