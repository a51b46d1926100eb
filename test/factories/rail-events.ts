import type { Stack } from "#test/setup/stack.ts";
import { signBody } from "#test/simulators/paystack/index.ts";

/** The fields of charge.success that money hangs on; amounts in minor units, as JSON numbers. */
export interface ChargeFields {
  id: number;
  reference: string;
  amount: number;
  requested_amount?: number;
  currency: string;
  fees: number | null;
  [field: string]: unknown;
}

/** A charge.success event as Paystack would write it; `fields` win over what is usual. */
export function chargeEvent(fields: ChargeFields): string {
  const data = {
    domain: "test",
    status: "success",
    requested_amount: fields.amount,
    channel: "card",
    paid_at: "2026-03-01T10:00:00.000Z",
    metadata: "",
    ...fields,
  };
  return JSON.stringify({ event: "charge.success", data });
}

/** Any other event about an object. */
export function railEvent(event: string, data: object): string {
  return JSON.stringify({ event, data });
}

export interface DeliveryOptions {
  /** null sends no header; absent signs with the stack's own key. */
  signature?: string | null;
  method?: string;
}

/** Posts a body to the Worker's webhook door, and gives the answer's status. */
export async function deliverEvent(
  stack: Pick<Stack, "url" | "paystack">,
  body: string | Uint8Array<ArrayBuffer>,
  { signature = signBody(body, stack.paystack.secretKey), method = "POST" }: DeliveryOptions = {},
): Promise<number> {
  const response = await fetch(`${stack.url}/webhooks/paystack`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(signature === null ? {} : { "x-paystack-signature": signature }),
    },
    ...(method === "GET" ? {} : { body }),
  });
  await response.arrayBuffer();
  return response.status;
}
