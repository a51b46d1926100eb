import { type SQL, sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { isCurrency } from "../../core/currency.ts";
import type { Money } from "../../core/money.ts";
import { type Ctx, query } from "../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";

/** One settlement run: `covered` is a date that was missed and whose money a later run paid. */
export interface SettlementRun {
  id: string;
  businessDate: string;
  cause: "daily" | "weekly" | "threshold" | "manual";
  status: "creating" | "created" | "covered";
  /** Who asked for it, as records name them; null for one that came by itself. */
  requestedBy: string | null;
  requestedByName: string | null;
  threshold: Money;
  feeBearer: "guard" | "organisation";
  payouts: number;
  total: Money;
  /** Guards who were owed something and were not paid by it. */
  waiting: number;
  createdAt: string;
  finishedAt: string | null;
}

const PAGE_SIZE = 50;
const ORDER: Order = { columns: [{ value: sql`r.business_date::text`, kind: "text" }], isDescending: true };

/** The organisation's settlement runs, the newest business date first, a page at a time. Throws FORBIDDEN. */
export async function listSettlementRuns(ctx: Ctx, cursors: Cursors): Promise<Page<SettlementRun>> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", ctx.clock.now());
  const place = readPlace(cursors, ORDER);
  const rows = await query<RunRow & { key: string[] }>(
    ctx.db,
    sql`select ${RUN_COLUMNS}, ${keyOf(ORDER)} as key from ${RUN_TABLES}
      where r.organisation_id = ${organisationId} and ${beyond(ORDER, place)}
      order by ${inOrder(ORDER, place)} limit ${PAGE_SIZE + 1}`,
  );
  const page = pageOf(rows, PAGE_SIZE, place);
  return { ...page, rows: page.rows.map(runOf) };
}

export type RunRow = Omit<SettlementRun, "threshold" | "total"> & {
  currency: string;
  thresholdMinor: string;
  totalMinor: string;
};

export const RUN_COLUMNS: SQL = sql`r.id, r.business_date::text as "businessDate", r.cause, r.status,
  r.requested_by as "requestedBy", u.name as "requestedByName", r.currency, r.threshold_minor::text as "thresholdMinor",
  r.fee_bearer as "feeBearer", r.payouts, r.total_minor::text as "totalMinor", r.waiting, r.created_at as "createdAt",
  r.finished_at as "finishedAt"`;

export const RUN_TABLES: SQL = sql`settlement_runs r left join staff_users u on r.requested_by = 'staff:' || u.id`;

/** A row of the database as the run that it is. */
export function runOf({ currency, thresholdMinor, totalMinor, ...row }: RunRow): SettlementRun {
  assert(isCurrency(currency), "a run's currency is one we handle");
  return {
    ...row,
    threshold: { minor: BigInt(thresholdMinor), currency },
    total: { minor: BigInt(totalMinor), currency },
  };
}
