import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { isCurrency } from "../../core/currency.ts";
import type { Money } from "../../core/money.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { accounts } from "./accounts.ts";

/**
 * What a guard is owed now, in the organisation's currency: the balance of `guard_payable`, zero before the first tip.
 * Null when the organisation is not there. Throws FORBIDDEN.
 */
export async function getOwed(ctx: Ctx, guardId: string): Promise<Money | null> {
  const { organisationId } = requireStaff(ctx.actor, "tips.read", ctx.clock.now());
  const [found] = await query<{ currency: string; minor: string }>(
    ctx.db,
    sql`select o.currency, coalesce(a.credits_posted - a.debits_posted, 0)::text as minor
      from organisations o
      left join ledger_accounts a on a.organisation_id = o.id and a.currency = o.currency
        and a.code = ${accounts.guardPayable(sql`${guardId}`)}
      where o.id = ${organisationId}`,
  );
  if (!found) return null;
  assert(isCurrency(found.currency), "an organisation's currency is one we handle");
  return { minor: BigInt(found.minor), currency: found.currency };
}
