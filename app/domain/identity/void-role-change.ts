import { sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { loadRoleChange } from "./load.ts";

/** Takes back or declines a change of role that waits for a second person. Moves: requested → void. Throws NOT_FOUND and FORBIDDEN. */
export async function voidRoleChange(
  ctx: Ctx,
  { changeId }: { changeId: string },
): Promise<{ status: "void" | "not_open" }> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "members.write", now);
  const { userId, toRole } = await loadRoleChange(ctx, organisationId, changeId);
  const entry = { organisationId, action: "member.role_change_declined", subject: userId, before: { role: toRole } };
  const declined = await query(
    ctx.db,
    sql`with declined as (
        update role_changes set status = 'void', decided_at = ${now}
        where id = ${changeId} and organisation_id = ${organisationId} and status = 'requested' returning id
      ), audited as (${auditInsert(entry, ctx, sql`declined`)})
      select id from declined`,
  );
  return { status: declined.length > 0 ? "void" : "not_open" };
}
