import { failure, invalidParams, nextSteps, notFound } from "./envelopes.ts";
import type { Dispute, Transaction } from "./records.ts";
import type { Simulator } from "./simulator.ts";
import { moveBalance, nextId, recordBankEntry } from "./store.ts";
import { disputeData } from "./views/dispute.ts";

export interface DisputeStep {
  event: "create" | "remind" | "resolve";
  resolution: "merchant-accepted" | "declined" | "auto-accepted";
  /** Default: all that was charged. */
  refundAmountMinor?: number | undefined;
}

const answerWithinMs = 16 * 60 * 60_000;

/** Sends one event of a chargeback: of the transaction's newest one, which `create` opens. */
export function disputeTransaction(sim: Simulator, transaction: Transaction, step: DisputeStep) {
  const newest = [...sim.store.disputes.values()].filter((one) => one.reference === transaction.reference).at(-1);
  const amount = step.refundAmountMinor ?? newest?.amount ?? transaction.amount;
  const dispute = step.event === "create" || !newest ? openDispute(sim, transaction, amount) : newest;
  if (step.event === "resolve") resolveDispute(sim, dispute, step.resolution, amount);
  else announce(sim, dispute, step.event);
  return disputeData(sim, dispute, transaction);
}

function openDispute(sim: Simulator, { reference, currency }: Transaction, amount: number): Dispute {
  const now = sim.clock.nowIso();
  const dispute: Dispute = {
    id: nextId(sim.store),
    ...{ reference, currency, amount, status: "awaiting-merchant-feedback", resolution: null, message: null },
    ...{ evidence: null, uploads: [], createdAt: now, updatedAt: now, resolvedAt: null },
    dueAt: new Date(sim.clock.nowMs() + answerWithinMs).toISOString(),
  };
  sim.store.disputes.set(dispute.id, dispute);
  watchDeadline(sim, dispute);
  return dispute;
}

/** Who does not answer in time has given in. */
export function watchDeadline(sim: Simulator, dispute: Dispute): void {
  if (dispute.status !== "awaiting-merchant-feedback") return;
  sim.agenda.schedule(Date.parse(dispute.dueAt), () => {
    if (dispute.status === "awaiting-merchant-feedback") resolveDispute(sim, dispute, "auto-accepted", dispute.amount);
  });
}

/** The merchant's own answer. Giving in ends it; a refusal to give in leaves it to the bank, told through the control API. */
export function answerDispute(
  sim: Simulator,
  dispute: Dispute,
  {
    resolution,
    refundAmount,
    message,
    uploaded,
  }: { resolution: string; refundAmount: number; message: string; uploaded: string | null },
): void {
  if (dispute.status !== "awaiting-merchant-feedback") {
    throw failure(400, "Dispute is not awaiting merchant feedback", "invalid_dispute", nextSteps.ensureValid);
  }
  if (message === "") throw invalidParams("message is required");
  if (refundAmount > (transactionOf(sim, dispute)?.amount ?? 0)) {
    throw invalidParams("Refund amount cannot be greater than initial amount");
  }
  dispute.message = message;
  if (resolution === "merchant-accepted") {
    resolveDispute(sim, dispute, resolution, refundAmount);
    return;
  }
  if (resolution !== "declined") throw invalidParams("resolution must be one of [merchant-accepted, declined]");
  if (!uploaded || !dispute.uploads.includes(uploaded)) throw invalidParams("uploaded_filename was never uploaded");
  dispute.evidence = uploaded;
  dispute.status = "awaiting-bank-feedback";
  dispute.updatedAt = sim.clock.nowIso();
  sim.changed();
}

function resolveDispute(sim: Simulator, dispute: Dispute, resolution: DisputeStep["resolution"], amount: number): void {
  const transaction = transactionOf(sim, dispute);
  if (!transaction) throw notFound("Transaction not found");
  const now = sim.clock.nowIso();
  const wasOpen = dispute.status !== "resolved";
  Object.assign(dispute, { status: "resolved", resolution, amount, resolvedAt: now, updatedAt: now });
  if (wasOpen && resolution !== "declined") giveToPayer(sim, transaction, amount, now);
  announce(sim, dispute, "resolve");
}

export function transactionOf(sim: Simulator, dispute: Dispute): Transaction | undefined {
  return sim.store.transactions.get(dispute.reference);
}

function announce(sim: Simulator, dispute: Dispute, event: DisputeStep["event"]): void {
  const transaction = transactionOf(sim, dispute);
  if (!transaction) return;
  sim.webhooks.emit(`charge.dispute.${event}`, dispute.reference, disputeData(sim, dispute, transaction));
  sim.changed();
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
