import { failure, invalidParams, nextSteps, notFound } from "./envelopes.ts";
import { amountField, type Fields, textField } from "./fields.ts";
import type { Refund, RefundStatus, Transaction } from "./records.ts";
import type { Simulator } from "./simulator.ts";
import { addRefund, moveBalance, nextId, recordBankEntry } from "./store.ts";
import { refundEventData } from "./views/refund.ts";

const customerWaitsMs = 10 * 24 * 60 * 60_000;

/** Queues a refund of a paid transaction: at most what has not been refunded yet. */
export function createRefund(sim: Simulator, fields: Fields): Refund {
  const { store, settings, clock } = sim;
  const transaction = requirePaid(sim, textField(fields, "transaction"));
  const left = transaction.amount - liveRefunds(sim, transaction.reference);
  if (left <= 0) throw invalidParams("Transaction has been fully reversed");
  const amount = fields["amount"] === undefined || fields["amount"] === null ? left : amountField(fields);
  if (amount === null || amount <= 0) throw invalidParams("Invalid amount passed.");
  if (amount > left) throw invalidParams("Refund amount cannot be greater than initial amount");
  if (settings.refundsNeedBalance && (store.balances.get(transaction.currency) ?? 0) < amount) {
    const message = "Your balance is not enough to fulfil this request";
    throw failure(400, message, "insufficient_balance", nextSteps.tryLater, "api_error");
  }
  const now = clock.nowIso();
  const refund: Refund = {
    id: nextId(store),
    transactionReference: transaction.reference,
    amount,
    currency: transaction.currency,
    status: "pending",
    customerNote: textField(fields, "customer_note") ?? `Refund for transaction ${transaction.reference}`,
    merchantNote: textField(fields, "merchant_note") ?? `Refund for transaction ${transaction.reference}`,
    createdAt: now,
    updatedAt: now,
    expectedAt: new Date(clock.nowMs() + customerWaitsMs).toISOString(),
  };
  addRefund(store, refund);
  moveRefundMoney(sim, refund, -1);
  announce(sim, transaction, refund);
  resumeRefund(sim, refund);
  return refund;
}

function requirePaid(sim: Simulator, name: string | null): Transaction {
  const transaction = sim.store.transactions.get(name ?? "") ?? sim.store.transactionsById.get(Number(name));
  if (!transaction) throw notFound("Transaction not found");
  if (transaction.paidAt === null) throw invalidParams("Transaction has not been paid");
  return transaction;
}

function liveRefunds(sim: Simulator, reference: string, status?: RefundStatus): number {
  return (sim.store.refundsByTransaction.get(reference) ?? [])
    .filter((refund) => (status ? refund.status === status : refund.status !== "failed"))
    .reduce((sum, refund) => sum + refund.amount, 0);
}

function moveRefundMoney(sim: Simulator, refund: Refund, sign: 1 | -1): void {
  const { currency, amount, id, transactionReference } = refund;
  const reason = `${sign === 1 ? "Failed refund" : "Refund"} of ${transactionReference}`;
  const createdAt = sim.clock.nowIso();
  moveBalance(sim.store, {
    currency,
    difference: sign * amount,
    reason,
    model: "Refund",
    modelRow: id,
    createdAt,
  });
}

/** The transaction follows its refunds: a full one in flight is pending reversal, a full one done is reversed. */
function announce(sim: Simulator, transaction: Transaction, refund: Refund): void {
  const { reference, amount } = transaction;
  if (liveRefunds(sim, reference, "processed") >= amount) transaction.status = "reversed";
  else transaction.status = liveRefunds(sim, reference) >= amount ? "reversal_pending" : "success";
  sim.webhooks.emit(`refund.${refund.status}`, reference, refundEventData(sim, transaction, refund));
  sim.changed();
}

/** Moves a refund on; false when it had already ended or is there already. */
export function moveRefund(sim: Simulator, refund: Refund, status: RefundStatus): boolean {
  const transaction = sim.store.transactions.get(refund.transactionReference);
  const ended = refund.status === "processed" || refund.status === "failed";
  if (!transaction || ended || refund.status === status) return false;
  refund.status = status;
  refund.updatedAt = sim.clock.nowIso();
  if (status === "failed") moveRefundMoney(sim, refund, 1);
  if (status === "processed") {
    recordBankEntry(sim.store, {
      kind: "payer_refund",
      reference: transaction.reference,
      currency: refund.currency,
      amountMinor: refund.amount,
      party: transaction.email,
      at: refund.updatedAt,
    });
  }
  announce(sim, transaction, refund);
  return true;
}

/** Where the settings say so, an open refund goes on by itself: processing, then processed. */
export function resumeRefund(sim: Simulator, refund: Refund, fromMs = sim.clock.nowMs()): void {
  const afterMs = sim.settings.refundSettleAfterMs;
  if (afterMs === null || (refund.status !== "pending" && refund.status !== "processing")) return;
  const from = refund.status;
  sim.agenda.schedule(fromMs + afterMs, (dueAtMs) => {
    if (refund.status !== from) return;
    moveRefund(sim, refund, from === "pending" ? "processing" : "processed");
    resumeRefund(sim, refund, dueAtMs);
  });
}
