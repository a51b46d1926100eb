import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { parseInput } from "../parsing.ts";
import { requireStaff } from "../permissions.ts";
import { swapReport } from "./input.ts";

/**
 * Raises an alert about a code in place that is not ours, so that colleagues look at the other codes there.
 * Throws FORBIDDEN, INVALID_INPUT, NOT_FOUND for a site of another organisation.
 */
export async function createSwapReport(ctx: Ctx, input: unknown): Promise<{ alertId: string }> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "alerts.write", now);
  const { siteId, found, note } = parseInput(swapReport, input);
  const alertId = newId("alt", now, ctx.randomness);
  const entry = { organisationId, action: "sticker_swap.reported", subject: alertId, after: { siteId, found, note } };
  const raised = await query(
    ctx.db,
    sql`with place as (
        select name from sites where organisation_id = ${organisationId} and id = ${siteId}
        union all select null where ${siteId}::text is null
      ), raised as (
        insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
        select ${alertId}, ${organisationId}, 'sticker_swap', ${siteId ?? alertId}::text || ':' || ${alertId},
          concat_ws(': ', 'a code that is not ours was found' || coalesce(' at ' || place.name, ''),
            nullif(${found}, ''), nullif(${note}, '')), ${now}::timestamptz
        from place returning id
      ), audited as (${auditInsert(entry, ctx, sql`raised`)})
      select id from raised`,
  );
  if (raised.length === 0) throw new AppError("NOT_FOUND", "There is no such site, or it is not yours.");
  return { alertId };
}
