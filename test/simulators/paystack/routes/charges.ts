import { resumeApproval } from "../charging.ts";
import { invalidParams, missingParams, Refusal, success } from "../envelopes.ts";
import { asRecord, textField } from "../fields.ts";
import { openTransaction } from "../opening.ts";
import type { Transaction } from "../records.ts";
import type { Call, Route } from "../router.ts";
import { verifiedTransaction } from "../views/transaction.ts";

const approvalWindowMs = 180_000;
const providers: Readonly<Record<string, readonly string[]>> = {
  GHS: ["mtn", "atl", "vod"],
  KES: ["mpesa", "atl", "mpesa_offline", "mptill"],
  XOF: ["mtn", "orange", "wave"],
};

/** A mobile-money charge waits on the payer's phone: the control API approves or declines it. */
function create({ sim, fields }: Call) {
  if (!textField(fields, "email")) throw missingParams("Email address is required for association with card");
  const wallet = asRecord(fields["mobile_money"]);
  if (!wallet) throw invalidParams("Only mobile_money charges are simulated");
  const currency = textField(fields, "currency") ?? "";
  if (!providers[currency]?.includes(textField(wallet, "provider") ?? ""))
    throw invalidParams("Invalid provider passed");
  const transaction = openTransaction(sim, fields, "charge");
  transaction.status = "pending";
  transaction.channel = "mobile_money";
  transaction.channels = ["mobile_money"];
  transaction.displayText = "Please complete the authorization process on your mobile phone";
  transaction.expiresAtMs = sim.clock.nowMs() + approvalWindowMs;
  resumeApproval(sim, transaction);
  return success("Charge attempted", waiting(transaction, "pay_offline"));
}

function waiting(transaction: Transaction, status: string) {
  return {
    reference: transaction.reference,
    status,
    display_text: transaction.displayText,
  };
}

function check({ sim, id }: Call) {
  const transaction = sim.store.transactions.get(id);
  if (!transaction) {
    const message = "Transaction reference is invalid";
    throw new Refusal({ status: 400, body: { status: false, message } }, message);
  }
  const data =
    transaction.status === "pending" ? waiting(transaction, "pending") : verifiedTransaction(sim, transaction);
  return success("Reference check successful", data);
}

export const chargeRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/charge",
    operation: "charge.create",
    answer: create,
  },
  {
    method: "GET",
    path: "/charge/:id",
    operation: "charge.fetch",
    answer: check,
  },
];
