import { sql } from "drizzle-orm";
import { describeFault } from "../../../core/errors.ts";
import { after, hours, minutes } from "../../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../../context.ts";
import type { RailName } from "../../ports.ts";
import { applyDispute } from "./apply-dispute.ts";

/** A Worker has six connections at once, and the rail limits how often it may be asked. */
const BATCH_SIZE = 5;
const LIST_EVERY_MINUTES = 15;

interface Due {
  id: string;
  rail: RailName;
  rail_dispute_id: string;
}

/**
 * Asks the rail about disputes that are due, a batch a call, and every quarter of an hour lists those that wait for us: one
 * whose every event was lost is found before its deadline. Returns how many were due.
 */
export async function applyDueDisputes(ctx: Ctx): Promise<number> {
  const now = ctx.clock.now();
  const due = await query<Due>(
    ctx.systemDb,
    sql`select id, rail, rail_dispute_id from disputes
      where next_check_at <= ${now} and status in ('open', 'answered') order by next_check_at limit ${BATCH_SIZE}`,
  );
  // One after the other: disputes of an organisation take from the same reserve, and there are few.
  for (const one of due) await look(ctx, one);
  if (due.length === 0 && now.getUTCMinutes() % LIST_EVERY_MINUTES === 0) await applyListed(ctx);
  return due.length;
}

async function look(ctx: Ctx, { id, rail, rail_dispute_id }: Due): Promise<void> {
  try {
    const lookup = await ctx.rails[rail].findDispute(rail_dispute_id);
    if (lookup.status === "unknown") return await postpone(ctx, id, minutes(10));
    const finding = { dispute: lookup.dispute, isReminder: false, cause: "sweep", eventId: null } as const;
    const outcome = await applyDispute(ctx, finding);
    if (outcome.status !== "recorded") await postpone(ctx, id, hours(1));
  } catch (error) {
    if (isDatabaseDown(error)) throw error;
    ctx.log.error("disputes.postponed", { dispute: id, ...describeFault(error) });
    await postpone(ctx, id, hours(1));
  }
}

async function postpone(ctx: Ctx, id: string, waitMs: number): Promise<void> {
  await query(
    ctx.systemDb,
    sql`update disputes set next_check_at = ${after(ctx.clock.now(), waitMs)}::timestamptz, checks = checks + 1
      where id = ${id} and next_check_at is not null`,
  );
}

async function applyListed(ctx: Ctx): Promise<void> {
  const list = await ctx.rails.paystack.listOpenDisputes();
  if (list.status !== "found") return;
  const ids = list.disputes.map(({ railDisputeId }) => railDisputeId);
  const known = await query<{ rail_dispute_id: string }>(
    ctx.systemDb,
    sql`select rail_dispute_id from disputes
      where rail = 'paystack' and rail_dispute_id = any(${sql.param(ids)})`,
  );
  const seen = new Set(known.map((row) => row.rail_dispute_id));
  for (const dispute of list.disputes) {
    if (!seen.has(dispute.railDisputeId)) {
      await applyDispute(ctx, { dispute, isReminder: false, cause: "sweep", eventId: null });
    }
  }
}
