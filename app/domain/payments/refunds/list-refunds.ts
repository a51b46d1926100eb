import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../../keyset.ts";
import { requireStaff } from "../../permissions.ts";
import type { RefundCause, RefundStatus } from "./rules.ts";

export interface RefundSummary {
  id: string;
  tipId: string;
  amount: Money;
  cause: RefundCause;
  reason: string | null;
  status: RefundStatus;
  requestedBy: string | null;
  failure: string | null;
  at: string;
}

const PAGE_SIZE = 50;
const ORDER: Order = {
  columns: [
    { value: sql`r.created_at`, kind: "instant" },
    { value: sql`r.id`, kind: "text" },
  ],
  isDescending: true,
};

/** Refunds of the organisation, the newest first, a page at a time; of one status or of all. Throws FORBIDDEN. */
export async function listRefunds(
  ctx: Ctx,
  { status = null, ...cursors }: Cursors & { status?: RefundStatus | null },
): Promise<Page<RefundSummary>> {
  const { organisationId } = requireStaff(ctx.actor, "refunds.read", ctx.clock.now());
  const place = readPlace(cursors, ORDER);
  const rows = await query<Omit<RefundSummary, "amount"> & { currency: string; minor: string; key: string[] }>(
    ctx.db,
    sql`select r.id, r.tip_id as "tipId", r.currency, r.amount_minor::text as minor, r.cause, r.reason, r.status,
        r.requested_by as "requestedBy", r.failure, r.created_at as at, ${keyOf(ORDER)} as key
      from refunds r
      where r.organisation_id = ${organisationId} and (${status}::text is null or r.status = ${status})
        and ${beyond(ORDER, place)}
      order by ${inOrder(ORDER, place)} limit ${PAGE_SIZE + 1}`,
  );
  const page = pageOf(rows, PAGE_SIZE, place);
  return {
    ...page,
    rows: page.rows.map(({ currency, minor, ...row }) => {
      assert(isCurrency(currency), "a refund's currency is one we handle");
      return { ...row, amount: { minor: BigInt(minor), currency } };
    }),
  };
}
