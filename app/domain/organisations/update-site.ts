import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { parseInput } from "../parsing.ts";
import { requireStaff } from "../permissions.ts";
import { violatedConstraint } from "../violations.ts";
import { type SiteDetails, siteDetails } from "./input.ts";

export type UpdateSiteOutcome = { status: "updated" | "unchanged" | "name_taken" | "closed" };

/**
 * Changes what an open site is called and where it is. What patrons read changes with it: the edge copies of its guards'
 * codes are out of date by the same statement. Throws FORBIDDEN, NOT_FOUND.
 */
export async function updateSite(ctx: Ctx, siteId: string, input: SiteDetails): Promise<UpdateSiteOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "sites.write", ctx.clock.now());
  const { name, kind, address } = parseInput(siteDetails, input);
  const change = {
    organisationId,
    action: "site.updated",
    subject: siteId,
    before: sql`changed.before`,
    after: { name, kind, address },
  };
  const statement = sql`with old as (
      select id, name, kind, address, status from sites where organisation_id = ${organisationId} and id = ${siteId} for update
    ), changed as (
      update sites s set name = ${name}, kind = ${kind}, address = ${address}
      from old where s.id = old.id and old.status = 'active'
        and (old.name, old.kind, old.address) is distinct from (${name}, ${kind}, ${address}::text)
      returning s.id, jsonb_build_object('name', old.name, 'kind', old.kind, 'address', old.address) as before
    ), outdated as (
      update qr_codes c set snapshot_at = null from changed, guards g
      where g.organisation_id = ${organisationId} and g.site_id = changed.id
        and c.organisation_id = g.organisation_id and c.guard_id = g.id and c.status = 'active'
    ), audited as (${auditInsert(change, ctx, sql`changed`)})
    select old.status, exists (select from changed) as "isChanged" from old`;
  try {
    const [found] = await query<{ status: "active" | "closed"; isChanged: boolean }>(ctx.db, statement);
    if (!found) throw new AppError("NOT_FOUND", "There is no such site, or it is not yours.");
    if (found.status === "closed") return { status: "closed" };
    return { status: found.isChanged ? "updated" : "unchanged" };
  } catch (error) {
    if (violatedConstraint(error) !== "sites_one_open_per_name") throw error;
    return { status: "name_taken" };
  }
}
