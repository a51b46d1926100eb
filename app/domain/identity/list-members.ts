import { sql } from "drizzle-orm";
import { type Instant, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import type { MemberRole } from "./input.ts";

export interface ListedMember {
  userId: string;
  name: string;
  email: string;
  role: MemberRole;
  createdAt: Instant | null;
}

/** Who works for the organisation, by name. Throws FORBIDDEN. */
export async function listMembers(ctx: Ctx): Promise<ListedMember[]> {
  const { organisationId } = requireStaff(ctx.actor, "members.read", ctx.clock.now());
  const rows = await query<Omit<ListedMember, "createdAt"> & { createdAt: string }>(
    ctx.db,
    sql`select u.id as "userId", u.name, u.email, m.role, m.created_at as "createdAt"
      from members m join staff_users u on u.id = m.user_id
      where m.organisation_id = ${organisationId} and m.status = 'active' order by lower(u.name), u.id`,
  );
  return rows.map((row) => ({ ...row, createdAt: parseInstant(row.createdAt) }));
}
