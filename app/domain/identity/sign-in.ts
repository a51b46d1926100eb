import { type SQL, sql } from "drizzle-orm";
import { after, type Instant } from "../../core/time.ts";
import type { Ctx } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import {
  DEVICE_COOKIE,
  describeBrowser,
  readCookie,
  type Visit,
  writeDeviceCookie,
  writeSessionCookie,
} from "./cookies.ts";
import { changePerson, endOtherSessions, personAudit } from "./people.ts";
import { DEVICE_MS } from "./rules.ts";
import { hashSecret, newSecret } from "./secrets.ts";
import { newDeviceLetter } from "./staff-mail.ts";

/** The browser a request comes from, by the hash of its cookie; a new one is given a cookie when it signs in fully. */
export interface Device {
  value: string;
  hash: string;
  /** The browser brought it; only then can it be known. */
  isClaimed: boolean;
}

export async function deviceOf(visit: Visit, { randomness }: Pick<Ctx, "randomness">): Promise<Device> {
  const claimed = readCookie(visit, DEVICE_COOKIE);
  const value = claimed || newSecret(randomness);
  return { value, hash: await hashSecret(value), isClaimed: Boolean(claimed) };
}

/** True when the user has fully signed in from this device, and not too long ago. `user` is an id or its column. */
export function isKnownDevice(user: string | SQL, { hash }: Device, now: Instant): SQL {
  return sql`exists (select from known_devices where user_id = ${user} and device_hash = ${hash}
    and seen_at > ${after(now, -DEVICE_MS)}::timestamptz and factor_at is not null)`;
}

/** As above, or when the user only chose a password here, by a link. It counts where passwords are tried, and nowhere else. */
export function isKnownForPasswords(user: string | SQL, { hash }: Device, now: Instant): SQL {
  return sql`exists (select from known_devices where user_id = ${user} and device_hash = ${hash}
    and seen_at > ${after(now, -DEVICE_MS)}::timestamptz)`;
}

/** True when anybody has fully signed in from this device, and not too long ago. */
export function isSomebodysDevice({ hash }: Device, now: Instant): SQL {
  return sql`exists (select from known_devices where device_hash = ${hash}
    and seen_at > ${after(now, -DEVICE_MS)}::timestamptz and factor_at is not null)`;
}

/** The upsert that knows a device again, when `changed`, a CTE, has a row; fully if a second factor was given in it. */
export function knowDevice(
  { userId, device, gaveFactor }: { userId: string; device: Device; gaveFactor: boolean },
  now: Instant,
  changed: SQL,
): SQL {
  return sql`insert into known_devices (user_id, device_hash, created_at, seen_at, factor_at)
    select ${userId}, ${device.hash}, ${now}::timestamptz, ${now}::timestamptz, ${gaveFactor ? now : null}::timestamptz
    where exists (select from ${changed})
    on conflict (user_id, device_hash) do update set seen_at = excluded.seen_at,
      factor_at = coalesce(excluded.factor_at, known_devices.factor_at)`;
}

/** Forgets a user's other devices, when `changed`, a CTE, has a row. */
export function forgetOtherDevices(userId: string, { hash }: Device, changed: SQL): SQL {
  return sql`delete from known_devices where user_id = ${userId} and device_hash <> ${hash}
    and exists (select from ${changed})`;
}

export interface Completion {
  session: { sessionId: string; userId: string; email: string };
  visit: Visit;
  device: Device;
  /** What proved the factor, as a CTE's query that has one row when it did, and none when the CTE `held` has none. */
  accepted: SQL;
  /** What the audit log says. */
  audit: { action: string; after: Record<string, unknown> | SQL };
  /** Further CTEs of the same statement, which may look at `completed`. */
  also?: readonly { name: string; query: SQL }[];
  /** Ends the user's other sessions too. */
  isChange?: boolean;
}

/**
 * Records that the second factor was given, in one statement with what proved it: the session gets a new token and a
 * fresh factor, the device is known from then on, and a new one is told of by e-mail when there were others. A session
 * that another change has ended meanwhile proves nothing.
 * Gives the cookies, or null when the proof was refused or the session is gone.
 */
export async function completeFactor(completion: Completion, ctx: Ctx): Promise<string[] | null> {
  const { session, visit, device, accepted, audit, also = [], isChange = false } = completion;
  const { sessionId, userId } = session;
  const now = ctx.clock.now();
  const token = newSecret(ctx.randomness);
  const entry = { ...audit, userId };
  const letter = newDeviceLetter(describeBrowser(visit.userAgent), now);
  const told = { organisationId: null, recipient: session.email, ...letter };
  const ended = endOtherSessions(userId, sessionId, isChange ? sql`completed` : sql`(select where false)`);
  const rest = also.map(({ name, query }) => sql`, ${sql.identifier(name)} as (${query})`);
  const completed = await changePerson(
    userId,
    sql`with held as (select id from staff_sessions where id = ${sessionId} and user_id = ${userId}),
      accepted as (${accepted}), completed as (
        update staff_sessions set token = ${token}, activated_at = coalesce(activated_at, ${now}::timestamptz),
          second_factor_at = ${now}::timestamptz, seen_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
        where id = ${sessionId} and user_id = ${userId} and exists (select from accepted) returning id
      ), stranger as (
        select id from completed where exists (select from known_devices where user_id = ${userId})
          and not ${isKnownDevice(userId, device, now)}
      ), known as (${knowDevice({ userId, device, gaveFactor: true }, now, sql`completed`)}),
      ended as (${ended}),
      audited as (${personAudit(entry, ctx, sql`completed`)}),
      told as (${messageInsert(told, ctx, sql`stranger`)})
      ${sql.join(rest, sql` `)}
      select id from completed`,
    ctx,
  );
  if (completed.length === 0) return null;
  await ctx.wake([{ kind: "message" }]);
  return [await writeSessionCookie(token, ctx.settings.authSecrets), writeDeviceCookie(device.value)];
}
