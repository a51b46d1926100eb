import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { violatedConstraint } from "../violations.ts";

export type UpdateSiteStatusOutcome = { status: "opened" | "already_open" | "name_taken" };

/**
 * Opens a site again that was closed, with its name unless another open one has it by now. Moves: closed → active.
 * Closing is archive-site.ts. Throws FORBIDDEN, NOT_FOUND.
 */
export async function updateSiteStatus(ctx: Ctx, siteId: string): Promise<UpdateSiteStatusOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "sites.write", ctx.clock.now());
  const site = sql`organisation_id = ${organisationId} and id = ${siteId}`;
  const change = {
    organisationId,
    action: "site.opened",
    subject: siteId,
    before: { status: "closed" },
    after: { status: "active" },
  };
  try {
    const [found] = await query<{ isChanged: boolean }>(
      ctx.db,
      sql`with found as (select id from sites where ${site}), changed as (
          update sites set status = 'active' where ${site} and status = 'closed' returning id
        ), audited as (${auditInsert(change, ctx, sql`changed`)})
        select exists (select from changed) as "isChanged" from found`,
    );
    if (!found) throw new AppError("NOT_FOUND", "There is no such site, or it is not yours.");
    return { status: found.isChanged ? "opened" : "already_open" };
  } catch (error) {
    if (violatedConstraint(error) !== "sites_one_open_per_name") throw error;
    return { status: "name_taken" };
  }
}
