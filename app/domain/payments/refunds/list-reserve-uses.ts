import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../../keyset.ts";
import { requireStaff } from "../../permissions.ts";

/** One posting that took from the reserve or beyond it, or gave that back. */
export interface ReserveUse {
  id: string;
  at: string;
  /** Whether the reserve gave it or, when that had nothing left, the organisation. */
  giver: "reserve" | "organisation";
  isReturned: boolean;
  /** What it was for. */
  subject: "refund" | "dispute" | "payout";
  subjectId: string;
  /** The tip's receipt; null for a payout. */
  receiptCode: string | null;
  amount: Money;
}

const PAGE_SIZE = 50;
const ORDER: Order = {
  columns: [
    { value: sql`u.created_at`, kind: "instant" },
    { value: sql`u.id`, kind: "text" },
  ],
  isDescending: true,
};

type Row = Omit<ReserveUse, "amount"> & { currency: string; minor: string; key: string[] };

/**
 * What was taken of the reserve, and of the organisation beyond it, the newest first, a page at a time. What each tip adds is
 * not listed: it is on the tips. Throws FORBIDDEN.
 */
export async function listReserveUses(ctx: Ctx, cursors: Cursors): Promise<Page<ReserveUse>> {
  const { organisationId } = requireStaff(ctx.actor, "refunds.read", ctx.clock.now());
  const place = readPlace(cursors, ORDER);
  const rows = await query<Row>(
    ctx.db,
    sql`with taken as (
        select l.*, l.debit_account as giver, false as is_returned
        from ledger_transfers l join organisations o on o.id = l.organisation_id and o.currency = l.currency
        where l.organisation_id = ${organisationId} and l.debit_account in ('refund_reserve', 'refund_losses')
      ),
      u as (
        select * from taken
        union all
        select back.*, t.giver, true from taken t join ledger_transfers back on back.reference = t.reference and back.corrects = t.id
      )
      select u.id, u.created_at as at, case u.giver when 'refund_reserve' then 'reserve' else 'organisation' end as giver,
        u.is_returned as "isReturned", split_part(u.kind, '_', 1) as subject,
        case when u.kind like 'payout\\_%' then u.reference else u.group_id end as "subjectId",
        t.receipt_code as "receiptCode", u.currency, u.amount_minor::text as minor, ${keyOf(ORDER)} as key
      from u left join tips t on t.id = u.reference
      where ${beyond(ORDER, place)}
      order by ${inOrder(ORDER, place)} limit ${PAGE_SIZE + 1}`,
  );
  const page = pageOf(rows, PAGE_SIZE, place);
  return {
    ...page,
    rows: page.rows.map(({ currency, minor, ...row }) => {
      assert(isCurrency(currency), "an account's currency is one we handle");
      return { ...row, amount: { minor: BigInt(minor), currency } };
    }),
  };
}
