import type { Refund, Transaction } from "../records.ts";
import { integrationId, type Simulator } from "../simulator.ts";
import { fetchedTransaction } from "./transaction.ts";

function coreFields(sim: Simulator, refund: Refund) {
  return {
    integration: integrationId,
    deducted_amount: refund.status === "processed" ? refund.amount : 0,
    channel: null,
    merchant_note: refund.merchantNote,
    customer_note: refund.customerNote,
    status: refund.status,
    refunded_by: "merchant@asante.example.com",
    expected_at: refund.expectedAt,
    currency: refund.currency,
    domain: sim.domain,
    amount: refund.amount,
    fully_deducted: refund.status === "processed",
    id: refund.id,
    createdAt: refund.createdAt,
    updatedAt: refund.updatedAt,
  };
}

/** The answer to creating a refund: the transaction is an object. */
export function createdRefund(sim: Simulator, transaction: Transaction, refund: Refund) {
  return {
    transaction: fetchedTransaction(sim, transaction),
    ...coreFields(sim, refund),
  };
}

/** A refund as fetch and list show it: the transaction is a number. */
export function readRefund(sim: Simulator, refund: Refund) {
  const transaction = sim.store.transactions.get(refund.transactionReference);
  return {
    ...coreFields(sim, refund),
    transaction: transaction?.id ?? null,
    transaction_reference: refund.transactionReference,
    refunded_at: refund.status === "processed" ? refund.updatedAt : null,
  };
}

/** The data of a refund event: the amount is a string while things go well, a number when they do not. */
export function refundEventData(sim: Simulator, transaction: Transaction, refund: Refund) {
  const smooth = refund.status !== "failed" && refund.status !== "needs-attention";
  const needsAttention = refund.status === "needs-attention";
  return {
    ...(needsAttention ? { id: String(refund.id) } : {}),
    status: refund.status,
    transaction_reference: refund.transactionReference,
    refund_reference: refund.status === "processed" ? `TRF_${refund.id}` : null,
    amount: smooth ? String(refund.amount) : refund.amount,
    currency: refund.currency,
    ...(needsAttention
      ? {
          customer_note: refund.customerNote,
          merchant_note: refund.merchantNote,
        }
      : {
          processor: transaction.channel === "card" ? "mpgs_zen" : "instant-transfer",
        }),
    customer: { first_name: null, last_name: null, email: transaction.email },
    integration: integrationId,
    domain: sim.domain,
  };
}
