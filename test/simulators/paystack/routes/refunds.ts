import { invalidParams, notFound, Refusal, success } from "../envelopes.ts";
import { asRecord, textField } from "../fields.ts";
import { pageOf, withinDates } from "../paging.ts";
import type { Refund } from "../records.ts";
import { createRefund, moveRefund } from "../refunding.ts";
import type { Call, Route } from "../router.ts";
import { createdRefund, readRefund } from "../views/refund.ts";

function create({ sim, fields }: Call) {
  const refund = createRefund(sim, fields);
  const transaction = sim.store.transactions.get(refund.transactionReference);
  if (!transaction) throw notFound("Transaction not found");
  return success("Refund has been queued for processing", createdRefund(sim, transaction, refund));
}

function list({ sim, query }: Call) {
  const inDates = withinDates(query);
  const named = query.get("transaction");
  const reference = sim.store.transactionsById.get(Number(named))?.reference ?? named;
  const currency = query.get("currency");
  const rows = [...sim.store.refunds.values()]
    .filter((row) => inDates(row.createdAt) && (!currency || row.currency === currency))
    .filter((row) => !reference || row.transactionReference === reference)
    .reverse();
  const page = pageOf(rows, { query });
  const data = page.rows.map((row) => readRefund(sim, row));
  return success("Refunds retrieved", data, page.meta);
}

function requireRefund({ sim, id }: Call): Refund {
  const refund = sim.store.refunds.get(Number(id));
  if (!refund) throw notFound("Refund not found");
  return refund;
}

function fetchOne(call: Call) {
  return success("Refund retrieved", readRefund(call.sim, requireRefund(call)));
}

/** Only a refund that needs attention can be tried again with the customer's account. */
function retry(call: Call) {
  const refund = requireRefund(call);
  if (refund.status !== "needs-attention") {
    const message = 'Invalid Refund state, refund status should be "needs-attention"';
    throw new Refusal({ status: 422, body: { status: false, message } }, message);
  }
  const details = asRecord(call.fields["refund_account_details"]);
  if (!details || !textField(details, "account_number")) throw invalidParams("Refund account details are required");
  moveRefund(call.sim, refund, "processing");
  return success("Refund retried and has been queued for processing", readRefund(call.sim, refund));
}

export const refundRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/refund",
    operation: "refund.create",
    answer: create,
  },
  { method: "GET", path: "/refund", operation: "refund.list", answer: list },
  {
    method: "GET",
    path: "/refund/:id",
    operation: "refund.fetch",
    answer: fetchOne,
  },
  {
    method: "POST",
    path: "/refund/retry_with_customer_details/:id",
    operation: "refund.retry",
    answer: retry,
  },
];
