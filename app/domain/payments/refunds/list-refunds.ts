import { type SQL, sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../../keyset.ts";
import { requireStaff } from "../../permissions.ts";
import { returnsThat } from "../searching.ts";
import type { RefundCause, RefundStatus } from "./rules.ts";

export interface RefundSummary {
  id: string;
  tipId: string;
  receiptCode: string;
  guardId: string;
  guardName: string;
  amount: Money;
  cause: RefundCause;
  reason: string | null;
  status: RefundStatus;
  /** A dispute of the same tip is open: what is not sent yet waits for its end. */
  isDisputed: boolean;
  /** Null when the patron asked, or for who left. */
  requestedByName: string | null;
  failure: string | null;
  at: string;
  endedAt: string | null;
}

export interface RefundList extends Cursors {
  /** Null: all of them. */
  statuses?: readonly RefundStatus[] | null;
  /** A receipt's code, an id, or words of a guard's name. */
  search?: string;
  /** Rows a page, when not as many as a person looks at. */
  size?: number;
}

const PAGE_SIZE = 50;
const ORDER: Order = {
  columns: [
    { value: sql`r.created_at`, kind: "instant" },
    { value: sql`r.id`, kind: "text" },
  ],
  isDescending: true,
};

/** Refunds of the organisation, the newest first, a page at a time; of some statuses or of all. Throws FORBIDDEN. */
export async function listRefunds(
  ctx: Ctx,
  { statuses = null, search = "", size = PAGE_SIZE, ...cursors }: RefundList,
): Promise<Page<RefundSummary>> {
  const { organisationId } = requireStaff(ctx.actor, "refunds.read", ctx.clock.now());
  const place = readPlace(cursors, ORDER);
  const narrowed: SQL = statuses === null ? sql`true` : sql`r.status = any(${sql.param([...statuses])}::text[])`;
  const rows = await query<Omit<RefundSummary, "amount"> & { currency: string; minor: string; key: string[] }>(
    ctx.db,
    sql`select r.id, r.tip_id as "tipId", t.receipt_code as "receiptCode", t.guard_id as "guardId",
        g.first_name || ' ' || g.last_name as "guardName", r.currency, r.amount_minor::text as minor, r.cause, r.reason,
        r.status, exists (select from disputes d where d.tip_id = r.tip_id and d.status not in ('won', 'lost'))
          as "isDisputed",
        maker.name as "requestedByName", r.failure, r.created_at as at, r.ended_at as "endedAt", ${keyOf(ORDER)} as key
      from refunds r
      join tips t on (t.organisation_id, t.id) = (r.organisation_id, r.tip_id)
      join guards g on (g.organisation_id, g.id) = (t.organisation_id, t.guard_id)
      left join staff_users maker on maker.id = r.requested_by
      where r.organisation_id = ${organisationId} and ${narrowed} and ${returnsThat(search, sql`r.id`)}
        and ${beyond(ORDER, place)}
      order by ${inOrder(ORDER, place)} limit ${size + 1}`,
  );
  const page = pageOf(rows, size, place);
  return {
    ...page,
    rows: page.rows.map(({ currency, minor, ...row }) => {
      assert(isCurrency(currency), "a refund's currency is one we handle");
      return { ...row, amount: { minor: BigInt(minor), currency } };
    }),
  };
}
