import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";
import { type AuditEntry, auditInsert } from "../audit/index.ts";
import { type Ctx, transact } from "../context.ts";
import { DORMANT_MS } from "./rules.ts";

/** Asante itself (migration 0002): where what a person without an organisation does is recorded. */
const PLATFORM_ORGANISATION = "org-platform";

/**
 * Runs a statement that changes how somebody signs in or what they may do, with their row locked before it begins. So the
 * changes of one person come one after another, each sees what the one before it left, and none waits in a circle for
 * sessions and logs. Gives the statement's rows.
 */
export async function changePerson<Row extends object = { id: string }>(
  userId: string,
  statement: SQL,
  ctx: Ctx,
): Promise<Row[]> {
  const db = ctx.systemDb;
  const lock = db.execute(sql`select id from staff_users where id = ${userId} for no key update`);
  const [, done] = await transact({ ...ctx, db }, [lock, db.execute(statement)]);
  return (done?.rows ?? []) as Row[];
}

/** True for people who may work: members of something, or Asante's own. `user` is a user's id or its column. */
export function mayWork(user: string | SQL): SQL {
  return sql`(exists (select from members where user_id = ${user} and status = 'active')
    or exists (select from platform_administrators where user_id = ${user}))`;
}

/** True for people with a second factor that has been proved. */
export function hasFactor(user: string | SQL): SQL {
  return sql`(exists (select from staff_two_factors where user_id = ${user} and verified_at is not null)
    or exists (select from staff_passkeys where user_id = ${user} and activated_at is not null))`;
}

/**
 * The audit rows of what a person did to their own account: one for each organisation they work for, since each has its
 * own log. `changed` is a CTE with one row when it was done.
 */
export function personAudit(
  entry: Omit<AuditEntry, "organisationId" | "actor" | "subject"> & { userId: string },
  ctx: Ctx,
  changed: SQL,
): SQL {
  const { userId, ...rest } = entry;
  const homes = sql`(select organisation_id from members where user_id = ${userId} and status = 'active'
    union select ${PLATFORM_ORGANISATION} where exists (select from platform_administrators where user_id = ${userId})
      or not exists (select from members where user_id = ${userId} and status = 'active')
    order by organisation_id) as home`;
  return auditInsert(
    { ...rest, subject: userId, actor: `staff:${userId}`, organisationId: sql`home.organisation_id` },
    ctx,
    sql`${changed} cross join ${homes}`,
  );
}

/** Ends a user's sessions but one, when `changed`, a CTE, has a row. */
export function endOtherSessions(userId: string, sessionId: string | null, changed: SQL): SQL {
  return sql`delete from staff_sessions where user_id = ${userId} and id is distinct from ${sessionId}
    and exists (select from ${changed}) returning id`;
}

/** Clears what is left of a user's sessions that are over, and of sign-ins that were not finished. */
export function sweepSessions(userId: string, at: Instant): SQL {
  return sql`delete from staff_sessions where user_id = ${userId} and (expires_at <= ${at}::timestamptz
    or (activated_at is null and created_at < ${new Date(at.getTime() - DORMANT_MS)}::timestamptz))`;
}
