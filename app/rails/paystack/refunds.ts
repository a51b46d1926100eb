import type { CallTrace, RailRefund, RefundList, RefundOrder, RefundOutcome } from "../../domain/ports.ts";
import { type Answer, type ClientOptions, call } from "./client.ts";
import { readNextPage } from "./translate.ts";
import { NOTE_PREFIX, readRefund, readRefundTransaction } from "./translate-refunds.ts";

const ROWS_PER_PAGE = 100;
const PAGES_AT_MOST = 5;

/**
 * POST /refund (paystack.md §5). Paystack takes no reference of ours for a refund and knows no idempotency key, so a call
 * that is repeated makes another refund, up to what was charged. Our id goes along as the merchant's note.
 */
export async function startRefund(options: ClientOptions, order: RefundOrder): Promise<RefundOutcome> {
  const answer = await call(options, "POST", "/refund", {
    transaction: order.reference,
    amount: Number(order.amountMinor),
    currency: order.currency,
    customer_note: order.words,
    merchant_note: NOTE_PREFIX + order.id,
  });
  const trace = traceOf(answer);
  if (answer.kind === "unknown") return { status: "unknown", reason: answer.reason, ...trace };
  if (answer.kind === "refused") return { status: meaningOf(answer), reason: reasonOf(answer), ...trace };
  const refund = readRefund(answer.data);
  if (refund?.amountMinor !== order.amountMinor) return { status: "unknown", reason: "unreadable_refund", ...trace };
  return { status: "started", refund, ...trace };
}

/**
 * GET /refund?transaction=, all of it or nothing. The filter takes the transaction's number; rows of other transactions are
 * left out, should it be ignored (UNCONFIRMED).
 */
export async function findRefunds(options: ClientOptions, railTransactionId: string): Promise<RefundList> {
  const refunds: RailRefund[] = [];
  let next: Record<string, string> | null = {};
  let tookMs = 0;
  for (let page = 0; next && page < PAGES_AT_MOST; page++) {
    const query = new URLSearchParams({ transaction: railTransactionId, perPage: String(ROWS_PER_PAGE), ...next });
    const answer = await call(options, "GET", `/refund?${query}`);
    tookMs += answer.tookMs;
    const trace = { httpStatus: answer.httpStatus, tookMs };
    if (answer.kind !== "ok") return { status: "unknown", reason: reasonOf(answer), ...trace };
    if (!Array.isArray(answer.data)) return { status: "unknown", reason: "no_list", ...trace };
    for (const row of answer.data as unknown[]) {
      if (readRefundTransaction(row) !== railTransactionId) continue;
      const refund = readRefund(row);
      if (!refund) return { status: "unknown", reason: "unreadable_refund", ...trace };
      refunds.push(refund);
    }
    next = readNextPage(answer.meta);
    if (!next) return { status: "found", refunds, ...trace };
  }
  return { status: "unknown", reason: "too_many_pages", httpStatus: 200, tookMs };
}

type Refusal = Extract<Answer, { kind: "refused" }>;

/**
 * Our balance and our key are about us; “Try again later” (`unknown`, paystack.md §1) says nothing. The code of a balance
 * that is too small is UNCONFIRMED, hence its words.
 */
function meaningOf({ code, message, httpStatus }: Refusal): "refused" | "held_back" | "unknown" {
  if (code === "unknown") return "unknown";
  if (code === "insufficient_balance" || /balance/i.test(message)) return "held_back";
  return [400, 404, 422].includes(httpStatus) ? "refused" : "held_back";
}

function reasonOf(answer: Exclude<Answer, { kind: "ok" }>): string {
  return answer.kind === "refused" ? answer.code || `http_${answer.httpStatus}` : answer.reason;
}

function traceOf({ httpStatus, tookMs }: Answer): CallTrace {
  return { httpStatus, tookMs };
}
