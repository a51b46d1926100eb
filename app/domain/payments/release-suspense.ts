import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";
import { accounts, postTransfers } from "../ledger/index.ts";

/** Money that cannot be matched to a tenant is Asante's to look after. */
export const PLATFORM = "org-platform";

/**
 * Takes out of suspense what has been booked to its tip meanwhile: one charge may first arrive unmatched (its tip not
 * yet in the books, its fee not yet named) and agree later. Keeps: a rail transaction is counted once.
 * It follows the posting in the same transaction as a statement of its own, so that it sees what others committed while
 * the posting waited for their locks: of two that book and suspend the same charge at once, the later one clears up.
 */
export function releaseSuspense(references: readonly string[], at: Instant): SQL {
  return sql`
    with held as (
      select l.id, l.organisation_id, l.currency, l.debit_account, l.amount_minor, l.reference, p.rail_transaction_id
      from payments p
      cross join lateral (values (p.organisation_id), (${PLATFORM})) as keeper (id)
      -- A look-up by key for each, whatever the planner thinks of the table's size; none at all while nothing is held.
      cross join lateral (
        select * from ledger_transfers where id = 'suspense:' || keeper.id || ':' || p.rail || ':' || p.environment || ':'
          || p.rail_transaction_id || ':' || p.currency || ':' || p.charged_minor
        offset 0
      ) as l
      where p.reference = any(${sql.param(references)})
        and exists (select from ledger_accounts where kind = 'suspense' and credits_posted > debits_posted)
        and not exists (select from ledger_transfers r where r.id = l.id || ':released')
    ),
    movement as (
      select id || ':released' as id, id as group_id, organisation_id, currency, ${accounts.suspense} as debit,
        debit_account as credit, amount_minor as amount, 'suspense_released' as kind, reference, id as corrects,
        ${at}::timestamptz as event_at
      from held
    ),
    ${postTransfers(sql`movement`)},
    freed as (select held.* from held join posted on posted.id = held.id || ':released'),
    matched as (
      update reconciliation_items i set resolved_at = ${at} from freed f
      where (i.organisation_id, i.rail_transaction_id, i.currency, i.amount_minor)
          = (f.organisation_id, f.rail_transaction_id, f.currency, f.amount_minor)
        and i.reason <> 'wrong_environment' and i.resolved_at is null
    ),
    answered as (
      update alerts a set resolved_at = ${at} from freed f where a.subject = f.id and a.resolved_at is null
    )
    select count(*) from freed`;
}
