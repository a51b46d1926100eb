import { createHmac } from "node:crypto";
import { simulatorClient } from "#test/simulators/paystack/index.ts";
import { httpRequest } from "./load.ts";
import type { Rig } from "./rig.ts";

/** Of every charge here, in kobo. */
export const CHARGE_MINOR = 100_000;
export const RAIL_FEE_MINOR = 1_500;

export type ChargeEvent = { tipId: string; transactionId: string; body: string };

/** Writes charge.success events that Paystack's stand-in could have sent: one was really paid there, the others are like it. */
export async function chargeEvents(rig: Rig, prefix: string, count: number): Promise<ChargeEvent[]> {
  const data = await payOne(rig, `${prefix}-paid`);
  return Array.from({ length: count }, (_, i) => {
    const tipId = `${prefix}-${i}`;
    const id = 7_000_000_000 + i;
    const metadata = { asante: { ...ORDER.metadata.asante, tipId } };
    const charge = { ...data, id, reference: tipId, metadata, requested_amount: CHARGE_MINOR, fees: RAIL_FEE_MINOR };
    return { tipId, transactionId: String(id), body: JSON.stringify({ event: "charge.success", data: charge }) };
  });
}

export function webhookRequest(body: string, secretKey: string): Uint8Array {
  const signature = createHmac("sha512", secretKey).update(body).digest("hex");
  return httpRequest(
    "POST /webhooks/paystack",
    { "content-type": "application/json", "x-paystack-signature": signature },
    body,
  );
}

/** What the application asks of the rail for one tip, but for the reference. */
export const ORDER = {
  email: "tip-01k9zzzzzzzzzzzzzzzzzzzzzz@patrons.asante.app",
  amount: String(CHARGE_MINOR),
  currency: "NGN",
  label: "Tip for Guard",
  callback_url: "http://127.0.0.1:8787/return/tip-01k9zzzzzzzzzzzzzzzzzzzzzz",
  metadata: {
    asante: {
      v: 1,
      tipId: "tip-01k9zzzzzzzzzzzzzzzzzzzzzz",
      organisationId: "org-demo-lagos",
      guardId: "guard-bench-0",
      codeId: "code-bench-0",
      currency: "NGN",
      amountMinor: String(CHARGE_MINOR),
      chargeMinor: String(CHARGE_MINOR),
      coversFee: false,
      policyVersion: 1,
      platformFeeMinor: "1000",
      railFeeBearer: "guard",
      rail: "paystack",
      environment: "test",
      createdAt: "2026-01-01T12:00:00.000Z",
    },
    cancel_action: "http://127.0.0.1:8787/return/tip-01k9zzzzzzzzzzzzzzzzzzzzzz",
  },
};

async function payOne(rig: Rig, reference: string): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${rig.secretKey}`, "content-type": "application/json" };
  const body = JSON.stringify({ ...ORDER, reference });
  await fetch(`${rig.urls.paystack}/transaction/initialize`, { method: "POST", headers, body });
  await simulatorClient(rig.urls.paystack).pay(reference);
  const verified = await fetch(`${rig.urls.paystack}/transaction/verify/${reference}`, { headers });
  return ((await verified.json()) as { data: Record<string, unknown> }).data;
}
