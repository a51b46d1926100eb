import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import { AppError } from "../../../core/errors.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import type { RefundCause, RefundStatus } from "./rules.ts";

/** One refund's full story: who gave what, each state, each posting. */
export interface RefundDetails {
  id: string;
  tipId: string;
  guardId: string;
  cause: RefundCause;
  reason: string | null;
  status: RefundStatus;
  needsApproval: boolean;
  requestedBy: string | null;
  approvedBy: string | null;
  railRefundId: string | null;
  calls: number;
  failure: string | null;
  createdAt: string;
  endedAt: string | null;
  amount: Money;
  parts: { guard: Money; railFee: Money; reserve: Money; loss: Money };
  history: { status: RefundStatus; cause: string; at: string }[];
  postings: { id: string; kind: string; debit: string; credit: string; minor: string }[];
}

type Row = Omit<RefundDetails, "amount" | "parts"> & {
  currency: string;
  minors: Record<"amount" | keyof RefundDetails["parts"], string>;
};

/** Throws NOT_FOUND, FORBIDDEN. */
export async function getRefund(ctx: Ctx, refundId: string): Promise<RefundDetails> {
  const { organisationId } = requireStaff(ctx.actor, "refunds.read", ctx.clock.now());
  const [row] = await query<Row>(
    ctx.db,
    sql`select r.id, r.tip_id as "tipId", t.guard_id as "guardId", r.cause, r.reason, r.status,
        r.needs_approval as "needsApproval", r.requested_by as "requestedBy", r.approved_by as "approvedBy",
        r.rail_refund_id as "railRefundId", r.calls, r.failure, r.created_at as "createdAt", r.ended_at as "endedAt",
        r.currency, jsonb_build_object('amount', r.amount_minor::text, 'guard', r.guard_minor::text,
          'railFee', r.rail_fee_minor::text, 'reserve', r.reserve_minor::text, 'loss', r.loss_minor::text) as minors,
        (select jsonb_agg(jsonb_build_object('status', h.status, 'cause', h.cause, 'at', h.at) order by h.number)
          from refund_history h where h.refund_id = r.id) as history,
        (select jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'debit', l.debit_account,
          'credit', l.credit_account, 'minor', l.amount_minor::text) order by l.created_at, l.id)
          from ledger_transfers l where l.reference = r.tip_id and l.group_id = r.id) as postings
      from refunds r join tips t on t.id = r.tip_id
      where r.id = ${refundId} and r.organisation_id = ${organisationId}`,
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such refund.");
  const { currency, minors, ...rest } = row;
  assert(isCurrency(currency), "a refund's currency is one we handle");
  const money = (name: keyof typeof minors): Money => ({ minor: BigInt(minors[name]), currency });
  const parts = { guard: money("guard"), railFee: money("railFee"), reserve: money("reserve"), loss: money("loss") };
  return { ...rest, amount: money("amount"), parts };
}
