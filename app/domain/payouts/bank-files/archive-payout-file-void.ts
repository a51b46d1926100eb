import { sql } from "drizzle-orm";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { loadFile } from "./known-files.ts";

/** Takes back, or says no to, what was asked: the file goes on. Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND. */
export async function archivePayoutFileVoid(ctx: Ctx, fileId: string): Promise<{ status: "kept" | "not_asked" }> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", ctx.clock.now());
  await loadFile(organisationId, fileId, ctx);
  const kept = await query(
    ctx.systemDb,
    sql`with changed as (
        update payout_files set void_asked_by = null, void_asked_at = null, void_reason = null
        where id = ${fileId} and organisation_id = ${organisationId} and status = 'exported' and void_asked_by is not null
        returning id
      ),
      audited as (${auditInsert({ organisationId, action: "payout_file.void_refused", subject: fileId }, ctx, sql`changed`)})
      select id from changed`,
  );
  return { status: kept.length > 0 ? "kept" : "not_asked" };
}
