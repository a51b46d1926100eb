import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import type { RailName } from "../ports.ts";
import { applyLookups } from "./apply-lookups.ts";
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
  await applyLookups(ctx, undecided, "sweep");
  return due.length;
}
