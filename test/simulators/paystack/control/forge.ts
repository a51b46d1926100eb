import type { z } from "zod";
import { signBody } from "../signature.ts";
import type { Simulator } from "../simulator.ts";
import { chargedTransaction } from "../views/transaction.ts";
import { transferEventData } from "../views/transfer.ts";
import type { forgeInput } from "./inputs.ts";

export interface ForgedAttempt {
  status: number | null;
  error: string | null;
  body: string;
  signature: string | null;
}

type Forgery = z.output<typeof forgeInput>;

/** Sends an event that never happened, or happened otherwise; one attempt each, nothing is remembered. */
export async function forgeWebhook(sim: Simulator, forgery: Forgery): Promise<ForgedAttempt[]> {
  const signed = forgery.rawBody ?? JSON.stringify({ event: forgery.event, data: forgedData(sim, forgery) });
  const key = forgery.signature === "wrong" ? "sk_test_somebody_else" : (sim.secretKeys[0] ?? "");
  const signature = forgery.signature === "missing" ? null : signBody(signed, key);
  const body = forgery.signature === "altered" ? `${signed} ` : signed;
  const attempts: ForgedAttempt[] = [];
  for (let time = 0; time < forgery.times; time += 1) {
    const { status, error } = await sim.webhooks.sendOnce(body, signature);
    attempts.push({ status, error, body, signature });
  }
  return attempts;
}

function forgedData(sim: Simulator, { event, reference, changes }: Forgery): object {
  const { transactions, transfers, transactionList } = sim.store;
  const transfer = transfers.get(reference);
  if (event.startsWith("transfer.") && transfer) {
    return {
      ...transferEventData(sim, transfer),
      status: event.slice("transfer.".length),
      ...changes,
    };
  }
  const transaction = transactions.get(reference) ?? transactionList[0];
  const model = transaction ? chargedTransaction(sim, transaction) : { domain: sim.domain, amount: 0, currency: "NGN" };
  const paidAt = sim.clock.nowIso();
  const success = {
    status: "success",
    gateway_response: "Successful",
    paid_at: paidAt,
    paidAt,
  };
  return { id: 1, ...model, reference, ...success, ...changes };
}
