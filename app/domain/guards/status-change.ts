import { type SQL, sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import type { Ctx } from "../context.ts";
import { outdateCodes } from "./guard-columns.ts";
import type { StatusChange } from "./input.ts";
import { STATUS_MOVES } from "./rules.ts";

interface Move {
  organisationId: string;
  guardIds: readonly string[];
  change: StatusChange | "leave";
}

/**
 * The CTEs that move guards from one status to the next, each only out of a state that the move may leave, with an audit
 * row for each. `moved` has the ids of those that were moved. Codes are outdated but by leaving, which revokes them.
 */
export function statusChange({ organisationId, guardIds, change }: Move, ctx: Ctx): SQL {
  const { from, to, action } = STATUS_MOVES[change];
  const at = ctx.clock.now();
  const audit = {
    organisationId,
    action,
    subject: sql`moved.id`,
    before: sql`jsonb_build_object('status', moved.before)`,
    after: { status: to },
  };
  return sql`old as materialized (
      select id, status from guards
      where organisation_id = ${organisationId} and id = any(${sql.param([...guardIds])}::text[])
        and status = any(${sql.param([...from])}::text[])
      order by id for update
    ), moved as (
      update guards g set status = ${to}, updated_at = ${at},
        left_at = case when ${to} = 'left' then ${at}::timestamptz end
      from old where g.id = old.id
      returning g.id, old.status as before
    ), outdated as (${change === "leave" ? sql`select` : outdateCodes(organisationId, sql`moved`)}),
    audited as (${auditInsert(audit, ctx, sql`moved`)})`;
}
