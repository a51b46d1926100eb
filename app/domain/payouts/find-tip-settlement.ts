import { sql } from "drizzle-orm";
import { parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";

/** How far a tip's money has come. `settled` has the moment at which its last unit reached the guard's account. */
export type TipSettlement = { status: "none" | "owed" | "in_payout" } | { status: "settled"; settledAt: Date };

/**
 * Where a tip's money stands: derived, never stored (money.md §3). Payouts cover the oldest entries first, so a tip is settled
 * once the payouts that were paid, with the transfer fees that the guard bore, reach its last entry. A payout that is reversed
 * covers nothing, and the tip is owed again.
 */
export async function findTipSettlement(ctx: Ctx, tipId: string): Promise<TipSettlement> {
  const [row] = await query<{ reach: string; live: string; paid: string; settled_at: string | null }>(
    ctx.db,
    sql`with tip as (
        select l.organisation_id, l.currency, t.guard_id, 'guard_payable:' || t.guard_id as code,
          max(case when l.credit_account = 'guard_payable:' || t.guard_id then l.credit_entry end) as credit_entry,
          max(case when l.debit_account = 'guard_payable:' || t.guard_id then l.debit_entry end) as debit_entry
        from tips t join ledger_transfers l on l.reference = t.id and l.group_id = t.id and l.kind like 'tip\\_%'
        where t.id = ${tipId} and t.credited_at is not null
        group by l.organisation_id, l.currency, t.guard_id
      ),
      -- What was owed when the tip's last entry was made, had nothing ever been paid out.
      reach as (
        select coalesce((
            select sum(l.amount_minor) from ledger_transfers l
            where (l.organisation_id, l.currency, l.credit_account) = (tip.organisation_id, tip.currency, tip.code)
              and l.credit_entry <= greatest(tip.credit_entry, tip.debit_entry) and l.kind not like 'payout\\_%'
          ), 0) - coalesce((
            select sum(l.amount_minor) from ledger_transfers l
            where (l.organisation_id, l.currency, l.debit_account) = (tip.organisation_id, tip.currency, tip.code)
              and l.debit_entry <= greatest(tip.credit_entry, tip.debit_entry) and l.kind not like 'payout\\_%'
          ), 0) as minor
        from tip
      ),
      paid as (
        select p.paid_at, sum(p.amount_minor + coalesce(fees.minor, 0)) over (order by p.paid_at, p.id) as minor
        from tip join payouts p on p.guard_id = tip.guard_id and p.currency = tip.currency and p.status = 'paid'
        left join lateral (
          select sum(l.amount_minor) as minor from ledger_transfers l
          where l.reference = p.id and l.kind = 'payout_fee' and l.debit_account = tip.code
        ) fees on true
      )
      select reach.minor as reach, coalesce((select max(minor) from paid), 0) as paid,
        coalesce((
          select sum(p.amount_minor) from payouts p join tip on p.guard_id = tip.guard_id and p.currency = tip.currency
          where p.status in ('created', 'sending', 'submitted', 'unknown', 'exported')
        ), 0) as live,
        (select min(paid_at) from paid where minor >= reach.minor) as settled_at
      from reach`,
  );
  if (!row) return { status: "none" };
  const settledAt = parseInstant(row.settled_at);
  if (settledAt) return { status: "settled", settledAt };
  return { status: BigInt(row.paid) + BigInt(row.live) >= BigInt(row.reach) ? "in_payout" : "owed" };
}
