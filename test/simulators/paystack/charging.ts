import { chargeWithFeesPassedOn, collectionFee } from "./fees.ts";
import { randomCode } from "./ids.ts";
import type { Transaction } from "./records.ts";
import type { Simulator } from "./simulator.ts";
import { moveBalance, recordBankEntry } from "./store.ts";
import { chargedTransaction } from "./views/transaction.ts";

export interface PayOptions {
  channel?: string | undefined;
  /** A foreign card: international rates. */
  international?: boolean | undefined;
  /** Misbehaviour: charge another amount than was asked for. */
  amountMinor?: number | undefined;
  /** Misbehaviour: report another requested_amount than was asked for. */
  requestedAmountMinor?: number | undefined;
  /** Misbehaviour: charge in another currency. */
  currency?: string | undefined;
  /** Misbehaviour: report no fee. */
  feesNull?: boolean | undefined;
  ipAddress?: string | undefined;
}

/** The channel a payer meets first. */
export function firstChannel(transaction: Transaction): string {
  return (
    transaction.channels[0] ??
    (transaction.currency === "GHS" || transaction.currency === "KES" ? "mobile_money" : "card")
  );
}

/** Debits the payer, once: a paid transaction cannot be paid again. Fees, balance and the charge.success event follow. */
export function payTransaction(
  sim: Simulator,
  transaction: Transaction,
  options: PayOptions = {},
): "paid" | "already_paid" {
  if (transaction.paidAt !== null) return "already_paid";
  const channel = options.channel ?? firstChannel(transaction);
  const currency = options.currency ?? transaction.currency;
  const rateName = options.international ? "international" : channel;
  const asked = transaction.requestedAmount;
  const usual = sim.settings.passFees ? chargeWithFeesPassedOn(currency, rateName, asked) : asked;
  const amount = options.amountMinor ?? usual;
  const { fee, beforeVat } = collectionFee(currency, rateName, amount);
  const now = sim.clock.nowIso();
  Object.assign(transaction, {
    status: "success",
    amount,
    requestedAmount: options.requestedAmountMinor ?? asked,
    currency,
    channel,
    fees: options.feesNull ? null : fee,
    feeBeforeVat: beforeVat,
    gatewayResponse: channel === "card" ? "Successful" : "Approved",
    message: null,
    attempts: transaction.attempts + 1,
    authorizationCode: `AUTH_${randomCode(10)}`,
    paidAt: now,
    ipAddress: options.ipAddress ?? "127.0.0.1",
  } satisfies Partial<Transaction>);
  const { reference, email, id } = transaction;
  recordBankEntry(sim.store, {
    kind: "payer_debit",
    reference,
    currency,
    amountMinor: amount,
    party: email,
    at: now,
  });
  if (sim.settings.settleToBalance) {
    const reason = `Payment ${reference}`;
    const row = {
      currency,
      difference: amount - fee,
      reason,
      model: "Transaction",
      modelRow: id,
      createdAt: now,
    } as const;
    moveBalance(sim.store, row);
  }
  sim.webhooks.emit("charge.success", reference, chargedTransaction(sim, transaction));
  sim.changed();
  return "paid";
}

/** The bank says no. No event is sent, and the same checkout may still succeed. */
export function declineTransaction(
  sim: Simulator,
  transaction: Transaction,
  channel?: string,
): "declined" | "already_paid" {
  if (transaction.paidAt !== null) return "already_paid";
  Object.assign(transaction, {
    status: "failed",
    channel: channel ?? firstChannel(transaction),
    gatewayResponse: "Declined",
    message: "Declined",
    attempts: transaction.attempts + 1,
    declines: transaction.declines + 1,
    ipAddress: "127.0.0.1",
  } satisfies Partial<Transaction>);
  sim.changed();
  return "declined";
}

/** A charge that waits on a phone fails when its time is up; also after a restart. No event says so, only the reads do. */
export function resumeApproval(sim: Simulator, transaction: Transaction): void {
  if (transaction.status !== "pending" || transaction.expiresAtMs === null) return;
  sim.agenda.schedule(transaction.expiresAtMs, () => {
    if (transaction.status !== "pending") return;
    Object.assign(transaction, {
      status: "failed",
      message: "The payer did not approve in time",
      gatewayResponse: "Declined",
    } satisfies Partial<Transaction>);
    sim.changed();
  });
}
