import { randomUUID } from "node:crypto";
import type { Stack } from "#test/setup/stack.ts";

/** Limits that no test reaches by accident. */
export const NO_LIMITS = { TIPS_PER_ADDRESS_PER_MINUTE: "1000000", TIPS_PER_CODE_PER_MINUTE: "1000000" };

export interface TipRequest {
  token: string;
  amountMinor: bigint;
  currency: string;
  coversFee?: boolean;
  message?: string;
}

export interface TipAnswer {
  status: number;
  body: {
    id: string;
    checkout_url: string;
    charge: { minor: string };
    code?: string;
    title?: string;
    detail?: string;
  };
}

/** POST /tips as an API caller sends it; a key of its own unless one is given, none at all for null. */
export async function postTip(
  stack: Pick<Stack, "url">,
  { amountMinor, currency, ...tip }: TipRequest,
  key: string | null = randomUUID(),
): Promise<TipAnswer> {
  const response = await fetch(`${stack.url}/tips`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key === null ? {} : { "idempotency-key": key }) },
    body: JSON.stringify({ ...tip, amount: { minor: String(amountMinor), currency } }),
  });
  return { status: response.status, body: (await response.json()) as TipAnswer["body"] };
}

/** The nth guard of the nth demo organisation who takes tips, with what a tip for them needs. */
export function tipFor(stack: Pick<Stack, "demo">, organisation = 0, guard = 0): TipRequest {
  const found = stack.demo?.organisations[organisation];
  const person = found?.guards.filter(({ status }) => status === "active")[guard];
  if (!found || !person) throw new Error("the demo organisations have no such guard");
  return { token: person.token, amountMinor: 50_000n, currency: found.currency };
}
