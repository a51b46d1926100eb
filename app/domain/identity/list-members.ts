import { sql } from "drizzle-orm";
import { type Instant, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { matchesAll } from "../searching.ts";
import type { MemberRole } from "./input.ts";

export interface ListedMember {
  userId: string;
  name: string;
  email: string;
  role: MemberRole;
  createdAt: Instant | null;
}

/** Who works for the organisation, by name; of them those whose name or address has every word. Throws FORBIDDEN. */
export async function listMembers(ctx: Ctx, search = ""): Promise<{ members: ListedMember[]; total: number }> {
  const { organisationId } = requireStaff(ctx.actor, "members.read", ctx.clock.now());
  const rows = await query<Omit<ListedMember, "createdAt"> & { createdAt: string; isFound: boolean }>(
    ctx.db,
    sql`select u.id as "userId", u.name, u.email, m.role, m.created_at as "createdAt",
        ${matchesAll(search, sql`concat_ws(' ', u.name, u.email)`)} as "isFound"
      from members m join staff_users u on u.id = m.user_id
      where m.organisation_id = ${organisationId} and m.status = 'active' order by lower(u.name), u.id`,
  );
  const found = rows.filter(({ isFound }) => isFound);
  const members = found.map(({ isFound: _, ...row }) => ({ ...row, createdAt: parseInstant(row.createdAt) }));
  return { members, total: rows.length };
}
