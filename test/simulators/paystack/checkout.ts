import { declineTransaction, firstChannel, payTransaction } from "./charging.ts";
import { checkoutPage, messagePage } from "./checkout-page.ts";
import { chargeWithFeesPassedOn } from "./fees.ts";
import { asRecord } from "./fields.ts";
import type { Transaction } from "./records.ts";
import type { Simulator } from "./simulator.ts";

/** A page, or a redirect. */
export type CheckoutAnswer = { status: number; html: string } | { status: 303; location: string };

/** Where a payer goes after paying: the callback URL with `trxref` and `reference`. */
function returnUrl(sim: Simulator, transaction: Transaction): string | null {
  const callback = transaction.callbackUrl ?? sim.settings.callbackUrl;
  if (!callback) return null;
  const reference = encodeURIComponent(transaction.reference);
  return `${callback}${callback.includes("?") ? "&" : "?"}trxref=${reference}&reference=${reference}`;
}

function cancelUrl(transaction: Transaction): string | null {
  const action = asRecord(transaction.metadata)?.["cancel_action"];
  return typeof action === "string" && action !== "" ? action : null;
}

function isExpired(sim: Simulator, transaction: Transaction): boolean {
  const seconds = sim.settings.paymentSessionTimeoutSeconds;
  return seconds > 0 && sim.clock.nowMs() > Date.parse(transaction.createdAt) + seconds * 1_000;
}

const unknownCode: CheckoutAnswer = {
  status: 404,
  html: messagePage({
    title: "Checkout not found",
    text: "This payment link is not known here.",
    back: null,
  }),
};

/** GET /checkout/<access code>. */
export function showCheckout(sim: Simulator, accessCode: string): CheckoutAnswer {
  const transaction = sim.store.transactionsByAccessCode.get(accessCode);
  if (!transaction) return unknownCode;
  return (
    shutDoor(sim, transaction) ?? {
      status: 200,
      html: pageOf(sim, transaction),
    }
  );
}

function shutDoor(sim: Simulator, transaction: Transaction): CheckoutAnswer | null {
  if (transaction.paidAt !== null) {
    const text = "This payment has been made. It cannot be paid twice.";
    return {
      status: 200,
      html: messagePage({
        title: "Already paid",
        text,
        back: returnUrl(sim, transaction),
      }),
    };
  }
  if (!isExpired(sim, transaction)) return null;
  const text = "Transaction cannot be completed. Session timeout exceeded.";
  return {
    status: 200,
    html: messagePage({
      title: "Checkout expired",
      text,
      back: cancelUrl(transaction),
    }),
  };
}

function pageOf(sim: Simulator, transaction: Transaction): string {
  const channel = firstChannel(transaction);
  const { currency, requestedAmount } = transaction;
  const { passFees } = sim.settings;
  return checkoutPage({
    payTo: transaction.label ?? transaction.email,
    currency,
    amount: passFees ? chargeWithFeesPassedOn(currency, channel, requestedAmount) : requestedAmount,
    channels: transaction.channels.length > 0 ? transaction.channels : [channel],
    declined: transaction.status === "failed",
    back: cancelUrl(transaction) ?? returnUrl(sim, transaction),
  });
}

/** POST /checkout/<access code> with the button pressed: pay, decline, cancel or close. */
export function pressCheckout(sim: Simulator, accessCode: string, form: URLSearchParams, payer: Payer): CheckoutAnswer {
  const transaction = sim.store.transactionsByAccessCode.get(accessCode);
  if (!transaction) return unknownCode;
  const shut = shutDoor(sim, transaction);
  if (shut) return shut;
  const channel = form.get("channel") ?? firstChannel(transaction);
  switch (form.get("action")) {
    case "pay":
      return pay(sim, transaction, channel, payer);
    case "decline":
      declineTransaction(sim, transaction, channel);
      return { status: 303, location: accessCode };
    case "cancel":
      return goBack(cancelUrl(transaction), "Payment cancelled", "Nothing was charged.", returnUrl(sim, transaction));
    case "close":
      return goBack(null, "Checkout closed", "Nothing was charged. You can close this page.");
    default:
      return { status: 303, location: accessCode };
  }
}

export interface Payer {
  ipAddress: string;
  referrer: string | null;
}

function pay(sim: Simulator, transaction: Transaction, channel: string, payer: Payer): CheckoutAnswer {
  const metadata = asRecord(transaction.metadata);
  if (metadata && payer.referrer) transaction.metadata = { ...metadata, referrer: payer.referrer };
  payTransaction(sim, transaction, { channel, ipAddress: payer.ipAddress });
  return goBack(returnUrl(sim, transaction), "Payment successful", "You can close this page.");
}

function goBack(location: string | null, title: string, text: string, back: string | null = null): CheckoutAnswer {
  return location === null ? { status: 200, html: messagePage({ title, text, back }) } : { status: 303, location };
}
