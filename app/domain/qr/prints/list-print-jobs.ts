import { sql } from "drizzle-orm";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { PRINT_JOB, type PrintJob, type PrintJobRow, printJobOf } from "./job.ts";

const SHOWN = 20;

/** The organisation's latest prints, newest first. Throws FORBIDDEN. */
export async function listPrintJobs(ctx: Ctx): Promise<PrintJob[]> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "prints.read", now);
  const rows = await query<PrintJobRow>(
    ctx.db,
    sql`select ${PRINT_JOB} from print_jobs j where j.organisation_id = ${organisationId} order by j.id desc limit ${SHOWN}`,
  );
  return rows.map((row) => printJobOf(row, now));
}
