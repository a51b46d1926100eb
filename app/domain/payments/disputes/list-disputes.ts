import { type SQL, sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../../keyset.ts";
import { requireStaff } from "../../permissions.ts";
import { returnsThat } from "../searching.ts";
import type { DisputeStatus } from "./rules.ts";

export interface DisputeSummary {
  id: string;
  tipId: string;
  receiptCode: string;
  guardId: string;
  guardName: string;
  amount: Money;
  category: string | null;
  status: DisputeStatus;
  answer: "accept" | "defend" | null;
  /** After that the rail gives in by itself. */
  dueAt: string | null;
  at: string;
  endedAt: string | null;
}

export interface DisputeList extends Cursors {
  /** Null: all of them. Those that wait for an answer come by their deadline, the nearest first. */
  status?: DisputeStatus | null;
  /** A receipt's code, an id, or words of a guard's name. */
  search?: string;
}

const PAGE_SIZE = 50;
const ID = { value: sql`d.id`, kind: "text" } as const;
const NEWEST_FIRST: Order = { columns: [{ value: sql`d.created_at`, kind: "instant" }, ID], isDescending: true };
/** One without a deadline comes after those of the month. */
const DEADLINE = sql`coalesce(d.due_at, d.created_at + interval '30 days')`;
const NEAREST_FIRST: Order = { columns: [{ value: DEADLINE, kind: "instant" }, ID], isDescending: false };

/** Disputes of the organisation, a page at a time; of one status or of all. Throws FORBIDDEN. */
export async function listDisputes(
  ctx: Ctx,
  { status = null, search = "", ...cursors }: DisputeList,
): Promise<Page<DisputeSummary>> {
  const { organisationId } = requireStaff(ctx.actor, "disputes.read", ctx.clock.now());
  const order = status === "open" ? NEAREST_FIRST : NEWEST_FIRST;
  const place = readPlace(cursors, order);
  const narrowed: SQL = status === null ? sql`true` : sql`d.status = ${status}`;
  const rows = await query<Omit<DisputeSummary, "amount"> & { currency: string; minor: string; key: string[] }>(
    ctx.db,
    sql`select d.id, d.tip_id as "tipId", t.receipt_code as "receiptCode", t.guard_id as "guardId",
        g.first_name || ' ' || g.last_name as "guardName", d.currency, d.amount_minor::text as minor, d.category, d.status,
        d.answer, d.due_at as "dueAt", d.created_at as at, d.ended_at as "endedAt", ${keyOf(order)} as key
      from disputes d
      join tips t on (t.organisation_id, t.id) = (d.organisation_id, d.tip_id)
      join guards g on (g.organisation_id, g.id) = (t.organisation_id, t.guard_id)
      where d.organisation_id = ${organisationId} and ${narrowed} and ${returnsThat(search, sql`d.id`)}
        and ${beyond(order, place)}
      order by ${inOrder(order, place)} limit ${PAGE_SIZE + 1}`,
  );
  const page = pageOf(rows, PAGE_SIZE, place);
  return {
    ...page,
    rows: page.rows.map(({ currency, minor, ...row }) => {
      assert(isCurrency(currency), "a dispute's currency is one we handle");
      return { ...row, amount: { minor: BigInt(minor), currency } };
    }),
  };
}
