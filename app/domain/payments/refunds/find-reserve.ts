import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";

/** The reserve by its ledger rows: what is in it, where that came from and went, and what it may still have to pay. */
export interface Reserve {
  balance: Money;
  /** Kept of the platform's fee. */
  funded: Money;
  /** Given for refunds, less what came back of those that failed. */
  forRefunds: Money;
  forDisputes: Money;
  /** What refunds and disputes cost beyond it; the organisation's. */
  losses: Money;
  /** Promised to refunds that are under way, by whoever gave it. */
  inTransit: Money;
  /** What open disputes ask back, and how many they are. */
  atRisk: Money;
  openDisputes: number;
  reserveBps: number;
}

type Row = Record<
  "balance" | "funded" | "for_refunds" | "for_disputes" | "losses" | "in_transit" | "at_risk",
  string
> & {
  currency: string;
  open_disputes: number;
  reserve_bps: number;
};

/** The figures of the reserve, each of them from the ledger or from open rows. Throws FORBIDDEN. */
export async function findReserve(ctx: Ctx): Promise<Reserve> {
  const { organisationId } = requireStaff(ctx.actor, "refunds.read", ctx.clock.now());
  const [row] = await query<Row>(
    ctx.db,
    sql`select o.currency,
        coalesce(sum(a.credits_posted - a.debits_posted) filter (where a.kind = 'refund_reserve'), 0)::text as balance,
        coalesce(sum(a.debits_posted - a.credits_posted) filter (where a.kind = 'refund_losses'), 0)::text as losses,
        coalesce(sum(a.credits_posted - a.debits_posted) filter (where a.kind = 'refund_in_transit'), 0)::text as in_transit,
        moved.funded::text, moved.for_refunds::text, moved.for_disputes::text, risk.minor::text as at_risk,
        risk.disputes as open_disputes, policy.reserve_bps
      from organisations o
      left join ledger_accounts a on a.organisation_id = o.id and a.currency = o.currency
        and a.kind in ('refund_reserve', 'refund_losses', 'refund_in_transit')
      cross join lateral (
        select coalesce(sum(amount_minor) filter (where kind = 'tip_reserve'), 0) as funded,
          coalesce(sum(case kind when 'refund_reserve' then amount_minor when 'refund_reserve_returned' then -amount_minor end), 0)
            as for_refunds,
          coalesce(sum(amount_minor) filter (where kind = 'dispute_reserve'), 0) as for_disputes
        from ledger_transfers l where l.organisation_id = o.id and l.currency = o.currency
          and 'refund_reserve' in (l.debit_account, l.credit_account)
      ) moved
      cross join lateral (
        select coalesce(sum(amount_minor), 0) as minor, count(*)::int as disputes from disputes
        where organisation_id = o.id and status not in ('won', 'lost')
      ) risk
      cross join lateral (
        select reserve_bps from organisation_policies where organisation_id = o.id order by version desc limit 1
      ) policy
      where o.id = ${organisationId}
      group by o.currency, moved.funded, moved.for_refunds, moved.for_disputes, risk.minor, risk.disputes, policy.reserve_bps`,
  );
  assert(row && isCurrency(row.currency), "every organisation has a policy and a currency that we handle");
  const { currency } = row;
  const money = (minor: string): Money => ({ minor: BigInt(minor), currency });
  return {
    ...{ balance: money(row.balance), funded: money(row.funded), losses: money(row.losses) },
    ...{ forRefunds: money(row.for_refunds), forDisputes: money(row.for_disputes) },
    ...{ inTransit: money(row.in_transit), atRisk: money(row.at_risk) },
    openDisputes: row.open_disputes,
    reserveBps: row.reserve_bps,
  };
}
