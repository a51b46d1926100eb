import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, transact } from "../context.ts";
import { requireStaff } from "../permissions.ts";

export type ArchiveSiteOutcome = { status: "closed" | "already_closed" } | { status: "has_guards"; guards: number };

/**
 * Closes a site for good; refused while guards stand there. Moves: active → closed.
 * The site is locked by a statement of its own before its guards are counted, so that none can be placed there meanwhile.
 * Throws FORBIDDEN, NOT_FOUND.
 */
export async function archiveSite(ctx: Ctx, siteId: string): Promise<ArchiveSiteOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "sites.write", ctx.clock.now());
  const site = sql`organisation_id = ${organisationId} and id = ${siteId}`;
  const change = {
    organisationId,
    action: "site.closed",
    subject: siteId,
    before: { status: "active" },
    after: { status: "closed" },
  };
  const [, answer] = await transact(ctx, [
    ctx.db.execute(sql`select id from sites where ${site} for update`),
    ctx.db.execute(sql`with standing as (
        select count(*)::int as guards from guards
        where organisation_id = ${organisationId} and site_id = ${siteId} and status <> 'left'
      ), changed as (
        update sites set status = 'closed' where ${site} and status = 'active' and (select guards from standing) = 0
        returning id
      ), audited as (${auditInsert(change, ctx, sql`changed`)})
      select status, (select guards from standing) as guards, exists (select from changed) as "isChanged"
      from sites where ${site}`),
  ]);
  const found = answer?.rows[0] as { status: string; guards: number; isChanged: boolean } | undefined;
  if (!found) throw new AppError("NOT_FOUND", "There is no such site, or it is not yours.");
  if (found.isChanged) return { status: "closed" };
  return found.status === "closed" ? { status: "already_closed" } : { status: "has_guards", guards: found.guards };
}
