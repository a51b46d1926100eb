import type {
  BalanceLookup,
  CallTrace,
  FailureReason,
  TransferAnswer,
  TransferAnswers,
  TransferList,
  TransferListQuestion,
  TransferOrder,
  TransferRefusal,
} from "../../domain/ports.ts";
import { type Answer, type ClientOptions, call } from "./client.ts";
import { classifyFailure, readBalances, readTransfer } from "./translate-transfers.ts";

/** POST /transfer for one, POST /transfer/bulk for several of one currency (paystack.md §4.5). */
export async function sendTransfers(
  options: ClientOptions,
  orders: readonly TransferOrder[],
): Promise<TransferAnswers> {
  const [first] = orders;
  if (!first) return { answers: [], httpStatus: null, tookMs: 0 };
  if (orders.length === 1) {
    const answer = await call(options, "POST", "/transfer", {
      source: "balance",
      currency: first.currency,
      ...line(first),
    });
    return { answers: [toSingleAnswer(answer, first)], ...traceOf(answer) };
  }
  const answer = await call(options, "POST", "/transfer/bulk", {
    source: "balance",
    currency: first.currency,
    transfers: orders.map(line),
  });
  return { answers: toBatchAnswers(answer, orders), ...traceOf(answer) };
}

/** GET /transfer/verify/:reference. A 404 right after a timeout proves nothing (paystack.md §4.5). */
export async function findTransfer(options: ClientOptions, reference: string): Promise<TransferAnswer & CallTrace> {
  const answer = await call(options, "GET", `/transfer/verify/${encodeURIComponent(reference)}`);
  if (answer.kind === "refused" && (answer.httpStatus === 404 || answer.code === "transfer_not_found")) {
    return { status: "not_found", ...traceOf(answer) };
  }
  const trace = traceOf(answer);
  if (answer.kind !== "ok") return { status: "unknown", reason: reasonOf(answer), ...trace };
  const transfer = readTransfer(answer.data);
  if (transfer?.reference !== reference) return { status: "unknown", reason: "unreadable_transfer", ...trace };
  return { status: "found", transfer, ...trace };
}

const ROWS_PER_PAGE = 100;

/** GET /transfer: one page of what was made between two instants (paystack.md §4.5, “Other transfer calls”). */
export async function listTransfers(
  options: ClientOptions,
  { from, to, page }: TransferListQuestion,
): Promise<TransferList> {
  const query = new URLSearchParams({
    perPage: String(ROWS_PER_PAGE),
    page: String(page),
    from: from.toISOString(),
    to: to.toISOString(),
  });
  const answer = await call(options, "GET", `/transfer?${query}`);
  const trace = traceOf(answer);
  if (answer.kind !== "ok") return { status: "unknown", reason: reasonOf(answer), ...trace };
  const rows: unknown = answer.data;
  if (!Array.isArray(rows)) return { status: "unknown", reason: "no_list", ...trace };
  const transfers = rows.flatMap((row: unknown) => readTransfer(row) ?? []);
  return { status: "found", transfers, isLast: rows.length < ROWS_PER_PAGE, ...trace };
}

/** GET /balance: one row a currency. */
export async function findBalances(options: ClientOptions): Promise<BalanceLookup> {
  const answer = await call(options, "GET", "/balance");
  const trace = traceOf(answer);
  if (answer.kind !== "ok") return { status: "unknown", reason: reasonOf(answer), ...trace };
  const balances = readBalances(answer.data);
  return balances ? { status: "found", balances, ...trace } : { status: "unknown", reason: "no_list", ...trace };
}

function line(order: TransferOrder): Record<string, unknown> {
  const { reference, recipientCode: recipient, reason } = order;
  return { amount: Number(order.amountMinor), recipient, reference, reason };
}

function toSingleAnswer(answer: Answer, order: TransferOrder): TransferAnswer {
  if (answer.kind === "unknown") return { status: "unknown", reason: answer.reason };
  if (answer.kind === "ok") return matching([readTransfer(answer.data)], order);
  if (isDuplicate(answer)) return { status: "exists" };
  const refusal = refusalOf(answer);
  if (refusal === null) return { status: "unknown", reason: reasonOf(answer) };
  return { status: "refused", refusal, failure: classifyFailure(answer.message, answer.code) };
}

/**
 * A batch with a reference that is known is refused with HTTP 404; whether the rest of it goes is UNCONFIRMED, so nothing
 * but asking about each says what exists. Any other well-formed refusal took nothing.
 */
function toBatchAnswers(answer: Answer, orders: readonly TransferOrder[]): TransferAnswer[] {
  if (answer.kind === "ok") {
    const rows = Array.isArray(answer.data) ? answer.data : [];
    const transfers = rows.map((row) => readTransfer(row));
    return orders.map((order) => matching(transfers, order));
  }
  const unknown: TransferAnswer = { status: "unknown", reason: reasonOf(answer) };
  if (answer.kind === "unknown" || isDuplicate(answer)) return orders.map(() => unknown);
  const refusal = refusalOf(answer);
  if (refusal === null) return orders.map(() => unknown);
  const failure: FailureReason = "other";
  return orders.map(() => ({ status: "refused", refusal: refusal === "order" ? "batch" : refusal, failure }));
}

/** A row that is missing, or that says another amount, is no answer: the rail is asked again. */
function matching(transfers: readonly ReturnType<typeof readTransfer>[], order: TransferOrder): TransferAnswer {
  const transfer = transfers.find((row) => row?.reference === order.reference);
  return transfer ? { status: "found", transfer } : { status: "unknown", reason: "not_in_the_answer" };
}

function isDuplicate({ code, message }: Answer & { kind: "refused" }): boolean {
  return code === "duplicate_transfer_reference" || /reference already exists|duplicate reference/i.test(message);
}

/**
 * What a refusal is about. The codes of insufficient funds and of starter businesses are UNCONFIRMED (paystack.md §4.5), so
 * their words count as well. Null: it cannot be told, and a 404 or “Try again later” (code `unknown`) proves nothing.
 */
function refusalOf(answer: Answer & { kind: "refused" }): TransferRefusal | null {
  const { code, message, httpStatus } = answer;
  if (code === "insufficient_balance" || /balance is not enough/i.test(message)) return "insufficient_balance";
  if (/\botp\b/i.test(message)) return "otp_required";
  if (code === "transfer_unavailable" || /starter business/i.test(message)) return "not_allowed";
  if (httpStatus === 401 || httpStatus === 403) return "not_allowed";
  if (![400, 422].includes(httpStatus) || code === "unknown" || code === "") return null;
  return "order";
}

function traceOf({ httpStatus, tookMs }: CallTrace): CallTrace {
  return { httpStatus, tookMs };
}

function reasonOf(answer: Exclude<Answer, { kind: "ok" }>): string {
  return answer.kind === "refused" ? answer.code || `http_${answer.httpStatus}` : answer.reason;
}
