import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { type Ctx, query } from "../context.ts";
import { ROLES, roleMay } from "../permissions.ts";
import type { MemberRole } from "./input.ts";

export interface Member {
  userId: string;
  name: string;
  email: string;
  role: MemberRole;
}

/** An active member of the organisation. Throws NOT_FOUND for everybody else. */
export async function loadMember(ctx: Ctx, organisationId: string, userId: string): Promise<Member> {
  const [member] = await query<Member>(
    ctx.db,
    sql`select u.id as "userId", u.name, u.email, m.role from members m join staff_users u on u.id = m.user_id
      where m.organisation_id = ${organisationId} and m.user_id = ${userId} and m.status = 'active'`,
  );
  if (!member) throw new AppError("NOT_FOUND", "There is no such member.");
  return member;
}

export interface RoleChange {
  userId: string;
  fromRole: MemberRole;
  toRole: MemberRole;
  status: "requested" | "applied" | "void";
  requestedBy: string;
}

/** A role change that was asked for in the organisation. Throws NOT_FOUND for any other. */
export async function loadRoleChange(ctx: Ctx, organisationId: string, changeId: string): Promise<RoleChange> {
  const [change] = await query<RoleChange>(
    ctx.db,
    sql`select user_id as "userId", from_role as "fromRole", to_role as "toRole", status, requested_by as "requestedBy"
      from role_changes where id = ${changeId} and organisation_id = ${organisationId}`,
  );
  if (!change) throw new AppError("NOT_FOUND", "There is no such request.");
  return change;
}

/** May who asked for something still ask for it? Who was removed since, or has a lesser role, left nothing to approve. */
export async function isStillEntitled(
  { systemDb }: Pick<Ctx, "systemDb">,
  { organisationId, userId }: { organisationId: string; userId: string },
): Promise<boolean> {
  const roles = ROLES.filter((role) => roleMay(role, "members.write"));
  const found = await query(
    systemDb,
    sql`select 1 as one from members where organisation_id = ${organisationId} and user_id = ${userId}
        and status = 'active' and role = any(${sql.param(roles)}::text[])
      union select 1 from platform_administrators where user_id = ${userId}`,
  );
  return found.length > 0;
}
