import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { dueDates } from "./due.ts";

/**
 * Opens a settlement run for every organisation and business date that is due, all organisations in one statement. Of dates
 * that were missed, only the newest is run: it pays what all of them left, and they are recorded as covered by it. A cron that
 * is doubled, late or out of order finds its dates taken. Returns how many runs were opened.
 */
export async function createDueSettlementRuns(ctx: Ctx): Promise<number> {
  const at = ctx.clock.now();
  const prefix = newId("run", at, ctx.randomness).slice(0, 14);
  const seed = newId("run", at, ctx.randomness);
  const entry = {
    organisationId: sql`changed.organisation_id`,
    action: "settlement.started",
    subject: sql`changed.id`,
    after: sql`jsonb_build_object('businessDate', changed.business_date, 'cause', changed.cause)`,
  };
  const opened = await query<{ status: string }>(
    ctx.db,
    sql`with due as (${dueDates(at)}),
      changed as (
        insert into settlement_runs (id, organisation_id, business_date, currency, cause, status, threshold_minor, fee_bearer,
          created_at, finished_at)
        select ${prefix} || substr(md5(${seed} || id || business_date), 1, 16), id, business_date, currency, cadence,
          case when is_newest then 'creating' else 'covered' end, threshold, bearer, ${at},
          case when is_newest then null else ${at}::timestamptz end
        from due where is_newest or last_date is not null
        order by id, business_date
        on conflict do nothing
        returning id, organisation_id, business_date, cause, status
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select status from changed`,
  );
  return opened.filter(({ status }) => status === "creating").length;
}
