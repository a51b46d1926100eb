import { sql } from "drizzle-orm";
import { describeFault } from "../../../core/errors.ts";
import { after, hours } from "../../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../../context.ts";
import { applyRefundLookups } from "./apply-refund-lookups.ts";
import { AT_THE_RAIL } from "./rules.ts";

/** A Worker has six connections at once, and the rail limits how often it may be asked. */
const BATCH_SIZE = 5;

/** Asks the rail about refunds that are there, or may be, and are due; a batch a call. Returns how many were due. */
export async function applyDueRefunds(ctx: Ctx): Promise<number> {
  const due = await query<{ tip_id: string }>(
    ctx.systemDb,
    sql`select tip_id from refunds
      where next_check_at <= ${ctx.clock.now()} and status = any(${sql.param(AT_THE_RAIL)})
      group by tip_id order by min(next_check_at) limit ${BATCH_SIZE}`,
  );
  const tipIds = due.map(({ tip_id }) => tip_id);
  try {
    if (tipIds.length > 0) await applyRefundLookups(ctx, tipIds, "sweep");
  } catch (error) {
    if (isDatabaseDown(error)) throw error;
    ctx.log.error("refunds.batch_failed", describeFault(error));
    for (const tipId of tipIds)
      await applyRefundLookups(ctx, [tipId], "sweep").catch((fault) => postpone(ctx, tipId, fault));
  }
  return due.length;
}

/** A tip whose refunds cannot be looked up must not stand before all others; it is tried again later, and logged each time. */
async function postpone(ctx: Ctx, tipId: string, fault: unknown): Promise<void> {
  ctx.log.error("refunds.postponed", { tip: tipId, ...describeFault(fault) });
  await query(
    ctx.systemDb,
    sql`update refunds set next_check_at = ${after(ctx.clock.now(), hours(1))}::timestamptz
      where tip_id = ${tipId} and status = any(${sql.param(AT_THE_RAIL)})`,
  );
}
