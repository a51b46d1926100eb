import type { Transaction } from "../records.ts";
import { integrationId, type Simulator } from "../simulator.ts";
import { authorizationOf, customerOf, logOf } from "./payer.ts";

/** What the reads and the webhook share. */
function sharedFields(sim: Simulator, transaction: Transaction) {
  const { feeBeforeVat } = transaction;
  return {
    id: transaction.id,
    domain: sim.domain,
    status: transaction.status,
    reference: transaction.reference,
    amount: transaction.amount,
    message: transaction.message,
    gateway_response: transaction.gatewayResponse,
    paid_at: transaction.paidAt,
    created_at: transaction.createdAt,
    channel: transaction.channel,
    currency: transaction.currency,
    ip_address: transaction.ipAddress,
    metadata: metadataOf(sim, transaction),
    fees: transaction.fees,
    fees_split: null,
    fees_breakdown:
      transaction.fees !== null && feeBeforeVat !== null
        ? { amount: String(feeBeforeVat), formula: null, type: "paystack" }
        : null,
    authorization: authorizationOf(transaction),
    customer: customerOf(sim, transaction),
    split: {},
    subaccount: {},
    order_id: null,
    paidAt: transaction.paidAt,
    requested_amount: transaction.requestedAmount,
    pos_transaction_data: null,
  };
}

function metadataOf(sim: Simulator, transaction: Transaction): unknown {
  switch (sim.settings.metadataShape) {
    case "json_string":
      return JSON.stringify(transaction.metadata ?? {});
    case "empty_string":
      return "";
    case "null":
      return null;
    case "zero":
      return 0;
    case "natural":
      return transaction.metadata ?? "";
  }
}

function sourceOf(transaction: Transaction) {
  return {
    type: "api",
    source: "merchant_api",
    entry_point: transaction.entryPoint,
    identifier: null,
  };
}

/** The data of GET /transaction/verify/:reference. */
export function verifiedTransaction(sim: Simulator, transaction: Transaction) {
  return {
    ...sharedFields(sim, transaction),
    receipt_number: null,
    log: logOf(transaction),
    plan: null,
    createdAt: transaction.createdAt,
    source: null,
    connect: null,
    transaction_date: transaction.createdAt,
    plan_object: {},
  };
}

/** The data of GET /transaction/:id. */
export function fetchedTransaction(sim: Simulator, transaction: Transaction) {
  return {
    ...sharedFields(sim, transaction),
    receipt_number: null,
    helpdesk_link: null,
    log: logOf(transaction),
    plan: {},
    createdAt: transaction.createdAt,
    source: sourceOf(transaction),
    connect: null,
  };
}

/** A row of GET /transaction. */
export function listedTransaction(sim: Simulator, transaction: Transaction) {
  return {
    ...sharedFields(sim, transaction),
    log: logOf(transaction),
    plan: {},
    createdAt: transaction.createdAt,
    source: sourceOf(transaction),
    integration: integrationId,
  };
}

/** The data of a charge.success event. */
export function chargedTransaction(sim: Simulator, transaction: Transaction) {
  return {
    ...sharedFields(sim, transaction),
    log: null,
    plan: {},
    source: sourceOf(transaction),
  };
}

/** The transaction inside a dispute. */
export function disputedTransaction(sim: Simulator, transaction: Transaction) {
  const { fees_breakdown: _breakdown, ...fields } = sharedFields(sim, transaction);
  return { ...fields, log: null, plan: {}, authorization: {} };
}
