import { actorName } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import type { Page } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";
import { type PayoutList, type PayoutSummary, pageStatement, summaryPage } from "./payout-list.ts";

/** Large enough that a file of thousands takes few round trips, small enough to hold. */
const PAGE_SIZE = 1_000;

/** The same list for a file: larger pages, one statement each, and no totals. Throws FORBIDDEN. */
export async function listPayoutExport(ctx: Ctx, list: PayoutList): Promise<Page<PayoutSummary>> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", ctx.clock.now());
  const large = { size: PAGE_SIZE, ...list };
  return summaryPage(
    await query(ctx.db, pageStatement({ organisationId, viewer: actorName(ctx.actor) }, large)),
    large,
  );
}
