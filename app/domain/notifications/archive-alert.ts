import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { isTheirsToResolve } from "./alert-kinds.ts";
import { ofOrganisation } from "./list-alerts.ts";

const NOTE_MAX_CHARACTERS = 300;

/**
 * Resolves an alert: somebody looked and says what was done. Moves: open → resolved. Keeps: one of
 * money or of security is for those whose it is, and never for who asked for what it tells of (alert-kinds.ts).
 * Throws FORBIDDEN, NOT_FOUND for another organisation's, INVALID_INPUT for a note that is too long.
 */
export async function archiveAlert(
  ctx: Ctx,
  { alertId, note }: { alertId: string; note: string },
): Promise<{ status: "resolved" | "already_resolved" }> {
  const now = ctx.clock.now();
  const actor = requireStaff(ctx.actor, "alerts.write", now);
  const said = note.trim();
  if (said.length > NOTE_MAX_CHARACTERS || /[\0\p{Surrogate}]/u.test(said)) {
    const message = `Use at most ${NOTE_MAX_CHARACTERS} characters that can be printed.`;
    throw new AppError("INVALID_INPUT", message, [{ field: "note", message }]);
  }
  const entry = {
    organisationId: actor.organisationId,
    action: "alert.resolved",
    subject: alertId,
    before: sql`changed.before`,
    after: { note: said || null },
  };
  const [found] = await query<{ isChanged: boolean; isTheirs: boolean }>(
    ctx.db,
    sql`with found as (select a.id, ${isTheirsToResolve(actor)} as is_theirs from alerts a where a.id = ${alertId} and ${ofOrganisation(actor)}), changed as (
        update alerts a set resolved_at = ${now}::timestamptz
        where a.id = ${alertId} and ${ofOrganisation(actor)} and a.resolved_at is null and ${isTheirsToResolve(actor)}
        returning a.id, jsonb_build_object('kind', a.kind, 'subject', a.subject, 'raisedAt', a.raised_at) as before
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select exists (select from changed) as "isChanged", is_theirs as "isTheirs" from found`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such alert, or it is not yours.");
  if (!found.isTheirs)
    throw new AppError("FORBIDDEN", "Somebody else has to see to this alert: an owner, or who is in charge of money.");
  return { status: found.isChanged ? "resolved" : "already_resolved" };
}
