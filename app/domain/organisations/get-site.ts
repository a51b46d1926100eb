import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import type { SiteKind } from "./input.ts";

export interface Site {
  id: string;
  name: string;
  kind: SiteKind;
  address: string | null;
  status: "active" | "closed";
  /** Who stand there now. */
  guards: number;
}

/** One site. Throws FORBIDDEN, NOT_FOUND. */
export async function getSite(ctx: Ctx, siteId: string): Promise<Site> {
  const { organisationId } = requireStaff(ctx.actor, "sites.read", ctx.clock.now());
  const [found] = await query<Site>(
    ctx.db,
    sql`select s.id, s.name, s.kind, s.address, s.status, (
        select count(*)::int from guards g
        where g.organisation_id = s.organisation_id and g.site_id = s.id and g.status <> 'left'
      ) as guards
      from sites s where s.organisation_id = ${organisationId} and s.id = ${siteId}`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such site, or it is not yours.");
  return found;
}
