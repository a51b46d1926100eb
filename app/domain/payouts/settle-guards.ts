import { sql } from "drizzle-orm";
import { describeFault } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { after, minutes } from "../../core/time.ts";
import { type Ctx, query, transact } from "../context.ts";
import { lawOf, PASSES_BY_ITSELF } from "./faults.ts";
import { lockStep, settlementStatement } from "./settlement-statement.ts";

/** Accounts a statement looks at: it holds their locks for a fraction of a second, and tips of those guards wait so long. */
const BATCH_SIZE = 1_000;

/** When a step that failed is tried again. */
const AGAIN_MS = minutes(10);

/**
 * Takes the oldest unfinished settlement run a step further: creates the payouts of the next guards and reserves their money,
 * in one transaction. Calls at once take turns on the run's row, so that each account is looked at once; a call that is lost
 * leaves nothing half done. A run whose step fails is put off, with an alert, and stands before no other.
 * Moves: run creating → created when every account was looked at. Returns how many accounts were.
 */
export async function settleGuards(ctx: Ctx): Promise<number> {
  const at = ctx.clock.now();
  const [run] = await query<{ id: string }>(
    ctx.db,
    sql`select id from settlement_runs where status = 'creating' and (next_step_at is null or next_step_at <= ${at})
      order by created_at, id limit 1`,
  );
  if (!run) return 0;
  const prefix = newId("po", at, ctx.randomness).slice(0, "po-".length + 10);
  const step = { runId: run.id, prefix, size: BATCH_SIZE, at };
  try {
    const statements = [lockStep(step), settlementStatement(step)] as const;
    const [, settled] = await transact(ctx, [ctx.db.execute(statements[0]), ctx.db.execute(statements[1])]);
    // Another call may have finished the run meanwhile; there may be a next one.
    return Number(settled?.rows[0]?.["looked_at"] ?? 1);
  } catch (error) {
    // A step that takes too long looks as if the database were down; whether it is, this statement finds out.
    await putOff(ctx, run.id, error);
    return 1;
  }
}

async function putOff(ctx: Ctx, runId: string, error: unknown): Promise<void> {
  const at = ctx.clock.now();
  const fault = describeFault(error);
  ctx.log.error("settlement.step_failed", { runId, ...fault });
  await query(
    ctx.db,
    sql`with put_off as (
        update settlement_runs set next_step_at = ${after(at, AGAIN_MS)}::timestamptz
        where id = ${runId} and status = 'creating' returning id, organisation_id
      )
      insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select ${newId("alt", at, ctx.randomness)}, organisation_id, 'settlement.stuck', id,
        'a step of this settlement fails and is tried again every ten minutes; no money has moved: ' || ${lawOf(fault)}::text, ${at}
      from put_off where ${!PASSES_BY_ITSELF.test(String(fault["code"]))}
      on conflict (kind, subject) do update
        set resolved_at = null, raised_at = excluded.raised_at, detail = excluded.detail where alerts.resolved_at is not null`,
  );
}
