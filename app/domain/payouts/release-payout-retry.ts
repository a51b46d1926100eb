import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

/**
 * “Retry now”: a payout whose last transfer failed for a while, and that waits for its next one, need not wait longer. Before it
 * is sent the rail confirms that nothing was paid, as ever. Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND.
 */
export async function releasePayoutRetry(
  ctx: Ctx,
  { payoutId }: { payoutId: string },
): Promise<{ status: "released" | "not_waiting" }> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const entry = {
    organisationId,
    action: "payout.retried",
    subject: sql`changed.id`,
    before: sql`jsonb_build_object('nextSendAt', changed.was, 'reason', changed.reason)`,
  };
  const [found] = await query<{ is_changed: boolean }>(
    ctx.systemDb,
    sql`with found as (
        select id, next_send_at from payouts where id = ${payoutId} and organisation_id = ${organisationId} for no key update
      ),
      changed as (
        update payouts p set next_send_at = ${at} from found
        where p.id = found.id and p.status = 'created' and p.attempts > 0 and p.next_send_at > ${at}
        returning p.id, p.reason, found.next_send_at as was
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select exists (select from changed) as is_changed from found`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such payout.");
  if (!found.is_changed) return { status: "not_waiting" };
  await ctx.wake([{ kind: "payouts" }]);
  return { status: "released" };
}
