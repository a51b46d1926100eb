import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import { AppError } from "../../../core/errors.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { POSTINGS, type Posting, type PostingRow, readPostings } from "../postings.ts";
import type { RefundCause, RefundStatus } from "./rules.ts";

/** One refund's full story: who asked and who let it go, who gave what, each state, each posting. */
export interface RefundDetails {
  id: string;
  tipId: string;
  receiptCode: string;
  guardId: string;
  guardName: string;
  cause: RefundCause;
  reason: string | null;
  status: RefundStatus;
  needsApproval: boolean;
  requestedBy: string | null;
  requestedByName: string | null;
  /** Asked for by who looks: another person decides. */
  isOwn: boolean;
  approvedBy: string | null;
  approvedByName: string | null;
  approvedAt: string | null;
  /** An open dispute of the same tip, for whose end it waits unless it is at the rail. */
  disputeId: string | null;
  rail: string;
  railRefundId: string | null;
  calls: number;
  lastCallAt: string | null;
  /** Why the rail did not take it yet. */
  refusal: string | null;
  failure: string | null;
  createdAt: string;
  endedAt: string | null;
  nextCheckAt: string | null;
  amount: Money;
  /** What was charged for the tip in all. */
  charge: Money;
  parts: { guard: Money; railFee: Money; reserve: Money; loss: Money };
  history: { status: RefundStatus; cause: string; at: string }[];
  postings: Posting[];
}

type Row = Omit<RefundDetails, "amount" | "charge" | "parts" | "isOwn" | "postings"> & {
  currency: string;
  minors: Record<"amount" | "charge" | keyof RefundDetails["parts"], string>;
  postings: PostingRow[];
};

/** Throws NOT_FOUND, FORBIDDEN. */
export async function getRefund(ctx: Ctx, refundId: string): Promise<RefundDetails> {
  const { organisationId, userId } = requireStaff(ctx.actor, "refunds.read", ctx.clock.now());
  const [row] = await query<Row>(
    ctx.db,
    sql`select r.id, r.tip_id as "tipId", t.receipt_code as "receiptCode", t.guard_id as "guardId",
        g.first_name || ' ' || g.last_name as "guardName", r.cause, r.reason, r.status,
        r.needs_approval as "needsApproval", r.requested_by as "requestedBy", maker.name as "requestedByName",
        r.approved_by as "approvedBy", checker.name as "approvedByName", r.approved_at as "approvedAt",
        (select d.id from disputes d where d.tip_id = r.tip_id and d.status not in ('won', 'lost')
          order by d.created_at limit 1) as "disputeId",
        r.rail, r.rail_refund_id as "railRefundId", r.calls, r.last_call_at as "lastCallAt", r.refusal, r.failure,
        r.created_at as "createdAt", r.ended_at as "endedAt", r.next_check_at as "nextCheckAt",
        r.currency, jsonb_build_object('amount', r.amount_minor::text, 'charge', p.charged_minor::text,
          'guard', r.guard_minor::text, 'railFee', r.rail_fee_minor::text, 'reserve', r.reserve_minor::text,
          'loss', r.loss_minor::text) as minors,
        (select jsonb_agg(jsonb_build_object('status', h.status, 'cause', h.cause, 'at', h.at) order by h.number)
          from refund_history h where h.refund_id = r.id) as history,
        (select ${POSTINGS} from ledger_transfers l where l.reference = r.tip_id and l.group_id = r.id) as postings
      from refunds r
      join tips t on (t.organisation_id, t.id) = (r.organisation_id, r.tip_id)
      join payments p on p.tip_id = t.id
      join guards g on (g.organisation_id, g.id) = (t.organisation_id, t.guard_id)
      left join staff_users maker on maker.id = r.requested_by
      left join staff_users checker on checker.id = r.approved_by
      where r.id = ${refundId} and r.organisation_id = ${organisationId}`,
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such refund.");
  const { currency, minors, postings, ...rest } = row;
  assert(isCurrency(currency), "a refund's currency is one we handle");
  const money = (name: keyof typeof minors): Money => ({ minor: BigInt(minors[name]), currency });
  const parts = { guard: money("guard"), railFee: money("railFee"), reserve: money("reserve"), loss: money("loss") };
  return {
    ...rest,
    isOwn: rest.requestedBy === userId,
    ...{ amount: money("amount"), charge: money("charge"), parts },
    postings: readPostings(postings, currency),
  };
}
