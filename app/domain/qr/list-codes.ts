import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { matchesAll } from "../searching.ts";

/** A code as a search finds it. */
export interface SerialMatch {
  id: string;
  serial: string;
  status: "active" | "revoked";
  guardId: string;
  guardName: string;
}

const AT_MOST = 20;

/** Codes whose serial has these characters, those that work first; revoked ones too, as somebody may hold such a card. Throws FORBIDDEN. */
export async function listCodes(ctx: Ctx, { search }: { search: string }): Promise<SerialMatch[]> {
  const { organisationId } = requireStaff(ctx.actor, "codes.read", ctx.clock.now());
  return query<SerialMatch>(
    ctx.db,
    sql`select c.id, c.serial, c.status, g.id as "guardId", g.first_name || ' ' || g.last_name as "guardName"
      from qr_codes c join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id)
      where c.organisation_id = ${organisationId} and ${matchesAll(search, sql`c.serial`)}
      order by c.status, c.serial limit ${AT_MOST}`,
  );
}
