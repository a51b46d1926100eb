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
  /** Given for payouts that a rail paid after it had called them failed. */
  forPayouts: Money;
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
  "balance" | "funded" | "for_refunds" | "for_disputes" | "for_payouts" | "losses" | "in_transit" | "at_risk",
  string
> & {
  currency: string;
  open_disputes: number;
  reserve_bps: number;
};

/**
 * The figures of the reserve, each of them from the ledger or from open rows. Each tip adds to the reserve, so what came in is
 * the account's own total; only what went out, which is little, is read row by row. Throws FORBIDDEN.
 */
export async function findReserve(ctx: Ctx): Promise<Reserve> {
  const { organisationId } = requireStaff(ctx.actor, "refunds.read", ctx.clock.now());
  const [row] = await query<Row>(
    ctx.db,
    sql`select o.currency, (a.credited - a.debited)::text as balance, (a.credited - moved.returned)::text as funded,
        moved.for_refunds::text, moved.for_disputes::text, moved.for_payouts::text, a.losses::text, a.in_transit::text,
        risk.minor::text as at_risk, risk.disputes as open_disputes, policy.reserve_bps
      from organisations o
      cross join lateral (
        select coalesce(sum(credits_posted) filter (where kind = 'refund_reserve'), 0) as credited,
          coalesce(sum(debits_posted) filter (where kind = 'refund_reserve'), 0) as debited,
          coalesce(sum(debits_posted - credits_posted) filter (where kind = 'refund_losses'), 0) as losses,
          coalesce(sum(credits_posted - debits_posted) filter (where kind = 'refund_in_transit'), 0) as in_transit
        from ledger_accounts where organisation_id = o.id and currency = o.currency
          and code in ('refund_reserve', 'refund_losses', 'refund_in_transit')
      ) a
      cross join lateral (
        select coalesce(sum(kept.minor) filter (where l.kind = 'refund_reserve'), 0) as for_refunds,
          coalesce(sum(kept.minor) filter (where l.kind = 'dispute_reserve'), 0) as for_disputes,
          coalesce(sum(kept.minor) filter (where l.kind not in ('refund_reserve', 'dispute_reserve')), 0) as for_payouts,
          coalesce(sum(back.amount_minor), 0) as returned
        from ledger_transfers l left join ledger_transfers back on back.reference = l.reference and back.corrects = l.id
        cross join lateral (select l.amount_minor - coalesce(back.amount_minor, 0) as minor) kept
        where l.organisation_id = o.id and l.currency = o.currency and l.debit_account = 'refund_reserve'
      ) moved
      cross join lateral (
        select coalesce(sum(amount_minor), 0) as minor, count(*)::int as disputes from disputes
        where organisation_id = o.id and status not in ('won', 'lost')
      ) risk
      cross join lateral (
        select reserve_bps from organisation_policies where organisation_id = o.id order by version desc limit 1
      ) policy
      where o.id = ${organisationId}`,
  );
  assert(row && isCurrency(row.currency), "every organisation has a policy and a currency that we handle");
  const { currency } = row;
  const money = (minor: string): Money => ({ minor: BigInt(minor), currency });
  return {
    ...{ balance: money(row.balance), funded: money(row.funded), losses: money(row.losses) },
    ...{ forRefunds: money(row.for_refunds), forDisputes: money(row.for_disputes) },
    ...{ forPayouts: money(row.for_payouts), inTransit: money(row.in_transit), atRisk: money(row.at_risk) },
    openDisputes: row.open_disputes,
    reserveBps: row.reserve_bps,
  };
}
