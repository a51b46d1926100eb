import { type SQL, sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { isCurrency } from "../../core/currency.ts";
import { isTipId } from "../../core/ids.ts";
import type { Money } from "../../core/money.ts";
import { type Ctx, query } from "../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../keyset.ts";
import { accounts } from "../ledger/index.ts";
import { readReceiptCode, type TipStatus } from "../payments/index.ts";
import { requireStaff } from "../permissions.ts";
import { matchesAll, wordsOf } from "../searching.ts";

export interface TipRow {
  id: string;
  at: string;
  guardId: string;
  guardName: string;
  siteName: string;
  amount: Money;
  /** What the patron was charged in all; null before the rail said so. */
  charged: Money | null;
  /** What of it the guard was credited with, after fees and refunds, as the ledger has it; null before it was booked. */
  net: Money | null;
  status: TipStatus;
  receiptCode: string;
}

/** What a list of tips is narrowed to; null is everything. */
export interface TipList extends Cursors {
  /** A receipt's code, a tip's id, or words of a guard's name. */
  search: string;
  siteId: string | null;
  status: TipStatus | null;
  /** What was given or charged, in minor units. */
  amountMinor: bigint | null;
  /** Days of the organisation's calendar, both included. */
  from: string | null;
  to: string | null;
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

type Read = Omit<TipRow, "amount" | "charged" | "net"> & {
  currency: string;
  amountMinor: string;
  chargedMinor: string | null;
  netMinor: string | null;
  key: string[];
};

/** Tips of the organisation, the newest first, a page at a time. Throws FORBIDDEN. */
export async function listTips(ctx: Ctx, { size = PAGE_SIZE, ...list }: TipList): Promise<Page<TipRow>> {
  const { organisationId } = requireStaff(ctx.actor, "tips.read", ctx.clock.now());
  const place = readPlace(list, ORDER);
  const found = await searched(ctx, organisationId, list.search);
  const rows = await query<Read>(
    ctx.db,
    sql`select t.id, t.created_at as at, t.guard_id as "guardId", g.first_name || ' ' || g.last_name as "guardName",
        s.name as "siteName", t.currency, t.amount_minor::text as "amountMinor", p.charged_minor::text as "chargedMinor",
        t.status, t.receipt_code as "receiptCode", (
          select sum(case when l.credit_account = ${PAYABLE} then l.amount_minor else -l.amount_minor end)::text
          from ledger_transfers l
          where l.reference = t.id and l.organisation_id = t.organisation_id
            and ${PAYABLE} in (l.credit_account, l.debit_account)
        ) as "netMinor", ${keyOf(ORDER)} as key
      from tips t
      join guards g on (g.organisation_id, g.id) = (t.organisation_id, t.guard_id)
      join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
      left join payments p on p.tip_id = t.id
      where t.organisation_id = ${organisationId} and ${found} and ${narrowed(organisationId, list)}
        and ${beyond(ORDER, place)}
      order by ${inOrder(ORDER, place)} limit ${size + 1}`,
  );
  const page = pageOf(rows, size, place);
  return { ...page, rows: page.rows.map(tipOf) };
}

/** A code or an id names one tip, and is looked up as such; other words are the guard's. */
async function searched(ctx: Ctx, organisationId: string, search: string): Promise<SQL> {
  const [word = ""] = wordsOf(search);
  if (isTipId(word)) return sql`t.id = ${word}`;
  const code = readReceiptCode(search);
  if (code !== null) {
    const [tip] = await query<{ id: string }>(
      ctx.db,
      sql`select id from tips where receipt_code = ${code} and organisation_id = ${organisationId}`,
    );
    if (tip) return sql`t.id = ${tip.id}`;
  }
  return matchesAll(search, sql`concat_ws(' ', g.first_name, g.last_name, g.display_name, g.employee_id)`);
}

function narrowed(organisationId: string, { siteId, status, amountMinor, from, to }: TipList): SQL {
  const zone = sql`(select time_zone from organisations where id = ${organisationId})`;
  const amount = amountMinor === null ? null : String(amountMinor);
  const conditions = [
    siteId && sql`g.site_id = ${siteId}`,
    status && sql`t.status = ${status}`,
    amount && sql`${amount}::bigint in (t.amount_minor, p.charged_minor)`,
    from && sql`t.created_at >= (${from}::date::timestamp at time zone ${zone})`,
    to && sql`t.created_at < ((${to}::date + 1)::timestamp at time zone ${zone})`,
  ].filter((condition) => condition !== null && condition !== "");
  return conditions.length === 0 ? sql`true` : sql.join(conditions as SQL[], sql` and `);
}

function tipOf({ currency, amountMinor, chargedMinor, netMinor, ...row }: Omit<Read, "key">): TipRow {
  assert(isCurrency(currency), "a tip's currency is one we handle");
  const orNull = (minor: string | null) => (minor === null ? null : { minor: BigInt(minor), currency });
  return {
    ...row,
    amount: { minor: BigInt(amountMinor), currency },
    ...{ charged: orNull(chargedMinor), net: orNull(netMinor) },
  };
}
