import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { actorName, auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

/**
 * Marks a failed or reversed payout as investigated: until then no further payout goes to an account that one failed for good
 * on. The next settlement pays the guard again. Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND.
 */
export async function archivePayoutFailure(
  ctx: Ctx,
  { payoutId, note }: { payoutId: string; note: string },
): Promise<{ status: "investigated" | "nothing_to_investigate" }> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const entry = {
    organisationId,
    action: "payout.investigated",
    subject: payoutId,
    after: { note: note.trim().slice(0, 300) || null },
  };
  const [found] = await query<{ is_changed: boolean }>(
    ctx.db,
    sql`with found as (select id from payouts where id = ${payoutId} and organisation_id = ${organisationId}),
      changed as (
        update payouts set investigated_by = ${actorName(ctx.actor)}, investigated_at = ${at}
        where id = ${payoutId} and organisation_id = ${organisationId} and status in ('failed', 'reversed')
          and investigated_at is null
        returning id
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select exists (select from changed) as is_changed from found`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such payout.");
  return { status: found.is_changed ? "investigated" : "nothing_to_investigate" };
}
