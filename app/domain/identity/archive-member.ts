import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import type { Ctx } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { loadMember } from "./load.ts";
import { memberChange } from "./member-change.ts";
import { changePerson } from "./people.ts";
import { mayChangeMember } from "./rules.ts";

export type ArchiveMemberOutcome = { status: "removed" | "last_owner" | "not_found" };

/**
 * Ends somebody's work for the organisation; their sessions end at once, wherever they are. The last owner stays.
 * Moves: active → removed. Throws NOT_FOUND and FORBIDDEN.
 */
export async function archiveMember(ctx: Ctx, input: { userId: string }): Promise<ArchiveMemberOutcome> {
  const now = ctx.clock.now();
  const actor = requireStaff(ctx.actor, "members.write", now);
  const { organisationId } = actor;
  const { userId, role } = await loadMember(ctx, organisationId, input.userId);
  if (!mayChangeMember(actor.role, { from: role, to: null }))
    throw new AppError("FORBIDDEN", "An owner has to do this.");
  const entry = { organisationId, action: "member.removed", subject: userId, before: { role } };
  const change = {
    set: sql`status = 'removed', removed_at = ${now}`,
    where: sql`m.role = ${role}`,
    keepsOwner: sql`false`,
  };
  const removed = await changePerson(
    userId,
    sql`with ${memberChange({ organisationId, userId }, change)}, voided as (
        update role_changes set status = 'void', decided_at = ${now} where organisation_id = ${organisationId}
          and user_id = ${userId} and status = 'requested' and exists (select from changed)
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select user_id from changed`,
    ctx,
  );
  if (removed.length > 0) return { status: "removed" };
  return { status: role === "owner" ? "last_owner" : "not_found" };
}
