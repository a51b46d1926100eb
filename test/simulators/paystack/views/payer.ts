import type { Transaction } from "../records.ts";
import type { Simulator } from "../simulator.ts";

/** The wire's customer object. One customer exists per e-mail address. */
export function customerOf(sim: Simulator, transaction: Transaction) {
  const customer = sim.store.customers.get(transaction.email.toLowerCase());
  return {
    id: transaction.customerId,
    first_name: null,
    last_name: null,
    email: transaction.email,
    customer_code: customer?.code ?? "",
    phone: null,
    metadata: null,
    risk_action: "default",
    international_format_phone: null,
  };
}

const countryOfCurrency: Readonly<Record<string, string>> = {
  NGN: "NG",
  GHS: "GH",
  ZAR: "ZA",
  KES: "KE",
  XOF: "CI",
  USD: "NG",
};

/** How it was paid: `{}` before payment. */
export function authorizationOf(transaction: Transaction): object {
  if (transaction.paidAt === null || transaction.authorizationCode === null) return {};
  const shared = {
    authorization_code: transaction.authorizationCode,
    country_code: countryOfCurrency[transaction.currency] ?? "NG",
    account_name: null,
    receiver_bank_account_number: null,
    receiver_bank: null,
  };
  if (transaction.channel === "card") {
    return {
      ...shared,
      bin: "408408",
      last4: "4081",
      exp_month: "12",
      exp_year: "2030",
      channel: "card",
      card_type: "visa ",
      bank: "TEST BANK",
      brand: "visa",
      reusable: true,
      signature: `SIG_${transaction.authorizationCode.slice("AUTH_".length)}0000`,
    };
  }
  const wallet = transaction.channel === "mobile_money";
  return {
    ...shared,
    bin: wallet ? "055XXX" : "000XXX",
    last4: wallet ? "X149" : "X000",
    exp_month: "12",
    exp_year: "9999",
    channel: transaction.channel,
    card_type: wallet ? "" : "transfer",
    bank: wallet ? "MTN Mobile Money" : "TEST BANK",
    brand: wallet ? "Mtn mobile money" : "Managed Account",
    reusable: false,
    signature: null,
  };
}

/** What happened on the checkout: null until somebody tried. */
export function logOf(transaction: Transaction): object | null {
  if (transaction.attempts === 0) return null;
  const started = Date.parse(transaction.createdAt);
  const ended = transaction.paidAt ? Date.parse(transaction.paidAt) : started;
  const paid = transaction.paidAt !== null;
  const spent = Math.max(0, Math.round((ended - started) / 1_000));
  return {
    start_time: Math.floor(started / 1_000),
    time_spent: spent,
    attempts: transaction.attempts,
    errors: transaction.declines,
    success: paid,
    mobile: false,
    input: [],
    history: [
      {
        type: "action",
        message: `Attempted to pay with ${transaction.channel}`,
        time: spent,
      },
      paid
        ? {
            type: "success",
            message: `Successfully paid with ${transaction.channel}`,
            time: spent,
          }
        : { type: "error", message: "Error: Declined", time: spent },
    ],
  };
}
