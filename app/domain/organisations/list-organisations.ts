import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";

/** Every tenant by name, for one of Asante's own people; for anybody else there is none. Asked of the whole database. */
export async function listOrganisations(ctx: Ctx, userId: string): Promise<{ id: string; name: string }[]> {
  return query<{ id: string; name: string }>(
    ctx.systemDb,
    sql`select id, name from organisations
      where kind = 'tenant' and exists (select from platform_administrators where user_id = ${userId})
      order by lower(name), id`,
  );
}
