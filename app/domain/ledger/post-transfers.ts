import { type SQL, sql } from "drizzle-orm";

/**
 * Posts the rows of a CTE as transfers, inside the statement that decided on them; gives the CTEs `batch` and `posted`,
 * of which `posted (id)` has the ids posted now. `movement` must offer: id, group_id, organisation_id, currency, debit, credit
 * (account codes), amount (minor units, positive), kind, reference, corrects (the id of the transfer that this one puts
 * right, or null), event_at. A transfer posted before is skipped; the whole statement fails when an account would be
 * overdrawn or an id is used for another movement.
 */
export function postTransfers(movement: SQL): SQL {
  return sql`
    batch as (
      select array_agg(row(id, group_id, organisation_id, currency, debit, credit, amount, kind, reference,
        corrects, event_at)::transfer_to_post) as transfers
      from ${movement}
    ),
    posted as (
      select p.id from batch cross join lateral post_transfers(batch.transfers) as p (id)
      where batch.transfers is not null
    )`;
}
