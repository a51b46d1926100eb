import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { isCurrency } from "../../core/currency.ts";
import type { Money } from "../../core/money.ts";
import { type Ctx, query } from "../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../keyset.ts";
import { accounts } from "../ledger/index.ts";
import type { TipStatus } from "../payments/index.ts";
import { requireStaff } from "../permissions.ts";
import { matchesAll } from "../searching.ts";

export interface GuardTip {
  id: string;
  at: string;
  amount: Money;
  /** What of it the guard was credited with, after fees and refunds, as the ledger has it; null before it was booked. */
  net: Money | null;
  status: TipStatus;
  receiptCode: string;
}

/** What a guard's tips are narrowed to. */
export interface GuardTipList extends Cursors {
  /** A part of the receipt's code. */
  search: string;
  status: TipStatus | null;
  /** Rows a page, when not as many as a person looks at. */
  size?: number;
}

const PAGE_SIZE = 50;
const PAYABLE = accounts.guardPayable(sql`t.guard_id`);
const ORDER: Order = {
  columns: [
    { value: sql`t.created_at`, kind: "instant" },
    { value: sql`t.id`, kind: "text" },
  ],
  isDescending: true,
};

interface Row {
  id: string;
  at: string;
  currency: string;
  amountMinor: string;
  netMinor: string | null;
  status: TipStatus;
  receiptCode: string;
  key: string[];
}

/** A guard's tips, the newest first, a page at a time. Throws FORBIDDEN. */
export async function listGuardTips(
  ctx: Ctx,
  guardId: string,
  { size = PAGE_SIZE, ...list }: GuardTipList,
): Promise<Page<GuardTip>> {
  const { organisationId } = requireStaff(ctx.actor, "tips.read", ctx.clock.now());
  const place = readPlace(list, ORDER);
  const rows = await query<Row>(
    ctx.db,
    sql`select t.id, t.created_at as at, t.currency, t.amount_minor::text as "amountMinor", t.status,
        t.receipt_code as "receiptCode", (
          select sum(case when l.credit_account = ${PAYABLE} then l.amount_minor
            else -l.amount_minor end)::text
          from ledger_transfers l
          where l.reference = t.id and l.organisation_id = t.organisation_id
            and ${PAYABLE} in (l.credit_account, l.debit_account)
        ) as "netMinor", ${keyOf(ORDER)} as key
      from tips t
      where t.organisation_id = ${organisationId} and t.guard_id = ${guardId}
        and (${list.status}::text is null or t.status = ${list.status})
        and ${matchesAll(list.search, sql`t.receipt_code`)} and ${beyond(ORDER, place)}
      order by ${inOrder(ORDER, place)} limit ${size + 1}`,
  );
  const page = pageOf(rows, size, place);
  return { ...page, rows: page.rows.map(tipOf) };
}

function tipOf({ currency, amountMinor, netMinor, ...row }: Omit<Row, "key">): GuardTip {
  assert(isCurrency(currency), "a tip's currency is one we handle");
  return {
    ...row,
    amount: { minor: BigInt(amountMinor), currency },
    net: netMinor === null ? null : { minor: BigInt(netMinor), currency },
  };
}
