import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { isCurrency } from "../../core/currency.ts";
import type { Money } from "../../core/money.ts";
import { type Ctx, query } from "../context.ts";
import { accounts } from "../ledger/index.ts";
import { requireStaff } from "../permissions.ts";

/** What a guard is owed, what is on its way, and what has been paid and was not sent back. */
export interface GuardSettlement {
  owed: Money;
  inPayout: Money;
  paid: Money;
}

/**
 * A guard's money by where it stands, in the organisation's currency; nothing of anything for a guard who is not there.
 * Throws FORBIDDEN.
 */
export async function findGuardSettlement(ctx: Ctx, guardId: string): Promise<GuardSettlement> {
  const { organisationId } = requireStaff(ctx.actor, "tips.read", ctx.clock.now());
  const [row] = await query<{ currency: string; owed: string; in_payout: string; paid: string }>(
    ctx.db,
    sql`select o.currency, coalesce((
          select a.credits_posted - a.debits_posted from ledger_accounts a
          where a.organisation_id = o.id and a.currency = o.currency and a.code = ${accounts.guardPayable(sql`${guardId}`)}
        ), 0)::text as owed,
        coalesce(sum(p.amount_minor) filter (
          where p.status in ('created', 'sending', 'submitted', 'unknown', 'exported')), 0)::text as in_payout,
        coalesce(sum(p.amount_minor) filter (where p.status = 'paid'), 0)::text as paid
      from organisations o
      left join payouts p on p.guard_id = ${guardId} and p.organisation_id = o.id and p.currency = o.currency
      where o.id = ${organisationId}
      group by o.id`,
  );
  assert(row && isCurrency(row.currency), "an organisation that somebody is at work in has a currency we handle");
  const { currency } = row;
  const money = (minor: string): Money => ({ minor: BigInt(minor), currency });
  return { owed: money(row.owed), inPayout: money(row.in_payout), paid: money(row.paid) };
}
