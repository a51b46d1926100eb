import { seconds } from "../../core/time.ts";
import type { ChargeLookup, CheckoutOutcome, CheckoutRequest, Rail } from "../../domain/ports.ts";
import { type Answer, type ClientOptions, call } from "./client.ts";
import { createRecipient, findAccountName, listDestinations } from "./destinations.ts";
import { answerDispute, findDispute, listOpenDisputes } from "./disputes.ts";
import { findRefunds, startRefund } from "./refunds.ts";
import { findBalances, findTransfer, listTransfers, sendTransfers } from "./transfers.ts";
import { readCharge, readEvent, readHeading } from "./translate.ts";
import { readTransferQuestion } from "./translate-transfers.ts";
import { verifySignature } from "./verify.ts";

export interface PaystackOptions {
  baseUrl: string;
  secretKey: string;
  /** The key before a rotation; its signatures are still good. */
  previousSecretKey?: string | undefined;
  /** Where its checkout pages live; the page pledges this to the patron, so another address is never followed. */
  checkoutOrigin: string;
  /** What sending transfers, and asking about them, may take; twenty and five seconds unless a test has less patience. */
  transferTimeoutMs?: number;
  /** Milliseconds, for measuring only. */
  now(): number;
}

/** A patron waits on both calls, with a car behind. */
const START_TIMEOUT_MS = seconds(8);
const FIND_TIMEOUT_MS = seconds(5);
/** Staff wait on these: a bank is asked behind them, and a list has several pages. */
const ACCOUNT_TIMEOUT_MS = seconds(10);
/** Nobody waits on a transfer, and a batch of a hundred takes its time. */
const TRANSFER_TIMEOUT_MS = seconds(20);
/** A bank is asked behind these, and nobody waits. */
const REFUND_TIMEOUT_MS = seconds(15);
/** paystack.md §4.5: at most 100 a batch, one batch every 5 s. */
const TRANSFER_BATCH = { size: 100, everyMs: seconds(5) };

/** Paystack as a rail. The key's prefix says whether its money is real (paystack.md §1). */
export function paystackRail(options: PaystackOptions): Rail {
  const { secretKey, previousSecretKey } = options;
  const secretKeys = previousSecretKey ? [secretKey, previousSecretKey] : [secretKey];
  const client = (timeoutMs: number): ClientOptions => ({ ...options, timeoutMs });
  return {
    name: "paystack",
    environment: secretKey.startsWith("sk_live_") ? "live" : "test",
    startCheckout: async (request) =>
      toCheckoutOutcome(await initialize(client(START_TIMEOUT_MS), request), options.checkoutOrigin),
    findCharge: async (reference) =>
      toLookup(await call(client(FIND_TIMEOUT_MS), "GET", `/transaction/verify/${encodeURIComponent(reference)}`)),
    listDestinations: (country) => listDestinations(client(ACCOUNT_TIMEOUT_MS), country),
    findAccountName: (question) => findAccountName(client(ACCOUNT_TIMEOUT_MS), question),
    createRecipient: (request) => createRecipient(client(ACCOUNT_TIMEOUT_MS), request),
    transferBatch: TRANSFER_BATCH,
    sendTransfers: (orders) => sendTransfers(client(options.transferTimeoutMs ?? TRANSFER_TIMEOUT_MS), orders),
    findTransfer: (reference) => findTransfer(client(options.transferTimeoutMs ?? FIND_TIMEOUT_MS), reference),
    listTransfers: (question) => listTransfers(client(options.transferTimeoutMs ?? TRANSFER_TIMEOUT_MS), question),
    findBalances: () => findBalances(client(FIND_TIMEOUT_MS)),
    startRefund: (order) => startRefund(client(REFUND_TIMEOUT_MS), order),
    findRefunds: (railTransactionId) => findRefunds(client(REFUND_TIMEOUT_MS), railTransactionId),
    findDispute: (railDisputeId) => findDispute(client(FIND_TIMEOUT_MS), railDisputeId),
    listOpenDisputes: () => listOpenDisputes(client(ACCOUNT_TIMEOUT_MS)),
    answerDispute: (answer) => answerDispute(client(REFUND_TIMEOUT_MS), answer),
    readTransferQuestion,
    verifySignature: (body, signature) => verifySignature(body, signature, secretKeys),
    readHeading,
    readEvent,
  };
}

/** POST /transaction/initialize (paystack.md §2.1). A used reference is `unknown`: a first call did take effect. */
function initialize(options: ClientOptions, request: CheckoutRequest): Promise<Answer> {
  return call(options, "POST", "/transaction/initialize", {
    email: request.email,
    amount: String(request.amountMinor),
    currency: request.currency,
    reference: request.reference,
    label: request.label,
    callback_url: request.returnUrl,
    metadata: { ...request.metadata, cancel_action: request.cancelUrl },
  });
}

function toCheckoutOutcome(answer: Answer, checkoutOrigin: string): CheckoutOutcome {
  const { httpStatus, tookMs } = answer;
  switch (answer.kind) {
    case "ok": {
      const url = answer.data["authorization_url"];
      if (typeof url === "string" && url.startsWith(`${checkoutOrigin}/`))
        return { status: "started", checkoutUrl: url, httpStatus, tookMs };
      return { status: "unknown", reason: "no_checkout_url", httpStatus, tookMs };
    }
    case "refused":
      if (answer.code === "duplicate_reference") return { status: "unknown", reason: answer.code, httpStatus, tookMs };
      return { status: "refused", reason: answer.code || "refused", httpStatus, tookMs };
    case "unknown":
      return { status: "unknown", reason: answer.reason, httpStatus, tookMs };
  }
}

/** An unknown reference is a 400 with its own code, or a 404 (paystack.md §2.4). */
function toLookup(answer: Answer): ChargeLookup {
  const { httpStatus, tookMs } = answer;
  switch (answer.kind) {
    case "ok": {
      const charge = readCharge(answer.data);
      return charge
        ? { status: "found", charge, httpStatus, tookMs }
        : { status: "unknown", reason: "unreadable_charge", httpStatus, tookMs };
    }
    case "refused":
      if (answer.code === "transaction_not_found" || answer.httpStatus === 404)
        return { status: "not_found", httpStatus, tookMs };
      return { status: "unknown", reason: answer.code || `http_${answer.httpStatus}`, httpStatus, tookMs };
    case "unknown":
      return { status: "unknown", reason: answer.reason, httpStatus, tookMs };
  }
}
