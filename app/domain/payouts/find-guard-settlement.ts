import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";

/** What a guard is owed, what is on its way, and what has been paid; minor units. */
export interface GuardSettlement {
  currency: string;
  owedMinor: bigint;
  inPayoutMinor: bigint;
  paidMinor: bigint;
}

/** A guard's money by where it stands, in the organisation's currency; null for a guard who never had any. */
export async function findGuardSettlement(
  ctx: Ctx,
  { organisationId, guardId }: { organisationId: string; guardId: string },
): Promise<GuardSettlement | null> {
  const [row] = await query<{ currency: string; owed: string; in_payout: string; paid: string }>(
    ctx.db,
    sql`select a.currency, a.credits_posted - a.debits_posted as owed,
        coalesce(sum(p.amount_minor) filter (
          where p.status in ('created', 'sending', 'submitted', 'unknown', 'exported')), 0) as in_payout,
        coalesce(sum(p.amount_minor) filter (where p.status = 'paid'), 0) as paid
      from ledger_accounts a
      left join payouts p on p.guard_id = ${guardId} and p.organisation_id = a.organisation_id and p.currency = a.currency
      where a.organisation_id = ${organisationId} and a.code = ${`guard_payable:${guardId}`}
      group by a.organisation_id, a.currency, a.code`,
  );
  if (!row) return null;
  return {
    currency: row.currency,
    owedMinor: BigInt(row.owed),
    inPayoutMinor: BigInt(row.in_payout),
    paidMinor: BigInt(row.paid),
  };
}
