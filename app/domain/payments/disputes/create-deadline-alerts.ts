import { sql } from "drizzle-orm";
import { newId } from "../../../core/ids.ts";
import { after } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import { DUE_SOON_MS } from "./rules.ts";

const BATCH_SIZE = 50;

/**
 * Tells the organisation, once a dispute, that its deadline is near and nobody has answered: after it the rail gives the money
 * back by itself. Returns how many were told.
 */
export async function createDeadlineAlerts(ctx: Ctx): Promise<number> {
  const at = ctx.clock.now();
  const ids = Array.from({ length: BATCH_SIZE }, () => newId("alt", at, ctx.randomness));
  const told = await query(
    ctx.systemDb,
    sql`with near as (
        select d.id, d.organisation_id, row_number() over (order by d.due_at, d.id) as place
        from disputes d
        where d.status = 'open' and d.next_check_at is not null and d.due_at > ${at}
          and d.due_at <= ${after(at, DUE_SOON_MS)}
          and not exists (select from alerts a where a.kind = 'dispute.due_soon' and a.subject = d.id)
        order by d.due_at, d.id limit ${BATCH_SIZE}
      )
      insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select (${sql.param(ids)}::text[])[place], organisation_id, 'dispute.due_soon', id,
        'less than four hours are left to answer; after that the bank gives the payment back', ${at}
      from near on conflict do nothing returning id`,
  );
  return told.length;
}
