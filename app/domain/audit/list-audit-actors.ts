import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

/** The people of the organisation, past ones too, as audit rows name them. Throws FORBIDDEN. */
export async function listAuditActors(ctx: Ctx): Promise<{ actor: string; name: string }[]> {
  const { organisationId } = requireStaff(ctx.actor, "audit.read", ctx.clock.now());
  return query<{ actor: string; name: string }>(
    ctx.db,
    sql`select 'staff:' || u.id as actor, u.name from members m join staff_users u on u.id = m.user_id
      where m.organisation_id = ${organisationId} order by lower(u.name), u.id limit 500`,
  );
}
