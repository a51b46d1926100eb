import { sql } from "drizzle-orm";
import { actorName, auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

export interface ReleasePayoutsOutcome {
  released: string[];
  /** Asked for by the same person: another one must look. */
  ownRequests: string[];
}

/**
 * Approves payouts that wait for a checker, many at once; who asked for one does not approve it. Those that need nobody, were
 * approved, are gone, or are another organisation's are left out of the answer. Moves nothing by itself: they may be sent now.
 * Throws FORBIDDEN, STEP_UP_REQUIRED.
 */
export async function releasePayouts(
  ctx: Ctx,
  { payoutIds }: { payoutIds: readonly string[] },
): Promise<ReleasePayoutsOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const checker = actorName(ctx.actor);
  const waits = sql`p.organisation_id = ${organisationId} and p.id = any(${sql.param(payoutIds)}::text[])
    and p.status = 'created' and p.approval_reason is not null and p.approved_by is null`;
  const entry = {
    organisationId,
    action: "payout.approved",
    subject: sql`changed.id`,
    after: sql`jsonb_build_object('amountMinor', changed.amount_minor::text, 'reason', changed.approval_reason)`,
  };
  const rows = await query<{ id: string; is_released: boolean }>(
    ctx.db,
    sql`with waiting as (select p.id from payouts p where ${waits}),
      changed as (
        update payouts p set approved_by = ${checker}, approved_at = ${at}
        where ${waits} and p.requested_by is distinct from ${checker}
        returning p.id, p.amount_minor, p.approval_reason
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select w.id, c.id is not null as is_released from waiting w left join changed c on c.id = w.id order by w.id`,
  );
  const released = rows.filter((row) => row.is_released).map(({ id }) => id);
  if (released.length > 0) await ctx.wake([{ kind: "payouts" }]);
  return { released, ownRequests: rows.filter((row) => !row.is_released).map(({ id }) => id) };
}
