import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { ofOrganisation } from "./list-alerts.ts";

/**
 * Takes the resolving of an alert back: it is on everybody's list again. Moves: resolved → open.
 * Throws FORBIDDEN, NOT_FOUND for another organisation's.
 */
export async function updateAlert(ctx: Ctx, alertId: string): Promise<{ status: "opened" | "already_open" }> {
  const actor = requireStaff(ctx.actor, "alerts.write", ctx.clock.now());
  const entry = {
    organisationId: actor.organisationId,
    action: "alert.reopened",
    subject: alertId,
    before: sql`changed.before`,
    after: { resolvedAt: null },
  };
  const [found] = await query<{ isChanged: boolean }>(
    ctx.db,
    sql`with found as materialized (
        select a.id, a.resolved_at from alerts a where a.id = ${alertId} and ${ofOrganisation(actor)} for update
      ), changed as (
        update alerts a set resolved_at = null from found where a.id = found.id and a.resolved_at is not null
        returning a.id, jsonb_build_object('kind', a.kind, 'subject', a.subject, 'resolvedAt', found.resolved_at) as before
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select exists (select from changed) as "isChanged" from found`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such alert, or it is not yours.");
  return { status: found.isChanged ? "opened" : "already_open" };
}
