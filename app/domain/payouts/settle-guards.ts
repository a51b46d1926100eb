import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { type Ctx, query, transact } from "../context.ts";
import { lockStep, settlementStatement } from "./settlement-statement.ts";

/** Accounts a statement looks at: it holds their locks for a fraction of a second, and tips of those guards wait so long. */
const BATCH_SIZE = 1_000;

/**
 * Takes the oldest unfinished settlement run a step further: creates the payouts of the next guards and reserves their money,
 * in one statement. Calls at once take turns on the run's row, so that each account is looked at once; a call that is lost
 * leaves nothing half done. Moves: run creating → created when every account was looked at. Returns how many accounts were.
 */
export async function settleGuards(ctx: Ctx): Promise<number> {
  const at = ctx.clock.now();
  const [run] = await query<{ id: string }>(
    ctx.db,
    sql`select id from settlement_runs where status = 'creating' order by created_at, id limit 1`,
  );
  if (!run) return 0;
  const prefix = newId("po", at, ctx.randomness).slice(0, "po-".length + 10);
  const step = { runId: run.id, prefix, size: BATCH_SIZE, at };
  const [, settled] = await transact(ctx, [ctx.db.execute(lockStep(step)), ctx.db.execute(settlementStatement(step))]);
  // Another call may have finished the run meanwhile; there may be a next one.
  return Number(settled?.rows[0]?.["looked_at"] ?? 1);
}
