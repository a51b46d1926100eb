import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { actorName, auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";

/**
 * Takes back what was written down of a payout in doubt, or says no to it, before it counts. Moves: open → withdrawn.
 * Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND.
 */
export async function voidPayoutFinding(
  ctx: Ctx,
  { findingId }: { findingId: string },
): Promise<{ status: "withdrawn" | "too_late" }> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const entry = {
    organisationId,
    action: "payout.finding_withdrawn",
    subject: sql`changed.payout_id`,
    before: sql`jsonb_build_object('finding', changed.finding, 'reference', changed.reference)`,
  };
  const [found] = await query<{ is_changed: boolean }>(
    ctx.systemDb,
    sql`with found as (select id from payout_findings where id = ${findingId} and organisation_id = ${organisationId}),
      changed as (
        update payout_findings f set status = 'withdrawn', decided_by = ${actorName(ctx.actor)}, decided_at = ${at}
        where f.id = ${findingId} and f.organisation_id = ${organisationId} and f.status = 'open'
        returning f.payout_id, f.finding, f.reference
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select exists (select from changed) as is_changed from found`,
  );
  if (!found) throw new AppError("NOT_FOUND", "Nobody has written such a thing down.");
  return { status: found.is_changed ? "withdrawn" : "too_late" };
}
