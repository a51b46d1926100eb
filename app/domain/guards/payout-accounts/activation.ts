import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../../core/time.ts";

/**
 * Two parts of a statement: `activated` brings the held accounts of `due` (id, guard_id) into use, after `replaced` has
 * ended those they take the place of. The count makes the second wait for the first: a guard never has two, not even
 * between two rows of one statement.
 */
export function activation(due: SQL, at: Instant, lifting: SQL = sql``): SQL {
  return sql`replaced as (
      update payout_accounts a set status = 'replaced' from ${due} d
      where a.guard_id = d.guard_id and a.status = 'active' returning a.id
    ), activated as (
      update payout_accounts p set status = 'active', active_at = ${at}${lifting}
      from ${due} d, (select count(*) from replaced) ended
      where p.id = d.id and p.status = 'held'
      returning p.id, p.organisation_id, p.guard_id, p.destination_name, p.number_end
    )`;
}

/** What the audit log has of an account that comes into use. */
export const ACTIVATED = {
  action: "payout_account.activated",
  subject: sql`activated.id`,
  before: sql`jsonb_build_object('status', 'held')`,
  after: sql`jsonb_build_object('guard', activated.guard_id, 'status', 'active', 'destination', activated.destination_name,
    'number', '••' || activated.number_end)`,
};
