import { sql } from "drizzle-orm";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { isStopped } from "../usable.ts";
import { isExportable } from "./export-statement.ts";
import type { FileKind } from "./rules.ts";

/** Payouts that one file could take now. */
export interface FileCandidates {
  currency: string;
  kind: FileKind;
  payouts: number;
  /** Minor units. */
  totalMinor: string;
  /** Of those that wait, how many may not go: to be approved, at an account that changes, or in doubt at the rail. */
  mayNot: number;
  isStopped: boolean;
}

/** What waits to be sent, as files would take it; the caps are asked when one is made. Throws FORBIDDEN. */
export async function listPayoutFileCandidates(ctx: Ctx): Promise<FileCandidates[]> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", at);
  return query<FileCandidates>(
    // Asante's own switch is no row of the organisation's.
    ctx.systemDb,
    sql`select p.currency, account.kind, count(*) filter (where may.go)::int as payouts,
        coalesce(sum(p.amount_minor) filter (where may.go), 0)::text as "totalMinor",
        count(*) filter (where not may.go)::int as "mayNot", bool_or(may.stopped) as "isStopped"
      from payouts p join payout_accounts account on account.id = p.payout_account_id
      cross join lateral (
        select ${isExportable(at)} as go, ${isStopped(sql`p.organisation_id`, sql`p.currency`)} as stopped
      ) may
      where p.organisation_id = ${organisationId} and p.status = 'created'
      group by p.currency, account.kind order by p.currency, account.kind`,
  );
}
