import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { type PayoutTotal, totalsOf, totalsStatement } from "./payout-list.ts";

/**
 * What the organisation's payouts need of a person: those to approve, those that failed, and those in doubt; a group that
 * needs nobody is left out. Throws FORBIDDEN.
 */
export async function findPayoutNeeds(ctx: Ctx): Promise<PayoutTotal[]> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", ctx.clock.now());
  const needs = sql`p.organisation_id = ${organisationId} and (
    p.status = 'unknown'
    or (p.status = 'created' and p.approval_reason is not null and p.approved_by is null)
    or (p.status in ('failed', 'reversed') and p.investigated_at is null)
  )`;
  return totalsOf(await query(ctx.db, totalsStatement(needs)));
}
