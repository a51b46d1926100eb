import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import type { Ctx } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { isStillEntitled, loadRoleChange } from "./load.ts";
import { memberChange } from "./member-change.ts";
import { changePerson } from "./people.ts";
import { mayCheck } from "./rules.ts";

export type ApplyRoleChangeOutcome = { status: "applied" | "not_open" | "own_request" | "last_owner" };

/**
 * The second person's word on a change to anything but auditor: neither who asked, who must still be one who
 * may, nor whose role it is. The member's sessions
 * end. Moves: requested → applied, for a member whose role is still the one it was. Throws NOT_FOUND, FORBIDDEN, STEP_UP_REQUIRED.
 */
export async function applyRoleChange(ctx: Ctx, { changeId }: { changeId: string }): Promise<ApplyRoleChangeOutcome> {
  const now = ctx.clock.now();
  const actor = requireStaff(ctx.actor, "members.grant", now);
  const { organisationId } = actor;
  const { userId, fromRole, toRole, status, requestedBy } = await loadRoleChange(ctx, organisationId, changeId);
  if (!mayCheck(actor.role, toRole)) throw new AppError("FORBIDDEN", "An owner has to agree to this.");
  if (status !== "requested") return { status: "not_open" };
  if (actor.userId === requestedBy || actor.userId === userId) return { status: "own_request" };
  if (!(await isStillEntitled(ctx, { organisationId, userId: requestedBy }))) return { status: "not_open" };
  const entry = {
    organisationId,
    action: "member.role_changed",
    subject: userId,
    before: { role: fromRole },
    after: { role: toRole, requestedBy },
  };
  const change = {
    set: sql`role = ${toRole}`,
    where: sql`m.role = ${fromRole} and exists (select from decided)`,
    keepsOwner: toRole === "owner" ? sql`true` : sql`false`,
  };
  const applied = await changePerson(
    userId,
    sql`with decided as (
        select id from role_changes where id = ${changeId} and organisation_id = ${organisationId}
          and status = 'requested' and requested_by <> ${actor.userId} and user_id <> ${actor.userId} for update
      ), ${memberChange({ organisationId, userId }, change)},
      applied as (
        update role_changes set status = 'applied', approved_by = ${actor.userId}, decided_at = ${now}
        where id = ${changeId} and exists (select from changed) returning id
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select id from applied`,
    ctx,
  );
  if (applied.length > 0) return { status: "applied" };
  return { status: fromRole === "owner" ? "last_owner" : "not_open" };
}
