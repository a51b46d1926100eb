import { newId, systemRandomness } from "#app/core/ids.ts";
import { INTENT_FIELD, type Intent, signIntent, type TakenIntent } from "#app/domain/payments/index.ts";
import { qrSigningKey } from "#test/setup/demo.ts";
import type { Stack } from "#test/setup/stack.ts";

/** A tip as the edge takes it while the database is down, for the first demo guard; `change` wins over what is usual. */
export function intentFor(stack: Pick<Stack, "demo">, change: Partial<Intent> = {}): Intent {
  const organisation = stack.demo?.organisations[0];
  const guard = organisation?.guards[0];
  const now = new Date(Date.now());
  return {
    v: 1,
    tipId: newId("tip", now, systemRandomness),
    organisationId: organisation?.id ?? "",
    guardId: guard?.id ?? "",
    codeId: guard?.codeId ?? "",
    currency: organisation?.currency ?? "",
    amountMinor: "50000",
    chargeMinor: "50000",
    coversFee: false,
    policyVersion: 1,
    platformFeeMinor: "500",
    railFeeBearer: "guard",
    rail: "paystack",
    environment: "test",
    createdAt: now.toISOString(),
    ...change,
  };
}

/** The rail's metadata with an intent in it, signed by our own key unless another is given. */
export async function intentMetadata(intent: Intent, key = qrSigningKey) {
  return { [INTENT_FIELD]: await signIntent(intent, [key]) };
}

/** An intent as the spool keeps it once the patron was sent to the rail. */
export function takenIntent(intent: Intent): TakenIntent {
  const checkoutUrl = "http://127.0.0.1/checkout/spooled";
  return { intent, message: null, answer: { status: "pending", checkoutUrl, body: {} } };
}
