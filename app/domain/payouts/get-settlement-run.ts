import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { type Ctx, transact } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { RUN_COLUMNS, RUN_TABLES, type RunRow, runOf, type SettlementRun } from "./list-settlement-runs.ts";
import { type PayoutTotal, totalsOf, totalsStatement } from "./payout-list.ts";

export interface SettlementRunStory extends SettlementRun {
  /** Accounts it has looked at, and how many there are; it goes through them in order. */
  lookedAt: number;
  accounts: number;
  /** What became of its payouts. */
  totals: PayoutTotal[];
}

/** One settlement run, how far it has come, and where its payouts stand. Throws FORBIDDEN, NOT_FOUND. */
export async function getSettlementRun(ctx: Ctx, runId: string): Promise<SettlementRunStory> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", ctx.clock.now());
  const isThis = sql`r.id = ${runId} and r.organisation_id = ${organisationId}`;
  const [runs, progress, totals] = await transact(ctx, [
    ctx.db.execute(sql`select ${RUN_COLUMNS} from ${RUN_TABLES} where ${isThis}`),
    ctx.db.execute(
      sql`select count(*)::int as accounts,
          (count(*) filter (where r.status <> 'creating' or a.code <= r.last_code))::int as "lookedAt"
        from settlement_runs r
        join ledger_accounts a on a.organisation_id = r.organisation_id and a.currency = r.currency
          and a.kind = 'guard_payable'
        where ${isThis}`,
    ),
    ctx.db.execute(totalsStatement(sql`p.run_id = ${runId} and p.organisation_id = ${organisationId}`)),
  ]);
  const [run] = (runs?.rows ?? []) as unknown as RunRow[];
  if (!run) throw new AppError("NOT_FOUND", "There is no such settlement run.");
  const [far] = (progress?.rows ?? []) as unknown as { accounts: number; lookedAt: number }[];
  return {
    ...runOf(run),
    lookedAt: far?.lookedAt ?? 0,
    accounts: far?.accounts ?? 0,
    totals: totalsOf(totals?.rows ?? []),
  };
}
