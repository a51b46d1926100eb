import type { Transaction } from "./records.ts";
import type { Simulator } from "./simulator.ts";
import { moveBalance, nextId, recordBankEntry } from "./store.ts";
import { customerOf } from "./views/payer.ts";
import { disputedTransaction } from "./views/transaction.ts";

export interface DisputeStep {
  event: "create" | "remind" | "resolve";
  resolution: "merchant-accepted" | "declined" | "auto-accepted";
  /** Default: all that was charged. */
  refundAmountMinor?: number | undefined;
}

const answerWithinMs = 16 * 60 * 60_000;

/** Sends one event of a chargeback. A lost one takes the money from the balance and gives it to the payer. */
export function disputeTransaction(sim: Simulator, transaction: Transaction, step: DisputeStep) {
  const now = sim.clock.nowIso();
  const resolved = step.event === "resolve";
  const amount = step.refundAmountMinor ?? transaction.amount;
  if (resolved && step.resolution !== "declined") giveToPayer(sim, transaction, amount, now);
  const data = {
    id: nextId(sim.store),
    refund_amount: amount,
    currency: transaction.currency,
    status: resolved ? "resolved" : "awaiting-merchant-feedback",
    resolution: resolved ? step.resolution : null,
    domain: sim.domain,
    transaction: disputedTransaction(sim, transaction),
    transaction_reference: null,
    category: "chargeback",
    customer: customerOf(sim, transaction),
    bin: "408408",
    last4: "4081",
    dueAt: new Date(sim.clock.nowMs() + answerWithinMs).toISOString(),
    resolvedAt: resolved ? now : null,
    evidence: null,
    attachments: null,
    note: null,
    history: [
      {
        status: resolved ? "resolved" : "pending",
        by: transaction.email,
        createdAt: now,
      },
    ],
    messages: [
      {
        sender: transaction.email,
        body: "Customer complained",
        createdAt: now,
      },
    ],
    created_at: now,
    updated_at: now,
  };
  sim.webhooks.emit(`charge.dispute.${step.event}`, transaction.reference, data);
  sim.changed();
  return data;
}

function giveToPayer(sim: Simulator, transaction: Transaction, amountMinor: number, at: string): void {
  const { reference, currency, email, id } = transaction;
  if (amountMinor >= transaction.amount) transaction.status = "reversed";
  const reason = `Chargeback of ${reference}`;
  const row = {
    currency,
    difference: -amountMinor,
    reason,
    model: "Refund",
    modelRow: id,
    createdAt: at,
  } as const;
  moveBalance(sim.store, row);
  recordBankEntry(sim.store, {
    kind: "payer_refund",
    reference,
    currency,
    amountMinor,
    party: email,
    at,
  });
}
