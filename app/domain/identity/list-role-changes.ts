import { sql } from "drizzle-orm";
import { type Instant, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import type { MemberRole } from "./input.ts";

export interface ListedRoleChange {
  changeId: string;
  userId: string;
  name: string;
  fromRole: MemberRole;
  toRole: MemberRole;
  requestedBy: { userId: string; name: string | null };
  createdAt: Instant | null;
}

/** Changes of role that wait for a second person, the oldest first. Throws FORBIDDEN. */
export async function listRoleChanges(ctx: Ctx): Promise<ListedRoleChange[]> {
  const { organisationId } = requireStaff(ctx.actor, "members.read", ctx.clock.now());
  const rows = await query<Omit<ListedRoleChange, "createdAt"> & { createdAt: string }>(
    ctx.db,
    sql`select c.id as "changeId", c.user_id as "userId", u.name, c.from_role as "fromRole", c.to_role as "toRole",
        json_build_object('userId', c.requested_by, 'name', r.name) as "requestedBy", c.created_at as "createdAt"
      from role_changes c join staff_users u on u.id = c.user_id left join staff_users r on r.id = c.requested_by
      where c.organisation_id = ${organisationId} and c.status = 'requested' order by c.created_at, c.id`,
  );
  return rows.map((row) => ({ ...row, createdAt: parseInstant(row.createdAt) }));
}
