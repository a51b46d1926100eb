import { sql } from "drizzle-orm";
import { describeFault } from "../../core/errors.ts";
import { after, hours } from "../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../context.ts";
import type { RailName } from "../ports.ts";
import { applyLookups, type UndecidedTip } from "./apply-lookups.ts";
import { KNOWN_TIP_COLUMNS, type KnownTipRow, readKnownTip } from "./load.ts";

/** A Worker has six connections at once, and the rail limits how often it may be asked. */
const BATCH_SIZE = 5;

/** Asks the rail about undecided tips that are due, a batch a call. Returns how many were due. */
export async function applyDueLookups(ctx: Ctx): Promise<number> {
  const due = await query<KnownTipRow & { rail: RailName; checks: number }>(
    ctx.db,
    sql`select p.rail, t.checks, ${KNOWN_TIP_COLUMNS}
      from tips t join payments p on p.tip_id = t.id
      where t.next_check_at <= ${ctx.clock.now()}
      order by t.next_check_at limit ${BATCH_SIZE}`,
  );
  const undecided = due.flatMap((row) => {
    const tip = readKnownTip(row);
    return tip ? [{ tip, rail: row.rail, checks: row.checks }] : [];
  });
  try {
    await applyLookups(ctx, undecided, "sweep");
  } catch (error) {
    if (isDatabaseDown(error)) throw error;
    ctx.log.error("lookups.batch_failed", describeFault(error));
    for (const one of undecided) await applyLookups(ctx, [one], "sweep").catch((fault) => postpone(ctx, one, fault));
  }
  return due.length;
}

/** One tip that cannot be looked up must not stand before all others; it is tried again later, and logged each time. */
async function postpone(ctx: Ctx, { tip }: UndecidedTip, fault: unknown): Promise<void> {
  ctx.log.error("lookups.postponed", { tip: tip.id, ...describeFault(fault) });
  await query(ctx.db, sql`update tips set next_check_at = ${after(ctx.clock.now(), hours(1))} where id = ${tip.id}`);
}
