import { judgeCharge, wholeUnits } from "./currencies.ts";
import { failure, invalidParams, missingParams, nextSteps } from "./envelopes.ts";
import { amountField, asRecord, type Fields, listField, textField } from "./fields.ts";
import { randomCode } from "./ids.ts";
import type { Customer, Transaction } from "./records.ts";
import type { Simulator } from "./simulator.ts";
import { addTransaction, nextId, type Store } from "./store.ts";

const emailShape = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,24})$/i;
/** Names that are no public top-level domain. */
const privateDomains = new Set(["local", "localhost", "test", "invalid", "example", "internal", "lan", "home"]);

/** A new charge from the body of initialize or charge: checked in Paystack's order, then remembered as `abandoned`. */
export function openTransaction(sim: Simulator, fields: Fields, entryPoint: Transaction["entryPoint"]): Transaction {
  const { store } = sim;
  const email = requireEmail(fields);
  const currency = requireCurrency(sim, fields);
  const amount = requireAmount(fields, currency);
  const reference = requireFreshReference(store, fields);
  const customer = customerFor(store, email);
  const channels = (listField(fields, "channels") ?? []).filter((channel) => typeof channel === "string");
  const transaction: Transaction = {
    id: nextId(store),
    reference,
    accessCode: randomCode(15),
    status: "abandoned",
    amount,
    requestedAmount: amount,
    currency,
    customerId: customer.id,
    email,
    label: textField(fields, "label"),
    channels,
    channel: "card",
    callbackUrl: textField(fields, "callback_url"),
    metadata: readMetadata(fields["metadata"]),
    fees: null,
    feeBeforeVat: null,
    gatewayResponse: "The transaction was not completed",
    message: null,
    attempts: 0,
    declines: 0,
    entryPoint,
    authorizationCode: null,
    displayText: null,
    expiresAtMs: null,
    createdAt: sim.clock.nowIso(),
    paidAt: null,
    ipAddress: null,
  };
  addTransaction(store, transaction);
  sim.changed();
  return transaction;
}

function requireEmail(fields: Fields): string {
  const given = fields["email"];
  if (given === undefined || given === null) throw missingParams("Email Address is required");
  const email = textField(fields, "email");
  if (email === null) throw missingParams("Email is not allowed to be empty");
  const topLevel = emailShape.exec(email)?.[1]?.toLowerCase();
  if (topLevel === undefined || privateDomains.has(topLevel)) {
    throw failure(400, "Invalid Email Address Passed", "invalid_email_address", nextSteps.ensureValid);
  }
  return email;
}

function requireCurrency(sim: Simulator, fields: Fields): string {
  const currency = textField(fields, "currency")?.toUpperCase() ?? sim.settings.currencies[0] ?? "NGN";
  if (!sim.settings.currencies.includes(currency)) throw invalidParams("Currency not supported by merchant");
  return currency;
}

function requireAmount(fields: Fields, currency: string): number {
  if (fields["amount"] === undefined || fields["amount"] === null) {
    throw missingParams("You must specify a valid amount");
  }
  const sent = amountField(fields);
  const amount = sent === null ? null : wholeUnits(currency, sent);
  const verdict = amount === null ? "too_small" : judgeCharge(currency, amount);
  if (verdict === "too_large") {
    throw failure(400, "Transaction amount limit exceeded", "amount_exceed_limit", nextSteps.ensureValid);
  }
  if (amount === null || verdict === "too_small") throw invalidParams("Invalid Amount Sent");
  return amount;
}

function requireFreshReference(store: Store, fields: Fields): string {
  const reference = textField(fields, "reference");
  if (reference === null) return randomCode(10);
  if (!/^[A-Za-z0-9.=-]+$/.test(reference)) throw invalidParams("Invalid character in transaction reference");
  if (store.transactions.has(reference)) {
    throw failure(
      400,
      "Duplicate Transaction Reference",
      "duplicate_reference",
      "Try and create the Transaction or Charge with a new reference",
    );
  }
  return reference;
}

function customerFor(store: Store, email: string): Customer {
  const known = store.customers.get(email.toLowerCase());
  if (known) return known;
  const customer: Customer = {
    id: nextId(store),
    code: `CUS_${randomCode(15)}`,
    email,
  };
  store.customers.set(email.toLowerCase(), customer);
  return customer;
}

/** Metadata may be sent as an object or as the JSON of one; either way it comes back as an object. */
function readMetadata(sent: unknown): unknown {
  if (typeof sent !== "string") return sent ?? null;
  try {
    return asRecord(JSON.parse(sent)) ?? sent;
  } catch {
    return sent;
  }
}
