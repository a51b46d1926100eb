import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";

/** A tip whose refund or dispute moved, and what its history shall say of that. */
export interface TipCause {
  tip_id: string;
  cause: string;
}

/** Locks tips in the one order in which everybody does, before any account. */
export function lockTips(tipIds: readonly string[]): SQL {
  return sql`select id from tips where id = any(${sql.param([...tipIds])}) order by id for no key update`;
}

/**
 * What each of these tips is by what went back of it: disputed while a dispute is open; else refunded, in part or whole, by
 * refunds that were processed and disputes that were lost. Follows the change in the same transaction, so that it sees it.
 */
export function settleTipStatuses(causes: readonly TipCause[], at: Instant): SQL {
  return sql`
    with cause as (
      select distinct on (tip_id) * from jsonb_to_recordset(${JSON.stringify(causes)}::jsonb) as c (tip_id text, cause text)
    ),
    due as (
      select t.id, c.cause, case
          when exists (select from disputes d where d.tip_id = t.id and d.status not in ('won', 'lost')) then 'disputed'
          when b.given_back = 0 then 'succeeded'
          when b.given_back < p.charged_minor then 'partially_refunded'
          else 'refunded'
        end as status
      from cause c join tips t on t.id = c.tip_id join payments p on p.tip_id = t.id
      cross join lateral (
        select coalesce((select sum(amount_minor) from refunds where tip_id = t.id and status = 'processed'), 0)
          + coalesce((select sum(amount_minor) from disputes where tip_id = t.id and status = 'lost'), 0) as given_back
      ) b
      where t.status in ('succeeded', 'partially_refunded', 'refunded', 'disputed')
    ),
    changed as (
      update tips t set status = d.status from due d where t.id = d.id and t.status <> d.status
      returning t.id, t.status, d.cause
    )
    insert into tip_history (tip_id, status, cause, at) select id, status, cause, ${at} from changed`;
}
