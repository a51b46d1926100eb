import { sql } from "drizzle-orm";
import { readBase32 } from "../../core/ids.ts";
import { type Ctx, query } from "../context.ts";

/** Counts that a receipt was opened: a number and two times, nothing of who did. It is evidence should a bank ask. */
export async function createReceiptView(ctx: Ctx, token: string): Promise<void> {
  const at = ctx.clock.now();
  await query(
    ctx.db,
    sql`insert into receipt_views (tip_id, organisation_id, views, first_at, last_at)
      select id, organisation_id, 1, ${at}::timestamptz, ${at}::timestamptz from tips
      where receipt_token = ${readBase32(token)} and credited_at is not null
      on conflict (tip_id) do update set views = receipt_views.views + 1, last_at = greatest(receipt_views.last_at, excluded.last_at)`,
  );
}
