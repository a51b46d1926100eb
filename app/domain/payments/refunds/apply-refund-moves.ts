import { type Ctx, transact } from "../../context.ts";
import { lockTips, settleTipStatuses } from "../tip-statuses.ts";
import { moveStatement, type RefundMove } from "./refund-statement.ts";

/**
 * Writes what became of refunds, and what their tips are by it, in one transaction. A move that was decided on what is no
 * longer so is left out, and the sweeper asks again. Gives the ids of those that moved.
 */
export async function applyRefundMoves(ctx: Ctx, moves: readonly RefundMove[]): Promise<Set<string>> {
  if (moves.length === 0) return new Set();
  const at = ctx.clock.now();
  const db = ctx.systemDb;
  const causes = moves.map(({ tip_id, refund_id, status }) => ({ tip_id, cause: `${refund_id}:${status}` }));
  const results = await transact({ ...ctx, db }, [
    db.execute(lockTips(moves.map(({ tip_id }) => tip_id))),
    db.execute(moveStatement(moves, at)),
    db.execute(settleTipStatuses(causes, at)),
  ]);
  return new Set(results[1]?.rows.map(({ id }) => String(id)));
}
