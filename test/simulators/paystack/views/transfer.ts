import type { Recipient, Transfer } from "../records.ts";
import { integrationId, type Simulator } from "../simulator.ts";
import { embeddedRecipient } from "./recipient.ts";

function recipientOf(sim: Simulator, transfer: Transfer): Recipient {
  const recipient = sim.store.recipients.get(transfer.recipientCode);
  if (!recipient) throw new Error(`transfer ${transfer.reference} has no recipient`);
  return recipient;
}

function coreFields(sim: Simulator, transfer: Transfer) {
  return {
    domain: sim.domain,
    amount: transfer.amount,
    currency: transfer.currency,
    reference: transfer.reference,
    source: "balance",
    source_details: null,
    reason: transfer.reason,
    status: transfer.status,
    failures: null,
    transfer_code: transfer.code,
    titan_code: null,
    transferred_at: transfer.transferredAt,
    id: transfer.id,
  };
}

/** The answer to creating a transfer: the recipient is a number. */
export function createdTransfer(sim: Simulator, transfer: Transfer) {
  return {
    transfersessionid: [],
    transfertrials: [],
    ...coreFields(sim, transfer),
    integration: integrationId,
    request: transfer.request,
    recipient: recipientOf(sim, transfer).id,
    createdAt: transfer.createdAt,
    updatedAt: transfer.updatedAt,
  };
}

/** A transfer as verify, fetch and list show it: the recipient is an object. */
export function readTransfer(sim: Simulator, transfer: Transfer) {
  return {
    ...coreFields(sim, transfer),
    integration: integrationId,
    request: transfer.request,
    recipient: embeddedRecipient(sim, recipientOf(sim, transfer), "camel"),
    session: { provider: null, id: null },
    fee_charged: transfer.fee,
    fees_breakdown: null,
    gateway_response: transfer.gatewayResponse,
    createdAt: transfer.createdAt,
    updatedAt: transfer.updatedAt,
  };
}

/** An item of a bulk answer: the recipient is its code. */
export function bulkTransfer(transfer: Transfer) {
  return {
    reference: transfer.reference,
    recipient: transfer.recipientCode,
    amount: transfer.amount,
    transfer_code: transfer.code,
    currency: transfer.currency,
    status: transfer.status,
  };
}

/** The data of a transfer event: the integration is an object, and instants have two spellings. */
export function transferEventData(sim: Simulator, transfer: Transfer) {
  const { createdAt, updatedAt } = transfer;
  const spelling = sim.settings.timestampSpelling;
  const shared = {
    ...coreFields(sim, transfer),
    integration: {
      id: integrationId,
      is_live: sim.domain === "live",
      business_name: "Asante",
      logo_path: null,
    },
    recipient: embeddedRecipient(sim, recipientOf(sim, transfer), spelling),
    session: {
      provider: transfer.status === "success" ? "nip" : null,
      id: null,
    },
  };
  if (spelling === "snake") return { ...shared, created_at: createdAt, updated_at: updatedAt };
  return {
    ...shared,
    fee_charged: transfer.fee,
    gateway_response: transfer.gatewayResponse,
    createdAt,
    updatedAt,
  };
}
