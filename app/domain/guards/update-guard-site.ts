import { sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { parseInput } from "../parsing.ts";
import { requireStaff } from "../permissions.ts";
import { outdateCodes } from "./guard-columns.ts";
import { guardIds as guardIdsInput } from "./input.ts";

export type UpdateGuardSiteOutcome =
  | { status: "no_site" }
  /** Who were moved and from where; `untouched` stood there already, have left, or are not of this organisation. */
  | { status: "moved"; site: string; moved: { id: string; fromSiteId: string }[]; untouched: number };

/**
 * Moves guards to an open site, up to 500 in one statement. What patrons read changes with it: the edge copies of their
 * codes are out of date by the same statement. One who has left stays where they were. Throws FORBIDDEN, INVALID_INPUT.
 */
export async function updateGuardSite(
  ctx: Ctx,
  { siteId, ...input }: { siteId: string; guardIds: readonly string[] },
): Promise<UpdateGuardSiteOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "guards.write", at);
  const guardIds = parseInput(guardIdsInput, input.guardIds);
  const audit = {
    organisationId,
    action: "guard.moved",
    subject: sql`moved.id`,
    before: sql`jsonb_build_object('siteId', moved."fromSiteId")`,
    after: { siteId },
  };
  const [found] = await query<{ site: string; moved: { id: string; fromSiteId: string }[] }>(
    ctx.db,
    sql`with site as materialized (
        select id, name from sites where organisation_id = ${organisationId} and id = ${siteId} and status = 'active' for share
      ), old as materialized (
        select g.id, g.site_id from guards g, site
        where g.organisation_id = ${organisationId} and g.id = any(${sql.param(guardIds)}::text[])
          and g.status <> 'left' and g.site_id <> site.id
        order by g.id for update of g
      ), moved as (
        update guards g set site_id = ${siteId}, updated_at = ${at} from old where g.id = old.id
        returning g.id, old.site_id as "fromSiteId"
      ), outdated as (${outdateCodes(organisationId, sql`moved`)}),
      audited as (${auditInsert(audit, ctx, sql`moved`)})
      select name as site, (select coalesce(jsonb_agg(m order by m.id), '[]') from moved m) as moved from site`,
  );
  if (!found) return { status: "no_site" };
  return { status: "moved", ...found, untouched: guardIds.length - found.moved.length };
}
