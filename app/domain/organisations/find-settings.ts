import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { readSettings, type Settings } from "./settings.ts";

/** What the organisation chose, and the default of everything else. Throws FORBIDDEN. */
export async function findSettings(ctx: Ctx): Promise<Settings> {
  const { organisationId } = requireStaff(ctx.actor, "organisation.read", ctx.clock.now());
  const rows = await query<{ key: string; value: unknown }>(
    ctx.db,
    sql`select key, value from organisation_settings where organisation_id = ${organisationId}`,
  );
  return readSettings(rows);
}
