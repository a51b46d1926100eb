import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../../keyset.ts";
import { requireStaff } from "../../permissions.ts";
import type { DisputeStatus } from "./rules.ts";

export interface DisputeSummary {
  id: string;
  tipId: string;
  amount: Money;
  category: string | null;
  status: DisputeStatus;
  answer: "accept" | "defend" | null;
  /** After that the rail gives in by itself. */
  dueAt: string | null;
  at: string;
}

const PAGE_SIZE = 50;
const ORDER: Order = {
  columns: [
    { value: sql`d.created_at`, kind: "instant" },
    { value: sql`d.id`, kind: "text" },
  ],
  isDescending: true,
};

/** Disputes of the organisation, the newest first, a page at a time; of one status or of all. Throws FORBIDDEN. */
export async function listDisputes(
  ctx: Ctx,
  { status = null, ...cursors }: Cursors & { status?: DisputeStatus | null },
): Promise<Page<DisputeSummary>> {
  const { organisationId } = requireStaff(ctx.actor, "disputes.read", ctx.clock.now());
  const place = readPlace(cursors, ORDER);
  const rows = await query<Omit<DisputeSummary, "amount"> & { currency: string; minor: string; key: string[] }>(
    ctx.db,
    sql`select d.id, d.tip_id as "tipId", d.currency, d.amount_minor::text as minor, d.category, d.status, d.answer,
        d.due_at as "dueAt", d.created_at as at, ${keyOf(ORDER)} as key
      from disputes d
      where d.organisation_id = ${organisationId} and (${status}::text is null or d.status = ${status})
        and ${beyond(ORDER, place)}
      order by ${inOrder(ORDER, place)} limit ${PAGE_SIZE + 1}`,
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
