import { sql } from "drizzle-orm";
import { after } from "../../../core/time.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { loadPrintJob } from "../load.ts";
import { FILE_LIFETIME_MS } from "./rules.ts";

/**
 * Tries a print again that failed, from where it stopped while its parts are surely kept. Moves: failed → queued. Throws FORBIDDEN, NOT_FOUND.
 */
export async function startPrintJob(
  ctx: Ctx,
  { jobId }: { jobId: string },
): Promise<{ status: "queued" | "not_failed" }> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "prints.write", now);
  await loadPrintJob(ctx, organisationId, jobId);
  const entry = {
    organisationId,
    action: "print_job.retried",
    subject: sql`changed.id`,
    before: { status: "failed" },
    after: { status: "queued" },
  };
  const changed = await query(
    ctx.db,
    sql`with changed as (
        update print_jobs set status = 'queued', attempts = 0,
          done = case when created_at > ${after(now, -FILE_LIFETIME_MS)}::timestamptz then done else 0 end,
          failure = null, finished_at = null, claimed_until = null
        where organisation_id = ${organisationId} and id = ${jobId} and status = 'failed' returning id
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select id from changed`,
  );
  if (changed.length === 0) return { status: "not_failed" };
  await ctx.wake([{ kind: "print_job" }]);
  return { status: "queued" };
}
