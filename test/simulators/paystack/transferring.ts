import { failure, invalidParams, nextSteps, type Refusal } from "./envelopes.ts";
import { amountField, type Fields, textField } from "./fields.ts";
import { randomCode } from "./ids.ts";
import type { Recipient, Transfer, TransferStatus } from "./records.ts";
import type { Simulator } from "./simulator.ts";
import { addTransfer, moveBalance, nextId, recordBankEntry, recordStatus } from "./store.ts";
import { smallestTransfer, transferFee } from "./transfer-fees.ts";
import { courseOf, outcomeForAccount, type TransferOutcome } from "./transfer-outcomes.ts";
import { transferEventData } from "./views/transfer.ts";

export const rightOtp = "123456";
const otpLapsesAfterMs = 30 * 60_000;
const largestTransfer = 1_000_000_000;

/** A transfer that passed every check and may be created. */
export interface TransferOrder {
  reference: string;
  recipient: Recipient;
  amount: number;
  fee: number;
  currency: string;
  reason: string | null;
}

/** Checks one transfer in Paystack's order, duplicates and funds excepted. */
export function readOrder(sim: Simulator, fields: Fields, currencySent: string | null): TransferOrder {
  const reference = textField(fields, "reference") ?? randomCode(20);
  if (!/^[a-z0-9_-]+$/.test(reference)) throw invalidParams("Your reference contains illegal special characters");
  if (reference.length < 16 || reference.length > 50) {
    throw invalidParams("Your reference must be between 16 and 50 characters");
  }
  const recipient = sim.store.recipients.get(textField(fields, "recipient") ?? "");
  const currency = currencySent?.toUpperCase() ?? "NGN";
  if (!recipient || recipient.deleted || recipient.currency !== currency) {
    throw failure(
      400,
      "Recipient specified is invalid",
      "invalid_transfer_recipient",
      "Ensure that you're passing a valid recipient code",
    );
  }
  const amount = amountField(fields);
  if (amount === null || amount < smallestTransfer(currency) || amount > largestTransfer) {
    throw invalidParams("Invalid amount passed.");
  }
  const fee = transferFee(currency, recipient.type, amount);
  return {
    reference,
    recipient,
    amount,
    fee,
    currency,
    reason: textField(fields, "reason"),
  };
}

/** Refuses starters, wrong sources, and orders the balance cannot carry with their fees. */
export function requireFunds(sim: Simulator, orders: readonly TransferOrder[]): void {
  const needed = new Map<string, number>();
  for (const { currency, amount, fee } of orders) needed.set(currency, (needed.get(currency) ?? 0) + amount + fee);
  for (const [currency, sum] of needed) {
    if ((sim.store.balances.get(currency) ?? 0) >= sum) continue;
    const message = "Your balance is not enough to fulfil this request";
    throw failure(400, message, "insufficient_balance", nextSteps.tryLater, "api_error");
  }
}

export function requireTransfersAllowed(sim: Simulator, fields: Fields): void {
  if (sim.settings.starterBusiness) {
    const message = "You cannot initiate third party payouts as a starter business";
    throw failure(400, message, "transfer_unavailable", nextSteps.ensureValid, "api_error");
  }
  if (textField(fields, "source") !== "balance") throw invalidParams("Source specified is invalid");
}

/** Takes amount and fee from the balance and sets the transfer on its course. */
export function createTransfer(sim: Simulator, order: TransferOrder, bulk = false): Transfer {
  const { store, settings, clock } = sim;
  const [first, ...later] = courseOf(chooseOutcome(sim, order.recipient, bulk));
  const now = clock.nowIso();
  const settleMs = settings.transferSettleAfterMs;
  const lapse = first === "otp" ? otpLapsesAfterMs : settleMs;
  const steps = later.map((status) => ({ status, afterMs: lapse }));
  const transfer: Transfer = {
    id: nextId(store),
    request: nextId(store),
    code: `TRF_${randomCode(16)}`,
    reference: order.reference,
    recipientCode: order.recipient.code,
    amount: order.amount,
    fee: order.fee,
    currency: order.currency,
    reason: order.reason,
    status: "pending",
    gatewayResponse: null,
    steps: first === "otp" && later.length === 0 ? [{ status: "abandoned", afterMs: otpLapsesAfterMs }] : steps,
    nextStepAtMs: null,
    returned: false,
    createdAt: now,
    updatedAt: now,
    transferredAt: null,
    history: [],
  };
  addTransfer(store, transfer);
  moveTransferMoney(sim, transfer, -1, "Transfer");
  transfer.status = first;
  recordStatus(store, transfer);
  if (first === "success") succeed(sim, transfer);
  planNextStep(sim, transfer, sim.clock.nowMs());
  sim.changed();
  return transfer;
}

function chooseOutcome(sim: Simulator, recipient: Recipient, bulk: boolean): TransferOutcome {
  if (sim.settings.transferOutcome) return sim.settings.transferOutcome;
  if (sim.settings.otpRequired && !bulk) return "otp";
  return outcomeForAccount(recipient.accountNumber);
}

function moveTransferMoney(sim: Simulator, transfer: Transfer, sign: 1 | -1, reason: string): void {
  const { currency, amount, fee, id } = transfer;
  const createdAt = sim.clock.nowIso();
  moveBalance(sim.store, {
    currency,
    difference: sign * (amount + fee),
    reason,
    model: "Transfer",
    modelRow: id,
    createdAt,
  });
}

function planNextStep(sim: Simulator, transfer: Transfer, fromMs: number): void {
  const afterMs = transfer.steps[0]?.afterMs ?? null;
  transfer.nextStepAtMs = afterMs === null ? null : fromMs + afterMs;
  resumeTransfer(sim, transfer);
}

/** Puts the transfer's next step on the agenda; also after a restart. */
export function resumeTransfer(sim: Simulator, transfer: Transfer): void {
  const dueAtMs = transfer.nextStepAtMs;
  if (dueAtMs === null) return;
  sim.agenda.schedule(dueAtMs, () => {
    if (transfer.nextStepAtMs === dueAtMs) stepTransfer(sim, transfer, dueAtMs);
  });
}

/** Takes the next step of the transfer's course, if any is left. */
export function stepTransfer(sim: Simulator, transfer: Transfer, atMs = sim.clock.nowMs()): void {
  const next = transfer.steps.shift();
  transfer.nextStepAtMs = null;
  if (!next) return;
  moveTransfer(sim, transfer, next.status);
  planNextStep(sim, transfer, atMs);
}

/** Leaves the planned course: from now on the transfer only moves when told. */
export function overrideTransfer(sim: Simulator, transfer: Transfer, status: TransferStatus, reason?: string): void {
  transfer.steps = [];
  transfer.nextStepAtMs = null;
  moveTransfer(sim, transfer, status, reason);
}

/** After the right OTP or an approval: on to pending, then success. */
export function approveTransfer(sim: Simulator, transfer: Transfer): void {
  transfer.steps = [{ status: "success", afterMs: sim.settings.transferSettleAfterMs }];
  moveTransfer(sim, transfer, "pending");
  planNextStep(sim, transfer, sim.clock.nowMs());
}

/** Moves a transfer to a status, with its money and its event. Money given back is given back once. */
function moveTransfer(sim: Simulator, transfer: Transfer, status: TransferStatus, reason?: string): void {
  const wasPaid = transfer.status === "success";
  transfer.status = status;
  transfer.updatedAt = sim.clock.nowIso();
  recordStatus(sim.store, transfer);
  if (status === "success") succeed(sim, transfer);
  else if (status !== "pending" && status !== "otp" && status !== "received") giveBack(sim, transfer, wasPaid, reason);
  sim.changed();
}

/** One that had failed takes its money again. */
function succeed(sim: Simulator, transfer: Transfer): void {
  transfer.status = "success";
  if (transfer.returned) moveTransferMoney(sim, transfer, -1, "Transfer");
  transfer.returned = false;
  transfer.transferredAt = sim.clock.nowIso();
  transfer.gatewayResponse = null;
  recordMove(sim, transfer, "recipient_credit");
  sim.webhooks.emit("transfer.success", transfer.reference, transferEventData(sim, transfer));
}

function giveBack(sim: Simulator, transfer: Transfer, wasPaid: boolean, reason?: string): void {
  if (transfer.returned) return;
  transfer.returned = true;
  // Of an account that is closed nothing can come any more.
  const words = transfer.steps.length > 0 ? "Issuer or switch inoperative" : "Account closed";
  transfer.gatewayResponse = reason ?? (transfer.status === "failed" ? words : null);
  if (wasPaid) recordMove(sim, transfer, "recipient_return");
  moveTransferMoney(sim, transfer, 1, `Transfer ${transfer.status}`);
  if (transfer.status !== "failed" && transfer.status !== "reversed") return;
  sim.webhooks.emit(`transfer.${transfer.status}`, transfer.reference, transferEventData(sim, transfer));
}

function recordMove(sim: Simulator, transfer: Transfer, kind: "recipient_credit" | "recipient_return"): void {
  const { reference, currency, amount: amountMinor } = transfer;
  const recipient = sim.store.recipients.get(transfer.recipientCode);
  const party = `${recipient?.bankCode ?? ""} ${recipient?.accountNumber ?? ""}`.trim();
  recordBankEntry(sim.store, {
    kind,
    reference,
    currency,
    amountMinor,
    party,
    at: sim.clock.nowIso(),
  });
}

export const duplicateReference = (): Refusal =>
  failure(
    400,
    "Please provide a unique reference. Reference already exists on a transfer",
    "duplicate_transfer_reference",
    "Create a new reference for the new transfer",
  );
