import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { after, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { readSessionToken, type Visit } from "./cookies.ts";
import { IDLE_MS, idleEnd, SEEN_EVERY_MS, type StaffSession, stageOf } from "./rules.ts";

interface SessionRow {
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  secondFactorAt: string | null;
  createdAt: string;
  expiresAt: string;
  seenAt: string;
  totp: boolean;
  passkeys: number;
  backupCodes: number;
  isPlatformAdministrator: boolean;
  memberships: StaffSession["memberships"];
}

/**
 * Who is asking, in one round trip: null without a session that we signed, that is not over, idle or ended, and whose
 * person may still work. Records activity at most once a minute.
 */
export async function findSession(ctx: Ctx, visit: Visit): Promise<StaffSession | null> {
  const token = await readSessionToken(visit, ctx.settings.authSecrets);
  if (!token) return null;
  const now = ctx.clock.now();
  const [row] = await query<SessionRow>(
    ctx.systemDb,
    sql`with found as (
        select id, user_id, created_at, expires_at, seen_at, second_factor_at from staff_sessions
        where token = ${token} and activated_at is not null
          and expires_at > ${now}::timestamptz and seen_at > ${after(now, -IDLE_MS)}::timestamptz
      ), touched as (
        update staff_sessions s set seen_at = ${now}::timestamptz from found
        where s.id = found.id and s.seen_at < ${after(now, -SEEN_EVERY_MS)}::timestamptz
      )
      select f.id as "sessionId", u.id as "userId", u.name, u.email, f.second_factor_at as "secondFactorAt",
        f.created_at as "createdAt", f.expires_at as "expiresAt", f.seen_at as "seenAt",
        exists (select from staff_two_factors t where t.user_id = u.id and t.verified_at is not null) as totp,
        (select count(*)::int from staff_passkeys p where p.user_id = u.id and p.activated_at is not null) as passkeys,
        (select count(*)::int from staff_backup_codes b where b.user_id = u.id) as "backupCodes",
        exists (select from platform_administrators a where a.user_id = u.id) as "isPlatformAdministrator",
        coalesce((select json_agg(json_build_object(
            'organisationId', o.id, 'organisationName', o.name, 'organisationStatus', o.status, 'role', m.role) order by o.name, o.id)
          from members m join organisations o on o.id = m.organisation_id
          where m.user_id = u.id and m.status = 'active'), '[]') as memberships
      from found f join staff_users u on u.id = f.user_id`,
  );
  if (!row || (row.memberships.length === 0 && !row.isPlatformAdministrator)) return null;
  return sessionOf(row);
}

function sessionOf({ totp, passkeys, backupCodes, seenAt, ...row }: SessionRow): StaffSession {
  const secondFactorAt = parseInstant(row.secondFactorAt);
  const hasSecondFactor = totp || passkeys > 0;
  const [createdAt, expiresAt, seen] = [row.createdAt, row.expiresAt, seenAt].map(parseInstant);
  assert(createdAt && expiresAt && seen, "a session's instants can be read");
  return {
    ...row,
    stage: stageOf({ secondFactorAt, hasSecondFactor }),
    secondFactorAt,
    hasSecondFactor,
    factors: { totp, passkeys, backupCodes },
    createdAt,
    expiresAt,
    idleAt: idleEnd(seen),
  };
}
