import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

/** More than any list of choices should hold. */
const AT_MOST = 2_000;

/** The sites where guards can be placed, by name, to choose from. Throws FORBIDDEN. */
export async function listOpenSites(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  const { organisationId } = requireStaff(ctx.actor, "sites.read", ctx.clock.now());
  return query<{ id: string; name: string }>(
    ctx.db,
    sql`select id, name from sites where organisation_id = ${organisationId} and status = 'active'
      order by lower(name), id limit ${AT_MOST}`,
  );
}
