import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { isCurrency } from "../../core/currency.ts";
import { AppError } from "../../core/errors.ts";
import type { Money } from "../../core/money.ts";
import { type Ctx, query } from "../context.ts";
import {
  type DisputeStatus,
  POSTINGS,
  type Posting,
  type PostingRow,
  type RefundStatus,
  readPostings,
  type TipStatus,
} from "../payments/index.ts";
import { findTipSettlement, type TipSettlement } from "../payouts/index.ts";
import { requireStaff } from "../permissions.ts";

interface Part {
  id: string;
  amount: Money;
  at: string;
}

/** One tip's full story: what was charged and kept of it, each state, each posting, and what went back. */
export interface TipDetails {
  id: string;
  receiptCode: string;
  guardId: string;
  guardName: string;
  siteName: string;
  status: TipStatus;
  amount: Money;
  coversFee: boolean;
  /** What the rail took of the patron; null before it said so. */
  charged: Money | null;
  railFee: Money | null;
  railFeeBearer: "guard" | "organisation";
  platformFee: Money;
  /** What the guard was credited with at first; null before. */
  credited: Money | null;
  /** What of it is the guard's now, after refunds; null before it was credited. */
  net: Money | null;
  /** Where the guard's money of it is. */
  settlement: TipSettlement;
  message: string | null;
  rail: string | null;
  railTransactionId: string | null;
  channel: string | null;
  createdAt: string;
  paidAt: string | null;
  creditedAt: string | null;
  /** How often its receipt was opened, and when last. */
  receiptViews: number;
  receiptLastAt: string | null;
  history: { status: TipStatus; cause: string; at: string }[];
  postings: Posting[];
  refunds: (Part & { status: RefundStatus })[];
  disputes: (Part & { status: DisputeStatus; dueAt: string | null })[];
}

type Minors = Record<"amount" | "platformFee", string> &
  Record<"charged" | "railFee" | "credited" | "net", string | null>;
type Row = Omit<TipDetails, keyof Minors | "settlement" | "postings" | "refunds" | "disputes"> & {
  currency: string;
  minors: Minors;
  postings: PostingRow[];
  refunds: { id: string; minor: string; status: RefundStatus; at: string }[];
  disputes: { id: string; minor: string; status: DisputeStatus; at: string; dueAt: string | null }[];
};

/** Throws FORBIDDEN, NOT_FOUND. */
export async function getTip(ctx: Ctx, tipId: string): Promise<TipDetails> {
  const { organisationId } = requireStaff(ctx.actor, "tips.read", ctx.clock.now());
  const [row] = await query<Row>(ctx.db, storyOf(organisationId, tipId));
  if (!row) throw new AppError("NOT_FOUND", "There is no such tip.");
  const { currency, minors, postings, refunds, disputes, ...rest } = row;
  assert(isCurrency(currency), "a tip's currency is one we handle");
  const money = (minor: string): Money => ({ minor: BigInt(minor), currency });
  const orNull = (minor: string | null) => (minor === null ? null : money(minor));
  return {
    ...rest,
    settlement: await findTipSettlement(ctx, tipId),
    ...{ amount: money(minors.amount), platformFee: money(minors.platformFee), charged: orNull(minors.charged) },
    ...{ railFee: orNull(minors.railFee), credited: orNull(minors.credited), net: orNull(minors.net) },
    postings: readPostings(postings, currency),
    refunds: refunds.map(({ minor, ...refund }) => ({ ...refund, amount: money(minor) })),
    disputes: disputes.map(({ minor, ...dispute }) => ({ ...dispute, amount: money(minor) })),
  };
}

function storyOf(organisationId: string, tipId: string) {
  const payable = sql`'guard_payable:' || t.guard_id`;
  const signed = sql`sum(case when l.credit_account = ${payable} then l.amount_minor
    when l.debit_account = ${payable} then -l.amount_minor end)`;
  return sql`
    select t.id, t.receipt_code as "receiptCode", t.guard_id as "guardId",
      g.first_name || ' ' || g.last_name as "guardName", s.name as "siteName", t.status, t.covers_fee as "coversFee",
      t.rail_fee_bearer as "railFeeBearer", t.message, p.rail, p.rail_transaction_id as "railTransactionId", p.channel,
      t.created_at as "createdAt", t.paid_at as "paidAt", t.credited_at as "creditedAt",
      coalesce(v.views, 0)::int as "receiptViews", v.last_at as "receiptLastAt", t.currency,
      jsonb_build_object('amount', t.amount_minor::text, 'platformFee', t.platform_fee_minor::text,
        'charged', p.charged_minor::text, 'railFee', p.rail_fee_minor::text, 'credited', own.credited::text,
        'net', own.net::text) as minors,
      (select coalesce(jsonb_agg(jsonb_build_object('status', h.status, 'cause', h.cause, 'at', h.at) order by h.sequence), '[]')
        from tip_history h where h.tip_id = t.id) as history,
      (select ${POSTINGS} from ledger_transfers l where l.reference = t.id and l.organisation_id = t.organisation_id)
        as postings,
      (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'minor', r.amount_minor::text, 'status', r.status,
          'at', r.created_at) order by r.created_at), '[]')
        from refunds r where r.tip_id = t.id) as refunds,
      (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'minor', d.amount_minor::text, 'status', d.status,
          'at', d.created_at, 'dueAt', d.due_at) order by d.created_at), '[]')
        from disputes d where d.tip_id = t.id) as disputes
    from tips t
    join guards g on (g.organisation_id, g.id) = (t.organisation_id, t.guard_id)
    join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
    left join payments p on p.tip_id = t.id
    left join receipt_views v on v.tip_id = t.id
    cross join lateral (
      select ${signed} filter (where l.group_id = t.id) as credited, ${signed} as net
      from ledger_transfers l where l.reference = t.id and l.organisation_id = t.organisation_id
    ) own
    where t.id = ${tipId} and t.organisation_id = ${organisationId}`;
}
