import type { Recipient } from "../records.ts";
import { integrationId, type Simulator } from "../simulator.ts";

function coreFields(sim: Simulator, recipient: Recipient) {
  return {
    active: !recipient.deleted,
    currency: recipient.currency,
    description: recipient.description,
    domain: sim.domain,
    email: recipient.email,
    id: recipient.id,
    integration: integrationId,
    metadata: recipient.metadata,
    name: recipient.name,
    recipient_code: recipient.code,
    type: recipient.type,
    is_deleted: recipient.deleted,
    details: {
      authorization_code: recipient.authorizationCode,
      account_number: recipient.accountNumber,
      account_name: null,
      bank_code: recipient.bankCode,
      bank_name: recipient.bankName,
    },
  };
}

/** A recipient as its own endpoints show it. */
export function recipientData(sim: Simulator, recipient: Recipient) {
  const { createdAt, updatedAt, deleted } = recipient;
  return {
    ...coreFields(sim, recipient),
    createdAt,
    updatedAt,
    isDeleted: deleted,
  };
}

/** A recipient inside a transfer; webhooks spell its instants one way or the other. */
export function embeddedRecipient(sim: Simulator, recipient: Recipient, spelling: "camel" | "snake") {
  const { createdAt, updatedAt } = recipient;
  const instants = spelling === "camel" ? { createdAt, updatedAt } : { created_at: createdAt, updated_at: updatedAt };
  return { ...coreFields(sim, recipient), ...instants };
}
