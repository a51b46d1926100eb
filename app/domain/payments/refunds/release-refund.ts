import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { getOwnRefund } from "./get-own-refund.ts";
import { sendRefunds } from "./send-refunds.ts";

export type ReleaseRefundOutcome = { status: "approved" } | { status: "decided_before" };

/**
 * A second person lets a refund go. Moves: requested → approved; it is sent at once. Throws NOT_FOUND, FORBIDDEN (also for
 * who asked for it), STEP_UP_REQUIRED.
 */
export async function releaseRefund(ctx: Ctx, refundId: string): Promise<ReleaseRefundOutcome> {
  const at = ctx.clock.now();
  const { organisationId, userId } = requireStaff(ctx.actor, "refunds.write", at);
  const { requested_by } = await getOwnRefund(ctx, organisationId, refundId);
  if (requested_by === userId) throw new AppError("FORBIDDEN", "Another person must approve what you asked for.");
  const entry = { organisationId, action: "refund.approved", subject: refundId, after: { requestedBy: requested_by } };
  const changed = await query(
    ctx.systemDb,
    sql`with changed as (
        update refunds set status = 'approved', approved_by = ${userId}, approved_at = ${at}::timestamptz,
          next_check_at = ${at}::timestamptz, moves = moves + 1
        where id = ${refundId} and organisation_id = ${organisationId} and status = 'requested'
          and requested_by <> ${userId}
        returning *
      ),
      history as (
        insert into refund_history (organisation_id, refund_id, number, status, cause, at)
        select organisation_id, id, moves, status, 'checker', ${at} from changed
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select id from changed`,
  );
  if (changed.length === 0) return { status: "decided_before" };
  ctx.afterwards(sendRefunds(ctx));
  return { status: "approved" };
}
