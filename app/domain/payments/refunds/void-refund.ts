import { sql } from "drizzle-orm";
import { newId } from "../../../core/ids.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, transact } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { lockTips } from "../tip-statuses.ts";
import { getOwnRefund } from "./get-own-refund.ts";
import { moveStatement } from "./refund-statement.ts";

export type VoidRefundOutcome = { status: "rejected" } | { status: "decided_before" };

/**
 * Rejects a refund that waits for a checker; who asked for it may take it back the same way. Its money returns to whom it was
 * taken from. Moves: requested → rejected. Throws NOT_FOUND, FORBIDDEN, STEP_UP_REQUIRED.
 */
export async function voidRefund(
  ctx: Ctx,
  { refundId, reason }: { refundId: string; reason: string },
): Promise<VoidRefundOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "refunds.write", at);
  const row = await getOwnRefund(ctx, organisationId, refundId);
  if (row.status !== "requested") return { status: "decided_before" };
  const move = {
    ...({ refund_id: refundId, tip_id: row.tip_id, moves: row.moves, status: "rejected", changes: true } as const),
    ...{ cause: "checker", rail_refund_id: null, calls: 0, refusal: null, failure: reason, next_check_at: null },
    ...{ checks: 0, alert_id: newId("alt", at, ctx.randomness), alert: null },
  };
  const db = ctx.systemDb;
  const entry = { organisationId, action: "refund.rejected", subject: refundId, after: { reason } };
  const rejected = sql`(select id from refunds where id = ${refundId} and status = 'rejected' and moves = ${row.moves + 1}
    and ended_at = ${at}::timestamptz) as changed`;
  const results = await transact({ ...ctx, db }, [
    db.execute(lockTips([row.tip_id])),
    db.execute(moveStatement([move], at)),
    db.execute(auditInsert(entry, ctx, rejected)),
  ]);
  return results[1]?.rows.length === 1 ? { status: "rejected" } : { status: "decided_before" };
}
