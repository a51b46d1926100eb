import { failure, invalidParams, notFound, Refusal, success } from "../envelopes.ts";
import { openTransaction } from "../opening.ts";
import { pageOf, withinDates } from "../paging.ts";
import type { Transaction } from "../records.ts";
import type { Call, Route } from "../router.ts";
import { logOf } from "../views/payer.ts";
import { fetchedTransaction, listedTransaction, verifiedTransaction } from "../views/transaction.ts";

function initialize({ sim, fields }: Call) {
  const transaction = openTransaction(sim, fields, "transaction_initialize");
  return success("Authorization URL created", {
    authorization_url: `${sim.checkoutBaseUrl()}/checkout/${transaction.accessCode}`,
    access_code: transaction.accessCode,
    reference: transaction.reference,
  });
}

function requireTransaction({ sim }: Call, reference: string): Transaction {
  const transaction = sim.store.transactions.get(reference);
  if (transaction) return transaction;
  throw failure(
    400,
    "Transaction reference not found.",
    "transaction_not_found",
    "Ensure that you're passing the reference of a transaction that exists on this integration",
  );
}

function verify(call: Call) {
  return success("Verification successful", verifiedTransaction(call.sim, requireTransaction(call, call.id)));
}

function fetchOne({ sim, id }: Call) {
  if (!/^\d+$/.test(id)) throw invalidParams("Transaction ID should be numeric.");
  const transaction = sim.store.transactionsById.get(Number(id));
  if (!transaction) throw notFound("Transaction not found");
  return success("Transaction retrieved", fetchedTransaction(sim, transaction));
}

const filters = [
  ["status", "status"],
  ["channel", "channel"],
  ["customer", "customerId"],
  ["amount", "amount"],
  ["currency", "currency"],
] as const satisfies readonly (readonly [string, keyof Transaction])[];

function list({ sim, query }: Call) {
  const inDates = withinDates(query);
  const asked = filters.flatMap(([name, field]) => (query.get(name) ? [[field, query.get(name)] as const] : []));
  const rows: Transaction[] = [];
  let totalVolume = 0;
  const all = sim.store.transactionList;
  for (let index = all.length - 1; index >= 0; index -= 1) {
    const row = all[index];
    if (!row || !inDates(row.createdAt)) continue;
    if (asked.some(([field, value]) => String(row[field]) !== value)) continue;
    rows.push(row);
    if (row.status === "success") totalVolume += row.amount;
  }
  const page = pageOf(rows, {
    query,
    cursorMeta: sim.settings.listMeta === "cursor",
  });
  const meta = "total" in page.meta ? { ...page.meta, total_volume: totalVolume } : page.meta;
  const data = page.rows.map((row) => listedTransaction(sim, row));
  return success("Transactions retrieved", data, meta);
}

function totals({ sim, query }: Call) {
  const inDates = withinDates(query);
  const volumes = new Map<string, number>();
  let count = 0;
  for (const { status, createdAt, currency, amount } of sim.store.transactionList) {
    if (status !== "success" || !inDates(createdAt)) continue;
    count += 1;
    volumes.set(currency, (volumes.get(currency) ?? 0) + amount);
  }
  const byCurrency = [...volumes].map(([currency, amount]) => ({
    currency,
    amount,
  }));
  const pending = new Map<string, number>();
  for (const { status, currency, amount } of sim.store.transfers.values()) {
    if (status === "pending") pending.set(currency, (pending.get(currency) ?? 0) + amount);
  }
  const pendingByCurrency = [...pending].map(([currency, amount]) => ({
    currency,
    amount,
  }));
  return success("Transaction totals", {
    total_transactions: count,
    total_volume: byCurrency.reduce((sum, row) => sum + row.amount, 0),
    total_volume_by_currency: byCurrency,
    pending_transfers: pendingByCurrency.reduce((sum, row) => sum + row.amount, 0),
    pending_transfers_by_currency: pendingByCurrency,
  });
}

function timeline({ sim, id }: Call) {
  const transaction = sim.store.transactions.get(id) ?? sim.store.transactionsById.get(Number(id));
  if (!transaction) {
    const message = "Transaction ID or reference is invalid";
    throw new Refusal({ status: 404, body: { status: false, message } }, message);
  }
  return success("Timeline retrieved", logOf(transaction));
}

function readSessionTimeout({ sim }: Call) {
  const seconds = sim.settings.paymentSessionTimeoutSeconds;
  return success("Payment session timeout retrieved", {
    payment_session_timeout: seconds,
  });
}

function changeSessionTimeout({ sim, fields }: Call) {
  const seconds = Number(fields["timeout"]);
  if (!Number.isInteger(seconds) || seconds < 0) throw invalidParams("Invalid timeout sent");
  sim.settings.paymentSessionTimeoutSeconds = seconds;
  sim.changed();
  return success("Payment session timeout updated", {
    payment_session_timeout: seconds,
  });
}

const timeoutPath = "/integration/payment_session_timeout";

export const transactionRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/transaction/initialize",
    operation: "transaction.initialize",
    answer: initialize,
  },
  {
    method: "GET",
    path: "/transaction/verify/:id",
    operation: "transaction.verify",
    answer: verify,
  },
  {
    method: "GET",
    path: "/transaction/totals",
    operation: "transaction.totals",
    answer: totals,
  },
  {
    method: "GET",
    path: "/transaction/timeline/:id",
    operation: "transaction.timeline",
    answer: timeline,
  },
  {
    method: "GET",
    path: "/transaction/:id",
    operation: "transaction.fetch",
    answer: fetchOne,
  },
  {
    method: "GET",
    path: "/transaction",
    operation: "transaction.list",
    answer: list,
  },
  {
    method: "GET",
    path: timeoutPath,
    operation: "session_timeout",
    answer: readSessionTimeout,
  },
  {
    method: "PUT",
    path: timeoutPath,
    operation: "session_timeout",
    answer: changeSessionTimeout,
  },
];
