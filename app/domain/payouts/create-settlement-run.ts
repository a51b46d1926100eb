import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { actorName, auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { policyAndLastRun } from "./due.ts";

export type CreateSettlementRunOutcome =
  | { status: "created"; runId: string; businessDate: string }
  /** The business date was settled already; it is settled once. */
  | { status: "already_run"; businessDate: string };

/**
 * “Run now”: opens today's settlement run, which goes its way as the cron's would, but for its payouts, which wait for another
 * person's approval. The books are the system's to write, so this leaves the staff's own view of the database, and names the
 * organisation in every statement instead. Throws FORBIDDEN, STEP_UP_REQUIRED.
 */
export async function createSettlementRun(ctx: Ctx): Promise<CreateSettlementRunOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const runId = newId("run", at, ctx.randomness);
  const entry = {
    organisationId,
    action: "settlement.started",
    subject: runId,
    after: sql`jsonb_build_object('businessDate', changed.business_date, 'cause', 'manual')`,
  };
  const [today] = await query<{ business_date: string; is_created: boolean }>(
    ctx.systemDb,
    sql`with today as (
        select o.id, o.currency, p.*, (${at}::timestamptz at time zone o.time_zone)::date as business_date
        from organisations o ${policyAndLastRun(at)}
        where o.id = ${organisationId} and o.kind = 'tenant'
      ),
      changed as (
        insert into settlement_runs (id, organisation_id, business_date, currency, cause, status, requested_by,
          threshold_minor, fee_bearer, created_at)
        select ${runId}, id, business_date, currency, 'manual', 'creating', ${actorName(ctx.actor)},
          settlement_threshold_minor, transfer_fee_bearer, ${at}
        from today on conflict do nothing returning business_date
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select business_date::text, exists (select from changed) as is_created from today`,
  );
  const businessDate = today?.business_date ?? "";
  if (!today?.is_created) return { status: "already_run", businessDate };
  await ctx.wake([{ kind: "payouts" }]);
  return { status: "created", runId, businessDate };
}
