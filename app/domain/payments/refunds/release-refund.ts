import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, transact } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { lockTips } from "../tip-statuses.ts";
import { getOwnRefund } from "./get-own-refund.ts";
import { sendRefunds } from "./send-refunds.ts";

export type ReleaseRefundOutcome =
  | { status: "approved" }
  | { status: "decided_before" }
  /** A dispute of the same tip is open: its end decides. */
  | { status: "disputed" };

/**
 * A second person lets a refund go. Keeps: none while the tip is disputed, seen under the tip's lock, since the bank may give
 * the same money. Moves: requested → approved; it is sent at once. Throws NOT_FOUND, FORBIDDEN (also for who asked for it),
 * STEP_UP_REQUIRED.
 */
export async function releaseRefund(ctx: Ctx, refundId: string): Promise<ReleaseRefundOutcome> {
  const at = ctx.clock.now();
  const { organisationId, userId } = requireStaff(ctx.actor, "refunds.write", at);
  const { requested_by, tip_id } = await getOwnRefund(ctx, organisationId, refundId);
  if (requested_by === userId) throw new AppError("FORBIDDEN", "Another person must approve what you asked for.");
  const entry = { organisationId, action: "refund.approved", subject: refundId, after: { requestedBy: requested_by } };
  const db = ctx.systemDb;
  const statement = sql`
    with before as (
      select status, exists (select from disputes where tip_id = ${tip_id} and status not in ('won', 'lost')) as is_disputed
      from refunds where id = ${refundId}
    ),
    changed as (
        update refunds set status = 'approved', approved_by = ${userId}, approved_at = ${at}::timestamptz,
          next_check_at = ${at}::timestamptz, moves = moves + 1
        where id = ${refundId} and organisation_id = ${organisationId} and status = 'requested'
          and requested_by <> ${userId} and not (select is_disputed from before)
        returning *
      ),
      history as (
        insert into refund_history (organisation_id, refund_id, number, status, cause, at)
        select organisation_id, id, moves, status, 'checker', ${at} from changed
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select exists (select from changed) as is_changed, status, is_disputed from before`;
  const [, written] = await transact({ ...ctx, db }, [db.execute(lockTips([tip_id])), db.execute(statement)]);
  const [before] = written?.rows ?? [];
  if (before?.["is_changed"] !== true) {
    return { status: before?.["status"] === "requested" && before["is_disputed"] ? "disputed" : "decided_before" };
  }
  ctx.afterwards(sendRefunds(ctx));
  return { status: "approved" };
}
