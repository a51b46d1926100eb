import { sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

/**
 * Lets payouts of a currency go on, after what stopped them at the rail was seen to: one-time passwords, a registration, the
 * balance. Throws FORBIDDEN, STEP_UP_REQUIRED.
 */
export async function releasePayoutLane(
  ctx: Ctx,
  { rail, currency }: { rail: string; currency: string },
): Promise<{ status: "released" | "not_paused" }> {
  const { organisationId } = requireStaff(ctx.actor, "platform.write", ctx.clock.now());
  const entry = {
    organisationId,
    action: "payouts.resumed",
    subject: `${rail}:${currency}`,
    before: sql`jsonb_build_object('reason', changed.paused_reason)`,
  };
  const released = await query(
    ctx.systemDb,
    sql`with paused as (
        select rail, currency, paused_reason from payout_lanes
        where rail = ${rail} and currency = ${currency} and paused_reason is not null for no key update
      ),
      changed as (
        update payout_lanes l set paused_reason = null, paused_at = null, retry_at = null
        from paused p where (l.rail, l.currency) = (p.rail, p.currency) returning l.rail, p.paused_reason
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select rail from changed`,
  );
  if (released.length === 0) return { status: "not_paused" };
  await ctx.wake([{ kind: "payouts" }]);
  return { status: "released" };
}
