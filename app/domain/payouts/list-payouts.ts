import { actorName } from "../audit/index.ts";
import { type Ctx, transact } from "../context.ts";
import type { Page } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";
import {
  type PayoutList,
  type PayoutSummary,
  type PayoutTotal,
  pageStatement,
  payoutsThat,
  summaryPage,
  totalsOf,
  totalsStatement,
} from "./payout-list.ts";

/**
 * The organisation's payouts, searched, narrowed and sorted, a page at a time; with what each group comes to under the same
 * filters but that of the group. Throws FORBIDDEN.
 */
export async function listPayouts(
  ctx: Ctx,
  list: PayoutList,
): Promise<Page<PayoutSummary> & { totals: PayoutTotal[] }> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", ctx.clock.now());
  const [rows, totals] = await transact(ctx, [
    ctx.db.execute(pageStatement({ organisationId, viewer: actorName(ctx.actor) }, list)),
    ctx.db.execute(totalsStatement(payoutsThat(organisationId, { ...list, status: null }))),
  ]);
  return { ...summaryPage(rows?.rows ?? [], list), totals: totalsOf(totals?.rows ?? []) };
}
