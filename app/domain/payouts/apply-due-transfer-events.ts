import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { applyTransferEvents } from "./apply-transfer-events.ts";

const BATCH_SIZE = 100;

/** Applies recorded events about transfers that no consumer settled in time, a batch a call. Returns how many were due. */
export async function applyDueTransferEvents(ctx: Ctx): Promise<number> {
  const due = await query<{ id: string }>(
    ctx.db,
    sql`select id from rail_events where next_check_at <= ${ctx.clock.now()} and concerns = 'payout'
      order by next_check_at limit ${BATCH_SIZE}`,
  );
  if (due.length > 0)
    await applyTransferEvents(
      ctx,
      due.map(({ id }) => id),
    );
  return due.length;
}
