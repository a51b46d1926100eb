import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";

/** Every tenant by name, for Asante's own people; asked of the whole database. */
export async function listOrganisations(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  return query<{ id: string; name: string }>(
    ctx.systemDb,
    sql`select id, name from organisations where kind = 'tenant' order by lower(name), id`,
  );
}
