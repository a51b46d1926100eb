import { type SQL, sql } from "drizzle-orm";

/**
 * CTEs that change a member and keep an owner: the organisation's owners are locked first, in order, so that two changes
 * at once see each other; the last one is neither demoted nor removed. `changed` has a row when it was done; the member's
 * sessions end with it, since a session is for the role it was opened with.
 */
export function memberChange(
  { organisationId, userId }: { organisationId: string; userId: string },
  { set, where, keepsOwner }: { set: SQL; where: SQL; keepsOwner: SQL },
): SQL {
  return sql`owners as (
      select user_id from members where organisation_id = ${organisationId} and role = 'owner' and status = 'active'
      order by user_id for update
    ), changed as (
      update members m set ${set}
      where m.organisation_id = ${organisationId} and m.user_id = ${userId} and m.status = 'active' and ${where}
        and (m.role <> 'owner' or ${keepsOwner} or exists (select from owners where user_id <> ${userId}))
      returning m.user_id, m.role
    ), ended as (delete from staff_sessions where user_id in (select user_id from changed))`;
}
