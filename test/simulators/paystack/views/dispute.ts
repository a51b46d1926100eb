import type { Dispute, Transaction } from "../records.ts";
import type { Simulator } from "../simulator.ts";
import { customerOf } from "./payer.ts";
import { disputedTransaction } from "./transaction.ts";

/** A dispute, as its events and GET /dispute show it. */
export function disputeData(sim: Simulator, dispute: Dispute, transaction: Transaction) {
  const { createdAt, updatedAt, resolvedAt, dueAt, status } = dispute;
  return {
    id: dispute.id,
    refund_amount: dispute.amount,
    currency: dispute.currency,
    status,
    resolution: dispute.resolution,
    domain: sim.domain,
    transaction: disputedTransaction(sim, transaction),
    transaction_reference: null,
    category: "chargeback",
    customer: customerOf(sim, transaction),
    bin: "408408",
    last4: "4081",
    dueAt,
    resolvedAt,
    evidence: dispute.evidence,
    attachments: dispute.evidence,
    note: null,
    history: [
      { status: "pending", by: transaction.email, createdAt },
      ...(status === "resolved" ? [{ status, by: transaction.email, createdAt: updatedAt }] : []),
    ],
    messages: [{ sender: transaction.email, body: "Customer complained", createdAt }],
    created_at: createdAt,
    updated_at: updatedAt,
  };
}
