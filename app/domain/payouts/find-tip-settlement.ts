import { sql } from "drizzle-orm";
import { parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { accounts } from "../ledger/index.ts";
import type { PayoutStatus } from "./rules.ts";
import { type AccountMove, coverTip, settlementOf } from "./tip-coverage.ts";

/** How far a tip's money has come. `settled` has the moment at which the last of it was sent to the guard's account. */
export type TipSettlement = ReturnType<typeof settlementOf>;

/** Moves of the account that are looked at: years of daily payouts, and a tip is in one of the first. */
const MOVES_AT_MOST = 1_000;

interface Row {
  gross: string;
  older: string;
  moves: { what: AccountMove["what"]; payout: string | null; minor: string; status: PayoutStatus; paid_at: string }[];
}

/**
 * Where a tip's money stands: derived, never stored (money.md §3). The guard's account has all that happened in one order, so
 * what each payout took of the tip, and gave back, follows from it. A payout that is reversed covers nothing, and the tip is
 * owed again. One statement with a page's patience, which reads what came after the tip..
 */
export async function findTipSettlement(ctx: Ctx, tipId: string): Promise<TipSettlement> {
  const [row] = await query<Row>(
    ctx.pageDb,
    sql`with tip as (
        select l.organisation_id, l.currency, l.credit_account as code, l.credit_entry as entry, l.amount_minor as gross
        from tips t
        join ledger_transfers l on l.id = t.id || ':tip_gross' and l.credit_account = ${accounts.guardPayable(sql`t.guard_id`)}
        where t.id = ${tipId}
      ),
      later as (
        select l.kind, l.reference, l.credit_entry as entry, l.amount_minor as minor
        from tip join ledger_transfers l on (l.organisation_id, l.currency, l.credit_account)
          = (tip.organisation_id, tip.currency, tip.code) and l.credit_entry > tip.entry
        union all
        select l.kind, l.reference, l.debit_entry, -l.amount_minor
        from tip join ledger_transfers l on (l.organisation_id, l.currency, l.debit_account)
          = (tip.organisation_id, tip.currency, tip.code) and l.debit_entry > tip.entry
      ),
      move as (
        select entry, abs(minor) as minor, reference as payout, case when minor < 0 then 'take' else 'give_back' end as what
        from later where kind like 'payout\\_%'
        union all
        select entry, minor, null, 'own' from later where reference = ${tipId}
        union all
        select l.entry, l.minor, null, 'older'
        from later l cross join tip
        where l.reference <> ${tipId} and l.kind not like 'payout\\_%' and l.kind not like 'tip\\_%' and exists (
          select from ledger_transfers first where first.reference = l.reference and first.credit_account = tip.code
            and first.organisation_id = tip.organisation_id and first.credit_entry < tip.entry
        )
      )
      select tip.gross, a.credits_posted - a.debits_posted - tip.gross - coalesce((select sum(minor) from later), 0) as older,
        coalesce((
          select json_agg(json_build_object('what', m.what, 'payout', m.payout, 'minor', m.minor::text, 'status', p.status,
            'paid_at', p.paid_at) order by m.entry)
          from (select * from move order by entry limit ${MOVES_AT_MOST}) m left join payouts p on p.id = m.payout
        ), '[]') as moves
      from tip
      join ledger_accounts a on (a.organisation_id, a.currency, a.code) = (tip.organisation_id, tip.currency, tip.code)`,
  );
  if (!row) return { status: "none" };
  const coverage = coverTip(
    { grossMinor: BigInt(row.gross), olderMinor: BigInt(row.older) },
    row.moves.map(({ what, payout, minor }) => ({ what, payoutId: payout, minor: BigInt(minor) })),
  );
  return settlementOf(
    coverage,
    new Map(row.moves.map(({ payout, status, paid_at }) => [payout ?? "", { status, paidAt: parseInstant(paid_at) }])),
  );
}
