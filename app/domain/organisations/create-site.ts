import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { parseInput } from "../parsing.ts";
import { requireStaff } from "../permissions.ts";
import { type SiteDetails, siteDetails } from "./input.ts";

export type CreateSiteOutcome = { status: "created"; siteId: string } | { status: "name_taken" };

/** Adds a place where guards stand. Open sites have different names, whatever their case. Throws FORBIDDEN. */
export async function createSite(ctx: Ctx, input: SiteDetails): Promise<CreateSiteOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "sites.write", at);
  const { name, kind, address } = parseInput(siteDetails, input);
  const siteId = newId("site", at, ctx.randomness);
  const change = { organisationId, action: "site.created", subject: siteId, after: { name, kind, address } };
  const created = await query(
    ctx.db,
    sql`with created as (
        insert into sites (id, organisation_id, name, kind, address, status, created_at)
        values (${siteId}, ${organisationId}, ${name}, ${kind}, ${address}, 'active', ${at})
        on conflict do nothing returning id
      ), audited as (${auditInsert(change, ctx, sql`created`)})
      select id from created`,
  );
  return created.length > 0 ? { status: "created", siteId } : { status: "name_taken" };
}
